// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.Knobs.S3Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.WorkspaceRelay;
import io.lakeroute.tests.workspace.WorkspaceRelay.Door;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is particular to writes that go through staged objects. */
@Staged(Staged.Place.VOLUME)
class StagedWriteTest extends WriteFixture {

  private static final String STATEMENTS = "/api/2.0/sql/statements";
  private static final AtomicInteger TABLES = new AtomicInteger();

  private final StagingConnection staging;

  StagedWriteTest(LocalWorkspace workspace) {
    super(workspace);
    this.staging = StagingConnection.open(keys);
  }

  @AfterEach
  void nothing_is_left() {
    workspace.knobs().clearFaults();
    assertThat(new Exports(workspace, component).stagings()).isEmpty();
    assertThat(staging.store().list("")).as("objects").isEmpty();
  }

  @Test
  void a_message_of_several_batches_is_one_and_every_text_arrives_as_it_was() {
    String table = written.table("texts", "id INT, first STRING, none STRING, last STRING", true);
    List<Map<String, Object>> rows = texts();
    workspace.knobs().clearCalls();

    Exchange exchange = written.write(table, "", rows);

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getHeader(DatabricksConstants.INSERTED_ROWS))
        .isEqualTo((long) rows.size());
    assertThat(workspace.knobs().count("POST", STATEMENTS))
        .as("a table, COPY INTO, a count, the insert, and no table any more")
        .isEqualTo(5);
    assertThat(
            component.query(
                List.class,
                "&connection=local",
                "SELECT CAST(id AS STRING) AS id, first, none, last FROM "
                    + table
                    + " ORDER BY 0 + id",
                Map.of()))
        .isEqualTo(rows);
  }

  private static List<Map<String, Object>> texts() {
    List<String> texts = CopyValues.TEXTS;
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", String.valueOf(i));
      row.put("first", texts.get(i));
      row.put("none", null);
      row.put("last", texts.get(texts.size() - 1 - i));
      rows.add(row);
    }
    return rows;
  }

  @Tag("matrix")
  @Test
  void a_message_that_one_statement_takes_is_not_staged() {
    String table = written.table("few", "id INT, name STRING", true);
    workspace.knobs().clearCalls();

    new Written(workspace, component).write(table, "&stageAbove=3", Written.rows(0, 3));

    assertThat(workspace.knobs().count("POST", STATEMENTS)).isEqualTo(1);
    assertThat(written.ids(table)).isEqualTo("0 1 2");
  }

  @Tag("matrix")
  @Test
  void a_row_that_does_not_fit_writes_nothing_of_its_batch() {
    String table = written.table("unfit", "id INT, name STRING", true);
    List<Map<String, Object>> rows = new ArrayList<>(Written.rows(0, 5));
    rows.set(4, Map.of("id", "four"));

    Exchange exchange = written.write(table, "", rows.iterator());

    assertThat(exchange.getException()).hasMessageStartingWith("Row 5 cannot be written: column");
    assertThat(written.ids(table)).isEmpty();
  }

  /** A lost reply and a refusal of each statement of its way, in each mode. */
  @Tag("matrix")
  @ParameterizedTest
  @CsvSource({
    "append, COPY INTO",
    "append, SELECT count",
    "append, INSERT INTO",
    "append, DROP TABLE",
    "merge&keys=id, COPY INTO",
    "merge&keys=id, MERGE INTO",
    "replace, INSERT OVERWRITE"
  })
  void every_row_is_written_once_whatever_happens_on_its_way(String mode, String word) {
    String table = written.table("way_" + TABLES.incrementAndGet(), "id INT, name STRING", true);
    AtomicInteger met = new AtomicInteger();
    Door door =
        statement -> {
          if (statement.contains(word)) {
            Fault fault = Fault.on("POST " + STATEMENTS, met.get() == 0 ? 0 : 503);
            if (met.getAndIncrement() < 2) {
              workspace.knobs().add(met.get() == 1 ? fault.afterTheEffect() : fault);
            }
          }
          return true;
        };
    try (WorkspaceRelay relay = new WorkspaceRelay(workspace.access(), door);
        ComponentContext other =
            ComponentContext.start(
                ComponentContext.with(keys, "host", relay.inFront().host().toString()))) {
      Exchange exchange =
          new Written(workspace, other, written.defaults())
              .write(table, "&writeMode=" + mode, Written.rows(0, 5).iterator());

      assertThat(exchange.getException()).isNull();
    }
    assertThat(met).as("statements with " + word).hasPositiveValue();
    assertThat(written.ids(table)).isEqualTo("0 1 2 3 4");
  }

  @Tag("matrix")
  @Test
  void a_message_without_a_table_for_its_rows_writes_nothing() {
    String table = written.table("unloaded", "id INT, name STRING", true);
    workspace.knobs().add(Fault.on("POST " + STATEMENTS, 403));

    Exchange exchange = written.write(table, "", Written.rows(0, 5).iterator());

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.FORBIDDEN))
        .hasMessageContaining("staging table of " + table);
    assertThat(written.ids(table)).isEmpty();
  }

  @Tag("matrix")
  @Test
  void objects_that_a_write_left_are_deleted_by_a_later_one() throws IOException {
    String table = written.table("left", "id INT, name STRING", true);
    workspace.knobs().add(Fault.on("DELETE /api/2.0/fs/files/.*", 403).times(9));
    written.write(table, "", Written.rows(0, 5));
    workspace.knobs().clearFaults();
    List<String> fresh = staging.store().list("");
    assertThat(fresh).hasSize(1);
    String old = fresh.get(0).replaceFirst("/\\d{13}-", "/1600000000000-");
    staging.put(old, new byte[] {1});

    try (ComponentContext later = ComponentContext.start(keys)) {
      new Written(workspace, later, written.defaults()).write(table, "", Written.rows(5, 9));
    }

    assertThat(staging.store().list("")).as("a live batch may be as young").isEqualTo(fresh);
    staging.store().delete(fresh);
    assertThat(written.ids(table)).isEqualTo("0 1 2 3 4 5 6 7 8");
  }

  @Tag("matrix")
  @Test
  void the_rest_of_a_body_is_not_written_elsewhere() {
    String table = written.table("first", "id INT, name STRING", true);
    String other = written.table("second", "id INT, name STRING", true);
    Iterator<Map<String, Object>> rows =
        Stream.concat(Stream.of(Map.<String, Object>of("id", "x")), Written.rows(1, 5).stream())
            .iterator();
    Exchange exchange = writeToOneOrElseToTheOther(table, other, rows);

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.CONFLICT))
        .hasMessageContaining("Give each of the two a body of its own");
    assertThat(written.ids(other)).isEmpty();
  }

  @Tag("matrix")
  @Test
  void a_body_that_was_not_read_may_be_written_elsewhere() {
    String other = written.table("instead", "id INT, name STRING", true);

    Exchange exchange =
        writeToOneOrElseToTheOther(workspace.name("missing"), other, Written.rows(0, 3).iterator());

    assertThat(exchange.getException()).isNull();
    assertThat(written.ids(other)).isEqualTo("0 1 2");
  }

  private Exchange writeToOneOrElseToTheOther(String one, String other, Iterator<?> rows) {
    String from = "direct:" + one;
    String uri = "databricks:write:%s?connection=local";
    try {
      component
          .camel()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from(from)
                      .doTry()
                      .to(uri.formatted(one))
                      .doCatch(DatabricksException.class)
                      .to(uri.formatted(other));
                }
              });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return component.send(from, e -> e.getMessage().setBody(rows));
  }

  @Tag("matrix")
  @Test
  void secrets_of_the_place_stand_in_no_failure() {
    String table = written.table("secret", "id INT, name STRING", true);
    Map<String, String> keys = Exports.keys(workspace, Exports.bucket(workspace, "secret"));
    workspace.knobs().add(S3Fault.on("GET /workspace/secret.*", 403).times(50));
    try (ComponentContext other = ComponentContext.start(keys)) {
      Exchange exchange =
          new Written(workspace, other).write(table, "&stageAbove=2", Written.rows(0, 5));

      assertThat(exchange.getException())
          .hasMessageContaining("Cannot stage rows for " + table)
          .extracting(Throwable::toString)
          .asString()
          .doesNotContain(workspace.bucket().secretKey(), "a-session-token");
    }
    assertThat(written.ids(table)).isEmpty();
  }
}
