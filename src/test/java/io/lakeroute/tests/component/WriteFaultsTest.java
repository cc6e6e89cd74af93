// SPDX-License-Identifier: Apache-2.0
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lost and refused replies, before and after the effect: every row is there once in the end. */
class WriteFaultsTest extends WriteFixture {
  private static final String STATEMENTS = "POST /api/2.0/sql/statements";
  private static final String HISTORY = "GET /api/2.0/sql/history/queries";
  private static final int DROPPED = 0;

  /** Of all tests but those that replace its rows: each writes ids of its own. */
  private final String table;

  WriteFaultsTest(LocalWorkspace workspace) {
    super(workspace);
    this.table = table("rows");
  }

  private String table(String name) {
    return written.table(name, "id INT, name STRING", true);
  }

  @ParameterizedTest
  @CsvSource("merge&keys=id, 10")
  void every_row_is_written_once_whatever_happens_to_the_replies(String mode, int from) {
    String target = mode.equals("replace") ? table("replaced") : table;
    workspace.knobs().add(Fault.on(STATEMENTS, DROPPED).afterTheEffect());
    workspace.knobs().add(Fault.on(STATEMENTS, 503));

    Exchange exchange =
        written.write(target, "&batchSize=2&writeMode=" + mode, Written.rows(from, from + 3));

    assertThat(exchange.getException()).isNull();
    assertThat(ids(target, from, from + 9))
        .isEqualTo("%d %d %d".formatted(from, from + 1, from + 2));
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(strings = {"append", "merge&keys=id", "replace&batchSize=2"})
  void so_is_it_with_every_fault_before_and_after_the_effect(String mode) {
    String target = table(mode.replaceAll("\\W.*", "") + "_by_fault");
    boolean whole = mode.startsWith("replace");
    int from = 0;
    int expected = 0;
    for (Fault fault :
        Stream.of(DROPPED, 429, 503)
            .map(status -> Fault.on(STATEMENTS, status))
            .flatMap(each -> Stream.of(each, each.afterTheEffect()))
            .toList()) {
      workspace.knobs().add(fault);

      Exchange exchange = written.write(target, "&writeMode=" + mode, Written.rows(from, from + 3));

      assertThat(exchange.getException()).as("%s %s", mode, fault).isNull();
      from += 3;
      expected = whole ? 3 : expected + 3;
      assertThat(written.counts(target))
          .as("%s %s", mode, fault)
          .isEqualTo("%d rows, %d ids, %d the highest", expected, expected, from - 1);
    }
  }

  @Tag("matrix")
  @Test
  void a_retry_waits_as_long_as_the_service_asks() {
    workspace.knobs().add(Fault.on(STATEMENTS, 429).header("Retry-After", "3"));
    long start = System.nanoTime();

    written.write(table, "", Written.rows(30, 31));

    assertThat(System.nanoTime() - start).isGreaterThan(3_000_000_000L);
    assertThat(ids(table, 30, 39)).isEqualTo("30");
  }

  /** The body is an iterator: what has been read of it is gone, unless write keeps it. */
  @Tag("matrix")
  @Test
  void a_message_that_camel_delivers_again_goes_on_where_it_failed() throws Exception {
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
    Iterator<Map<String, Object>> rows = Written.rows(40, 45).iterator();
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
            if (taken.size() == 3) {
              // As many as write makes attempts of its own, and then Camel's. It looks for no
              // statement in a history that it cannot read, which would take a second each time.
              workspace.knobs().add(Fault.on(HISTORY, 403).times(6));
              workspace.knobs().add(Fault.on(STATEMENTS, 503).times(6));
            }
            return row;
          }
        };

    Exchange exchange = component.send("direct:again", e -> e.getMessage().setBody(failing));

    assertThat(exchange.getException()).isNull();
    assertThat(taken).containsExactly(40, 41, 42, 43, 44);
    assertThat(ids(table, 40, 49)).isEqualTo("40 41 42 43 44");
    assertThat(exchange.getMessage().getBody()).as("nothing is left to read").isNull();
  }

  @Test
  void a_missing_grant_is_never_tried_again() {
    workspace.knobs().clearCalls();
    workspace.knobs().add(Fault.on(STATEMENTS, 403));

    Exchange exchange = written.write(table, "", Written.rows(50, 51));

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.FORBIDDEN));
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements")).isEqualTo(1);
  }

  /** The ids within these bounds, each as often as it is there. */
  private String ids(String target, int from, int to) {
    return written.ids(
        "(SELECT id FROM %s WHERE id BETWEEN %d AND %d)".formatted(target, from, to));
  }
}
