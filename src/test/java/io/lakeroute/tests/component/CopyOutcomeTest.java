// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.WorkspaceRelay.Door;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code copy}: the history of the table decides whether a publish that failed has happened. */
@Tag("matrix")
class CopyOutcomeTest extends CopyFixture {

  private static final String POST = "POST /api/2.0/sql/statements";

  /** A statement that ran and failed, for a reason that does not exclude its commit. */
  private static final Map<String, Object> FAILED =
      Map.of(
          "statement_id",
          "01f00000-0000-1000-8000-000000000000",
          "status",
          Map.of(
              "state",
              "FAILED",
              "sql_state",
              "58030",
              "error",
              Map.of("error_code", "BAD_REQUEST", "message", "[TASK_WRITE_FAILED] It failed.")));

  CopyOutcomeTest(LocalWorkspace workspace) {
    super(workspace, Map.of("stagingPrefix", Exports.volume(workspace, "exports")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replace | INSERT OVERWRITE | DELETE FROM %s WHERE id = 0",
        "replace | INSERT OVERWRITE | INSERT INTO %s (id, name) VALUES (9, 'other')",
        "merge | MERGE INTO | UPDATE %s SET name = 'other'"
      })
  void the_commit_of_another_writer_proves_no_publish(String publish, String word, String foreign) {
    String table = workspace.name("foreign_" + foreign.length());
    exports.export(table, "", Written.rows(0, 3));
    long before = version(table);
    Door door =
        once(
            word + " " + quoted(table),
            () -> {
              workspace.statements().run(foreign.formatted(table));
              workspace.knobs().add(Fault.on(POST, 0));
            });

    Exchange exchange = export(door, table, "&keys=id&publish=" + publish);

    assertThat(reason(exchange)).isEqualTo(Reason.OUTCOME_UNKNOWN);
    assertThat(version(table)).as("the other writer's commit").isEqualTo(before + 1);
    assertThat(exports.written().ids(table)).doesNotContain("6");
  }

  @Test
  void columns_are_added_once_where_the_reply_is_lost() {
    String table = workspace.name("evolved");
    workspace.statements().run("CREATE TABLE %s (id BIGINT)".formatted(table));
    Door door =
        once(
            "ALTER TABLE " + quoted(table),
            () -> workspace.knobs().add(Fault.on(POST, 0).afterTheEffect()));

    Exchange exchange = export(door, table, "&schemaChange=evolve");

    assertThat(exchange.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5 6");
  }

  @Test
  void a_commit_after_a_merge_that_changes_nothing_is_the_other_writers() {
    String table = workspace.name("after_merge");
    workspace
        .statements()
        .run(
            "CREATE TABLE %s (id BIGINT, name STRING) TBLPROPERTIES (delta.enableDeletionVectors = true)"
                .formatted(table)); // With them, such a merge commits nothing.
    exports.export(table, "", Written.rows(2, 7));
    AtomicInteger merges = new AtomicInteger();
    Door door =
        statement -> {
          if (statement.contains("MERGE INTO " + quoted(table))) {
            merges.incrementAndGet();
          } else if (statement.contains("DESCRIBE HISTORY ") && merges.compareAndSet(1, 2)) {
            workspace.statements().run("UPDATE " + table + " SET name = 'other'");
          }
          return true;
        };

    Exchange exchange = export(door, table, "&keys=id&publish=merge");

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getProperty(DatabricksConstants.SHORTFALL_PROPERTY, String.class))
        .startsWith("Another writer changed " + table + " while run ");
  }

  @ParameterizedTest
  @CsvSource({
    "replace, INSERT OVERWRITE",
    "merge, MERGE INTO",
    "first, TABLE",
    "other, CREATE OR REPLACE TABLE"
  })
  void a_publish_that_failed_after_its_commit_is_not_repeated(String publish, String word) {
    String table = workspace.name("failed_" + publish);
    if (!publish.equals("first")) {
      exports.export(table, "", Written.rows(0, 3));
    }
    if (publish.equals("other")) {
      workspace.statements().run("ALTER TABLE " + table + " ADD COLUMNS (more STRING)");
    }
    long before = publish.equals("first") ? -1 : version(table);
    Door door =
        once(
            word + " " + quoted(table),
            () -> workspace.knobs().add(Fault.on(POST, 200).body(FAILED).afterTheEffect()));

    Exchange exchange =
        export(
            door,
            table,
            switch (publish) {
              case "first" -> "";
              case "other" -> "&schemaChange=replace";
              default -> "&keys=id&publish=" + publish;
            });

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getProperty(DatabricksConstants.SHORTFALL_PROPERTY)).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5 6");
    assertThat(version(table)).as("one commit").isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INSERT OVERWRITE", "TABLE"})
  void a_publish_that_failed_and_left_nothing_may_be_repeated(String word) {
    String table = workspace.name("nothing_" + word.length());
    if (!word.equals("TABLE")) {
      exports.export(table, "", Written.rows(0, 3));
    }
    Door door =
        once(
            word + " " + quoted(table),
            () -> workspace.knobs().add(Fault.on(POST, 200).body(FAILED)));

    Exchange exchange = export(door, table, "");

    assertThat(reason(exchange)).isEqualTo(Reason.UNAVAILABLE);
    exports.export(table, "", Written.rows(0, 1));
    assertThat(exports.written().ids(table)).isEqualTo("0");
  }

  @Test
  void a_refusal_after_columns_were_added_names_them() {
    String table = workspace.name("widened");
    exports.export(table, "", Written.rows(0, 3));
    AtomicInteger added = new AtomicInteger();
    Door door =
        statement -> {
          if (statement.contains("ADD COLUMNS")) {
            added.incrementAndGet();
          } else if (statement.contains("DESCRIBE HISTORY ") && added.compareAndSet(1, 2)) {
            workspace.statements().run("DELETE FROM " + table + " WHERE id = 0");
          }
          return true;
        };

    Exchange exchange =
        through(door, other -> other.export(table, "", List.of(Map.of("id", 1, "more", "x"))));

    assertThat(reason(exchange)).isEqualTo(Reason.CONFLICT);
    assertThat(exchange.getException())
        .hasMessageEndingWith(
            "(version 2, DELETE). Start a new run. The table got the columns more, and its rows are as they were.");
  }

  /** Does something once, before a statement with these words passes. */
  private static Door once(String words, Runnable action) {
    AtomicInteger times = new AtomicInteger();
    return statement -> {
      if (statement.contains(words) && times.getAndIncrement() == 0) {
        action.run();
      }
      return true;
    };
  }

  private Exchange export(Door door, String table, String options) {
    return through(door, other -> other.export(table, options, Written.rows(2, 7)));
  }
}
