// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.tests.component.Importing.Delivered;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The consumer {@code snapshot}, run after run, over real HTTP. */
@ExtendWith(LocalWorkspaceExtension.class)
class SnapshotTest {

  private static final String NOON = "TIMESTAMP'2026-01-01T12:00:00Z'";
  private static final String ONE = "TIMESTAMP'2026-01-01T13:00:00Z'";

  @TempDir Path store;
  private final LocalWorkspace workspace;

  SnapshotTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  /** A table whose first version has these rows. */
  private void table(String name, String rows) {
    table(workspace, name, rows);
  }

  private static void table(LocalWorkspace workspace, String name, String rows) {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s AS SELECT CAST(id AS BIGINT) AS id, at, note FROM VALUES %s AS t(id, at, note)"
                .formatted(workspace.name(name), rows));
  }

  /** For the tests that leave it as it is. */
  @BeforeAll
  static void untouched(LocalWorkspace workspace) {
    table(
        workspace, "untouched", "(1, %s, 'a'), (2, %s, 'b'), (3, NULL, 'c')".formatted(NOON, ONE));
  }

  private void insert(String name, String rows) {
    sql("INSERT INTO " + workspace.name(name) + " VALUES " + rows);
  }

  private void sql(String statement) {
    workspace.statements().run(statement);
  }

  private Importing importing(String table, String options) {
    return new Importing(workspace, store, table, options);
  }

  @Test
  void delivers_everything_first_and_then_what_is_new_ties_at_the_boundary_included() {
    table("ties", "(1, %s, 'a'), (2, %s, 'b'), (3, NULL, 'c')".formatted(NOON, NOON));
    Importing importing = importing("ties", "timestampColumn=at&keys=id&batchSize=2");

    Delivered first = importing.run();
    insert("ties", "(4, %s, 'd'), (5, %s, 'e'), (6, NULL, 'f')".formatted(NOON, ONE));
    Delivered second = importing.run();
    Delivered third = importing.run();

    assertThat(first.values("id")).containsExactly(1L, 2L, 3L);
    assertThat(first.headers())
        .extracting(h -> h.get(DatabricksConstants.RUN_COMPLETE))
        .containsExactly(false, true);
    assertThat(first.run().counts().bytes()).isPositive();
    assertThat(second.values("id")).containsExactly(4L, 5L, 6L);
    assertThat(third.values("id")).isEmpty();
    assertThat(third.headers())
        .singleElement()
        .satisfies(
            h -> {
              assertThat(h).containsEntry(DatabricksConstants.RUN_COMPLETE, true);
              assertThat(h).containsEntry(DatabricksConstants.BATCH_ROWS, 0);
            });
    assertThat(first.headers())
        .extracting(h -> h.get(DatabricksConstants.INCREMENTAL))
        .containsOnly(false);
    assertThat(second.headers())
        .extracting(h -> h.get(DatabricksConstants.INCREMENTAL))
        .containsOnly(true);
    assertThat(second.run().range().fromWatermark()).contains("2026-01-01T12:00:00Z");
    assertThat(second.run().range().toWatermark()).contains("2026-01-01T13:00:00Z");
    assertThat(second.run().counts().delivered()).isEqualTo(3);
  }

  @Tag("matrix")
  @Test
  void goes_on_behind_the_last_delivered_batch_in_the_same_version_and_finds_late_rows_then() {
    table(
        "halfway",
        "(1, %1$s, 'a'), (2, %1$s, 'b'), (3, %1$s, 'c'), (4, %2$s, 'd'), (5, NULL, 'e')"
            .formatted(NOON, ONE));
    Importing importing = importing("halfway", "timestampColumn=at&keys=id&batchSize=2&overlap=2h");
    AtomicInteger batches = new AtomicInteger();

    Delivered broken =
        importing.run(
            exchange -> {
              if (batches.incrementAndGet() == 2) {
                throw new IllegalStateException("the sink is full of 42");
              }
            });
    insert(
        "halfway",
        "(0, %s, 'late'), (9, TIMESTAMP'2026-01-01T10:59:00Z', 'too late')".formatted(NOON));
    Delivered rest = importing.run();
    Delivered later = importing.run();

    assertThat(broken.values("id")).containsExactly(1L, 2L);
    assertThat(broken.run().outcome().state()).isEqualTo(RunState.FAILED);
    assertThat(broken.run().outcome().message().orElseThrow()).doesNotContain("42");
    assertThat(rest.values("id")).containsExactly(3L, 4L, 5L);
    assertThat(rest.run().range().toVersion()).isEqualTo(broken.run().range().toVersion());
    assertThat(later.values("id")).as("within the overlap, and none twice").containsExactly(0L);
    assertThat(later.run().range().toWatermark()).contains("2026-01-01T13:00:00Z");
  }

  @Tag("matrix")
  @Test
  void begins_a_run_anew_where_it_must_not_be_resumed() {
    table("anew", "(1, %s, 'a')".formatted(NOON));
    String options = "timestampColumn=at&keys=id&batchSize=2&resume=false";
    Importing importing = importing("anew", options);
    AtomicInteger batches = new AtomicInteger();

    importing.run();
    insert("anew", "(2, %1$s, 'b'), (3, %1$s, 'c'), (4, %1$s, 'd')".formatted(ONE));
    Delivered broken =
        importing.run(
            exchange -> {
              if (batches.incrementAndGet() == 2) {
                throw new IllegalStateException("full");
              }
            });
    insert("anew", "(5, %s, 'e')".formatted(ONE));
    Delivered anew = importing.run();

    assertThat(broken.values("id")).containsExactly(2L, 3L);
    assertThat(anew.values("id")).containsExactly(2L, 3L, 4L, 5L);
    assertThat(anew.headers().get(0))
        .containsEntry(DatabricksConstants.BATCH_INDEX, 0L)
        .containsEntry(DatabricksConstants.BATCH_OFFSET, 0L);
    assertThat(anew.run().range().fromWatermark()).contains("2026-01-01T12:00:00Z");
  }

  @Tag("matrix")
  @Test
  void repeats_the_overlap_with_the_same_ids_where_the_old_version_is_gone() {
    table("vacuumed", "(1, %s, 'a'), (2, %s, 'b')".formatted(NOON, ONE));
    Importing importing = importing("vacuumed", "timestampColumn=at&keys=id");

    Delivered first = importing.run();
    sql("UPDATE %s SET note = 'z' WHERE id = 1".formatted(workspace.name("vacuumed")));
    sql("ALTER TABLE %s ADD COLUMNS (more STRING)".formatted(workspace.name("vacuumed")));
    insert("vacuumed", "(3, %s, 'c', 'm')".formatted(ONE));
    Delivered second = importing.run();

    assertThat(second.values("id")).containsExactly(2L, 3L);
    assertThat(second.values("_record_id").get(0)).isEqualTo(first.values("_record_id").get(1));
    assertThat(second.rows().get(1)).containsEntry("more", "m");
  }

  @Tag("matrix")
  @Test
  void starts_again_with_a_table_that_took_the_place_of_the_old_one() {
    table("replaced", "(1, %s, 'a')".formatted(NOON));
    Importing importing = importing("replaced", "timestampColumn=at&keys=id");

    importing.run();
    sql("DROP TABLE " + workspace.name("replaced"));
    table("replaced", "(1, %s, 'a')".formatted(NOON));
    Delivered again = importing.run();

    assertThat(again.values("id")).containsExactly(1L);
  }

  @Test
  void takes_rows_after_since_only_and_fields_that_were_asked_for() {
    Importing importing =
        importing(
            "untouched",
            "timestampColumn=at&keys=id&fields=id&nullTimestamps=ignore"
                + "&since=RAW(2026-01-01 12:00:00)&recordTimestampColumn=at");

    Delivered delivered = importing.run();

    assertThat(delivered.values("id")).containsExactly(2L);
    assertThat(delivered.rows().get(0))
        .containsOnlyKeys("id", "at", "_record_id", "_record_timestamp");
    assertThat(delivered.run().counts().ignored()).isEqualTo(1);
  }

  @Tag("matrix")
  @Test
  void fails_before_the_first_batch_where_rows_without_a_timestamp_must_not_be() {
    Delivered delivered =
        importing("untouched", "timestampColumn=at&keys=id&nullTimestamps=fail").run();

    assertThat(delivered.rows()).isEmpty();
    assertThat(delivered.run().outcome().message())
        .contains(
            "1 rows of "
                + workspace.name("untouched")
                + " have no at. Set nullTimestamps to deliver or ignore, or exclude them with a filter.");
  }

  @Tag("matrix")
  @Test
  void audits_what_it_delivered_and_counts_what_the_filter_left_out() {
    Delivered delivered =
        importing(
                "untouched",
                "timestampColumn=at&keys=id&audit=true&filter=RAW(note <> 'b' -- only those)")
            .run();

    assertThat(delivered.values("id")).containsExactly(1L, 3L);
    assertThat(delivered.run().outcome().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(delivered.run().counts().rowsRead()).isEqualTo(3);
    assertThat(delivered.run().counts().filtered()).isEqualTo(1);
  }

  @Tag("matrix")
  @Test
  void reads_a_view_and_repeats_its_boundary_with_the_same_ids() {
    table("base", "(1, %s, 'a'), (2, %s, 'b')".formatted(NOON, ONE));
    sql(
        "CREATE VIEW %s AS SELECT id, at FROM %s"
            .formatted(workspace.name("seen"), workspace.name("base")));
    Importing importing = importing("seen", "timestampColumn=at&keys=id");

    Delivered first = importing.run();
    insert("base", "(3, %s, 'c')".formatted(ONE));
    Delivered second = importing.run();

    assertThat(first.values("id")).containsExactly(1L, 2L);
    assertThat(second.values("id")).containsExactly(2L, 3L);
    assertThat(second.values("_record_id")).contains(first.values("_record_id").get(1));
    assertThat(second.run().range().toVersion()).isEmpty();
  }

  @Tag("matrix")
  @Test
  void reads_a_table_with_a_row_filter_without_a_version() {
    table("filtered", "(1, %s, 'a')".formatted(NOON));
    Map<String, Object> info =
        Map.of(
            "name", "filtered",
            "table_type", "MANAGED",
            "data_source_format", "DELTA",
            "table_id", "f1",
            "row_filter", Map.of("function_name", "f", "input_column_names", List.of()));
    workspace.knobs().add(Fault.on("GET /api/2.1/unity-catalog/tables/.*", 200).body(info));

    Delivered delivered = importing("filtered", "timestampColumn=at&keys=id").run();

    assertThat(delivered.values("id")).containsExactly(1L);
    assertThat(delivered.run().range().toVersion()).isEmpty();
    assertThat(delivered.headers().get(0)).containsEntry(DatabricksConstants.TABLE_ID, "f1");
  }
}
