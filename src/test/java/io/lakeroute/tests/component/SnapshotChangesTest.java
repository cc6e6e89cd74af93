// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.store.RunRecord.Counts;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.tests.component.Importing.Delivered;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an import when its table changes between runs, or in the middle of one. */
@ExtendWith(LocalWorkspaceExtension.class)
class SnapshotChangesTest {

  private static final String KEYED = "timestampColumn=at&keys=id&batchSize=2";
  private static final String AT = "TIMESTAMP'2026-01-01T12:00:00Z'";

  @TempDir Path store;
  private final LocalWorkspace workspace;

  SnapshotChangesTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  /** A table with rows of these ids, all at one time. */
  private void table(String name, long... ids) {
    sql(
        "CREATE TABLE %s TBLPROPERTIES ('delta.columnMapping.mode' = 'name')"
                .formatted(workspace.name(name))
            + " AS SELECT id, %s AS at, CAST(NULL AS STRING) AS note FROM VALUES %s AS t(id)"
                .formatted(AT, values(ids)));
  }

  private void insert(String name, long id) {
    sql("INSERT INTO %s (id, at) VALUES (%d, %s)".formatted(workspace.name(name), id, AT));
  }

  private static String values(long... ids) {
    return LongStream.of(ids).mapToObj(id -> "(" + id + "L)").collect(Collectors.joining(", "));
  }

  private void sql(String statement) {
    workspace.statements().run(statement);
  }

  private Importing importing(String table, String options) {
    return new Importing(workspace, store, table, options);
  }

  /** Does something before a batch, and fails in the next. */
  private static Consumer<Exchange> failingAfter(Runnable change) {
    AtomicInteger batches = new AtomicInteger();
    return exchange -> {
      if (batches.incrementAndGet() == 1) {
        change.run();
      } else {
        throw new IllegalStateException("full");
      }
    };
  }

  @Tag("matrix")
  @Test
  void a_table_that_is_dropped_in_the_middle_of_a_run_is_delivered_to_its_end() {
    table("dropped", 1, 2, 3);
    Importing importing = importing("dropped", KEYED);

    Delivered last =
        importing.run(
            exchange -> {
              if (exchange.getMessage().getHeader(DatabricksConstants.BATCH_INDEX).equals(0L)) {
                sql("DROP TABLE " + workspace.name("dropped"));
              }
            });
    Delivered after = importing.run();

    assertThat(last.values("id")).containsExactly(1L, 2L, 3L);
    assertThat(last.run().outcome().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(after.rows()).isEmpty();
    assertThat(after.run().outcome().state()).isEqualTo(RunState.FAILED);
    assertThat(after.run().outcome().reason()).contains(Reason.NOT_FOUND);
  }

  @Tag("matrix")
  @Test
  void a_table_that_takes_the_place_of_another_in_the_middle_of_a_run_is_read_from_its_beginning() {
    table("swapped", 1, 2, 3);
    Importing importing = importing("swapped", KEYED);

    Delivered broken =
        importing.run(
            failingAfter(
                () -> {
                  sql("DROP TABLE " + workspace.name("swapped"));
                  table("swapped", 1, 2, 7);
                }));
    Delivered next = importing.run();

    assertThat(broken.values("id")).containsExactly(1L, 2L);
    assertThat(next.values("id")).containsExactly(1L, 2L, 7L);
    assertThat(next.values("_record_id"))
        .as("rows of another table")
        .doesNotContainAnyElementsOf(broken.values("_record_id"));
  }

  @Tag("matrix")
  @Test
  void a_table_whose_rows_are_all_replaced_brings_those_that_are_new() {
    table("rewritten", 1, 2);
    Importing importing = importing("rewritten", KEYED);

    Delivered first = importing.run();
    sql(
        "INSERT OVERWRITE %1$s SELECT id + 1, at, note FROM %1$s"
            .formatted(workspace.name("rewritten")));
    Delivered second = importing.run();

    assertThat(first.values("id")).containsExactly(1L, 2L);
    assertThat(second.values("id")).containsExactly(3L);
  }

  @Tag("matrix")
  @Test
  void a_column_that_is_added_in_the_middle_of_a_run_comes_with_the_next_run() {
    table("added", 1, 2, 3);
    Importing importing = importing("added", KEYED);

    importing.run(
        failingAfter(
            () ->
                sql(
                    "ALTER TABLE %s ADD COLUMNS (more STRING)"
                        .formatted(workspace.name("added")))));
    Delivered rest = importing.run();
    sql(
        "INSERT INTO %s VALUES (4, TIMESTAMP'2026-01-01T13:00:00Z', NULL, 'm')"
            .formatted(workspace.name("added")));
    Delivered next = importing.run();

    assertThat(rest.values("id")).containsExactly(3L);
    assertThat(rest.rows().get(0)).doesNotContainKey("more");
    assertThat(next.values("id")).as("ties come again, with their ids").endsWith(4L);
    assertThat(next.rows()).last().satisfies(row -> assertThat(row).containsEntry("more", "m"));
    assertThat(next.values("_record_id")).containsAll(rest.values("_record_id"));
  }

  @Tag("matrix")
  @Test
  void a_column_that_is_removed_is_missed_where_it_was_asked_for_and_not_elsewhere() {
    table("removed", 1);
    Importing all = importing("removed", KEYED);
    Importing named = importing("removed", KEYED + "&fields=note&stream=named");

    all.run();
    named.run();
    sql("ALTER TABLE %s DROP COLUMN note".formatted(workspace.name("removed")));
    insert("removed", 2);
    Delivered without = all.run();
    Delivered missed = named.run();

    assertThat(without.values("id")).containsExactly(2L);
    assertThat(without.rows().get(0)).containsOnlyKeys("id", "at", "_record_id");
    assertThat(missed.rows()).isEmpty();
    assertThat(missed.run().outcome().message())
        .contains(workspace.name("removed") + " has no column note. It has id, at.");
  }

  @Tag("matrix")
  @Test
  void a_view_that_changes_while_its_run_is_broken_off_loses_no_row() {
    table("under", 2, 3, 4, 5);
    sql(
        "CREATE VIEW %s AS SELECT id, at FROM %s"
            .formatted(workspace.name("over"), workspace.name("under")));
    Importing importing = importing("over", KEYED + "&audit=true");

    Delivered broken = importing.run(failingAfter(() -> insert("under", 1)));
    Delivered rest = importing.run();

    assertThat(broken.values("id")).containsExactly(2L, 3L);
    assertThat(rest.values("id")).as("ties come again").containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(rest.values("_record_id")).containsAll(broken.values("_record_id"));
    assertThat(rest.run().outcome().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void rows_that_a_step_of_the_route_refuses_are_counted() {
    table("refused", 1, 2, 3);

    Delivered delivered =
        importing("refused", KEYED + "&audit=true")
            .run(exchange -> exchange.setProperty(DatabricksConstants.REJECTED_ROWS_PROPERTY, 1L));

    assertThat(delivered.run().counts())
        .isEqualTo(new Counts(3, 1, 0, 2, 0, 0).withBytes(delivered.run().counts().bytes()));
    assertThat(delivered.run().outcome().state()).isEqualTo(RunState.SUCCEEDED);
  }
}
