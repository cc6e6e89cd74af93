package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lost and refused replies, before and after the effect: every row is there once in the end. */
class WriteFaultsTest extends WriteFixture {
  private static final String STATEMENTS = "POST /api/2.0/sql/statements";
  private static final int DROPPED = 0;

  WriteFaultsTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "merge&keys=id", "replace&batchSize=2"})
  void every_row_is_written_once_whatever_happens_to_the_replies(String mode) {
    everyRowIsWrittenOnce(
        mode, List.of(Fault.on(STATEMENTS, DROPPED).afterTheEffect(), Fault.on(STATEMENTS, 503)));
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(strings = {"append", "merge&keys=id", "replace&batchSize=2"})
  void so_is_it_with_every_fault_before_and_after_the_effect(String mode) {
    everyRowIsWrittenOnce(
        mode,
        Stream.of(DROPPED, 429, 503)
            .map(status -> Fault.on(STATEMENTS, status))
            .flatMap(fault -> Stream.of(fault, fault.afterTheEffect()))
            .toList());
  }

  private void everyRowIsWrittenOnce(String mode, List<Fault> faults) {
    String name = mode.replaceAll("\\W.*", "") + "_" + faults.size();
    String table = written.table(name, "id INT, name STRING", true);
    boolean whole = mode.startsWith("replace");
    int from = 0;
    int expected = 0;
    for (Fault fault : faults) {
      workspace.knobs().add(fault);

      Exchange exchange = written.write(table, "&writeMode=" + mode, Written.rows(from, from + 3));

      assertThat(exchange.getException()).as("%s %s", mode, fault).isNull();
      from += 3;
      expected = whole ? 3 : expected + 3;
      assertThat(written.counts(table))
          .as("%s %s", mode, fault)
          .isEqualTo("%d rows, %d ids, %d the highest", expected, expected, from - 1);
    }
  }

  @Test
  void a_retry_waits_as_long_as_the_service_asks() {
    String table = written.table("retry_after", "id INT, name STRING", true);
    workspace.knobs().add(Fault.on(STATEMENTS, 429).header("Retry-After", "4"));
    long start = System.nanoTime();

    written.write(table, "", Written.rows(0, 1));

    assertThat(System.nanoTime() - start).isGreaterThan(4_000_000_000L);
    assertThat(written.ids(table)).isEqualTo("0");
  }

  /** The body is an iterator: what has been read of it is gone, unless write keeps it. */
  @Test
  void a_message_that_camel_delivers_again_goes_on_where_it_failed() throws Exception {
    String table = written.table("redelivered", "id INT, name STRING", true);
    component
        .camel()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(10));
                from("direct:again")
                    .to("databricks:write:" + table + "?batchSize=2&statementTimeout=5m");
              }
            });
    List<Integer> taken = new ArrayList<>();
    Iterator<Map<String, Object>> rows = Written.rows(0, 7).iterator();
    Iterator<Map<String, Object>> failing =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return rows.hasNext();
          }

          @Override
          public Map<String, Object> next() {
            Map<String, Object> row = rows.next();
            taken.add((Integer) row.get("id"));
            if (taken.size() == 5) {
              // As many as write makes attempts of its own, and then Camel's.
              workspace.knobs().add(Fault.on(STATEMENTS, 503).times(6));
            }
            return row;
          }
        };

    Exchange exchange = component.send("direct:again", e -> e.getMessage().setBody(failing));

    assertThat(exchange.getException()).isNull();
    assertThat(taken).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(written.ids(table)).isEqualTo("0 1 2 3 4 5 6");
    assertThat(exchange.getMessage().getBody()).as("nothing is left to read").isNull();
  }

  @Test
  void a_missing_grant_is_never_tried_again() {
    String table = written.table("forbidden", "id INT, name STRING", true);
    workspace.knobs().clearCalls();
    workspace.knobs().add(Fault.on(STATEMENTS, 403));

    Exchange exchange = written.write(table, "", Written.rows(0, 1));

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.FORBIDDEN));
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements")).isEqualTo(1);
  }
}
