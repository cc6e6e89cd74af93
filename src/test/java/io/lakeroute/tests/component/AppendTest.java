// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code write} with {@code writeMode=append}: rows arrive once. */
class AppendTest extends WriteFixture {

  /** Of several tests: each writes runs and ids of its own. */
  private final String shared;

  AppendTest(LocalWorkspace workspace) {
    super(workspace);
    this.shared = written.table("shared", "id INT, name STRING", true);
  }

  @Test
  void adds_a_message_once_however_often_and_in_whatever_pieces_it_comes() {
    String table = written.table("once", "id INT, name STRING", true);

    Exchange first =
        written.write(
            table,
            "&batchSize=3&reportVersion=true",
            Written.message("r", 0, false),
            Written.rows(0, 5));
    Exchange second =
        written.write(table, "&batchSize=4", Written.message("r", 0, false), Written.rows(0, 5));
    written.write(table, "", Written.message("r", 2, true), Written.rows(8, 9));
    written.write(table, "", Written.message("r", 1, false), Written.rows(5, 8));

    assertThat(written.counts(table)).isEqualTo("9 rows, 9 ids, 8 the highest");
    assertThat(first.getMessage().getHeaders())
        .contains(
            entry(DatabricksConstants.INSERTED_ROWS, 5L),
            entry(DatabricksConstants.VERSION, staged ? 1L : 2L));
    assertThat(second.getMessage().getHeaders())
        .contains(
            entry(DatabricksConstants.ROW_COUNT, 5L), entry(DatabricksConstants.INSERTED_ROWS, 0L));
    assertThat(written.value("SELECT max(_run_row) FROM " + table)).isEqualTo("2000000000");
  }

  @Tag("matrix")
  @Test
  void goes_on_where_a_message_was_left() {
    List<Map<String, Object>> rows = new ArrayList<>(Written.rows(100, 105));
    rows.set(3, Map.of("id", "three"));

    Exchange broken = written.write(shared, "&batchSize=2", Written.run("left"), rows);
    rows.set(3, Map.of("id", 103));
    Exchange repaired = written.write(shared, "&batchSize=3", Written.run("left"), rows);

    assertThat(broken.getException())
        .hasMessage(
            "Row 4 cannot be written: column 'id' (INT): the value is a text that is no number. Nothing of its batch was written.");
    assertThat(repaired.getException()).isNull();
    assertThat(written.ids(between(100, 109))).isEqualTo("100 101 102 103 104");
  }

  /** The rows of the shared table with ids within these bounds. */
  private String between(int from, int to) {
    return "(SELECT id FROM %s WHERE id BETWEEN %d AND %d)".formatted(shared, from, to);
  }

  @Test
  void names_the_field_that_the_table_lacks_and_the_columns_there_are() {
    String table = written.table("lacks", "id INT, name STRING", true);

    assertInvalid(
        written.write(table, "", List.of(Map.of("id", 1), Map.of("nmae", "hush"))),
        "A row has the field 'nmae', and "
            + table
            + " has no such column. There are: id, name, _run_id, _run_row. Nothing of its batch was written.");
    workspace.statements().run("ALTER TABLE " + table + " ADD COLUMNS (nmae STRING)");
    assertThat(written.write(table, "", List.of(Map.of("id", 1, "NMAE", "x"))).getException())
        .as("a column that was added since")
        .isNull();
  }

  @Test
  void refuses_a_table_that_cannot_tell_runs_apart_unless_told_that_repetitions_are_fine() {
    String table = written.table("plain", "id INT, name STRING", false);

    Exchange refused = written.write(table, "", Written.rows(0, 1));
    written.write(table, "&atLeastOnce=true", Written.run("r"), Written.rows(0, 1));
    written.write(table, "&atLeastOnce=true", Written.run("r"), Written.rows(0, 1));

    assertThat(refused.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessage(
            "Cannot append to "
                + table
                + ": it lacks the columns that tell which rows a run has written. Run ALTER TABLE "
                + quoted(table)
                + " ADD COLUMNS (`_run_id` STRING, `_run_row` BIGINT), name others with runColumn and runRowColumn, or set"
                + " atLeastOnce=true if a row may be written twice.");
    assertThat(written.ids(table)).isEqualTo("0 0");
  }

  @Test
  void does_not_send_rows_again_that_may_be_there_where_nothing_would_recognise_them() {
    workspace.knobs().clearCalls();
    workspace.knobs().add(Fault.on("POST /api/2.0/sql/statements", 503));
    workspace.knobs().add(Fault.on("GET /api/2.0/sql/history/queries", 403));

    Exchange exchange = written.write(shared, "&atLeastOnce=true", Written.rows(200, 201));

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.OUTCOME_UNKNOWN));
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements")).isEqualTo(1);
    assertThat(written.ids(between(200, 209))).isEmpty();
  }

  @Tag("matrix")
  @Test
  void many_writers_at_once_add_each_row_once() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (ComponentContext other = ComponentContext.start(keys)) {
      // Two contexts stand for two nodes; each message is delivered by both.
      List<Future<Exchange>> sent = new ArrayList<>();
      for (int index = 0; index < 2; index++) {
        int message = index;
        for (ComponentContext node : List.of(component, other)) {
          sent.add(
              threads.submit(
                  () ->
                      new Written(workspace, node, written.defaults())
                          .write(
                              shared,
                              "",
                              Written.message("many", message, false),
                              Written.rows(300 + message * 10, 310 + message * 10))));
        }
      }
      for (Future<Exchange> exchange : sent) {
        assertThat(exchange.get().getException()).isNull();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(written.counts(between(300, 399))).isEqualTo("20 rows, 20 ids, 319 the highest");
  }

  @Tag("matrix")
  @Test
  void takes_json_and_splits_a_long_message_into_statements() {
    String lines =
        IntStream.range(400, 425)
            .mapToObj(i -> "{\"id\": " + i + ", \"name\": null}\n")
            .collect(Collectors.joining());
    workspace.knobs().clearCalls();

    written.write(shared, "&batchSize=10", lines);

    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements"))
        .as("three statements; or one, and four for what is staged")
        .isEqualTo(staged ? 5 : 3);
    assertThat(written.counts(between(400, 499))).isEqualTo("25 rows, 25 ids, 424 the highest");
  }

  private static String quoted(String table) {
    return "`" + table.replace(".", "`.`") + "`";
  }

  private static void assertInvalid(Exchange exchange, String message) {
    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID))
        .hasMessage(message);
  }
}
