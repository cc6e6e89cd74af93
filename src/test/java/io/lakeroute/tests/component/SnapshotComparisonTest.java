// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.tests.component.Importing.Delivered;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An import delivers what a version has and the version before did not have, whatever its type. */
@ExtendWith(LocalWorkspaceExtension.class)
class SnapshotComparisonTest {

  private static final String NOON = "TIMESTAMP'2026-01-01T12:00:00Z'";

  private static final String ANY_NAME = "TBLPROPERTIES ('delta.columnMapping.mode' = 'name')";

  @TempDir Path store;
  private final LocalWorkspace workspace;

  SnapshotComparisonTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  private void sql(String statement, Object... names) {
    workspace.statements().run(statement.formatted(names));
  }

  private static void assertNothing(Delivered delivered) {
    assertThat(delivered.rows()).isEmpty();
    assertThat(delivered.headers())
        .singleElement()
        .satisfies(
            headers -> {
              assertThat(headers).containsEntry(DatabricksConstants.RUN_COMPLETE, true);
              assertThat(headers).containsEntry(DatabricksConstants.BATCH_ROWS, 0);
            });
  }

  /** Types that no version of Spark compares, at the top and nested. */
  @Tag("matrix")
  @Test
  void rows_with_maps_and_variants_come_again_only_where_they_changed() {
    String table = workspace.name("hard");
    sql(
        "CREATE TABLE %s %s AS SELECT id, %s + make_interval(0, 0, 0, 0, 0, id) AS at,"
            + " map('a', 1, 'b', 2) AS m, parse_json('{\"k\": [1, \"x\"]}') AS v,"
            + " named_struct('l', array(map(1, named_struct('the v', parse_json('1'))), NULL)) AS s"
            + " FROM range(4) UNION ALL SELECT 4, NULL, NULL, NULL, NULL",
        table, ANY_NAME, NOON);
    Importing importing =
        new Importing(workspace, store, "hard", "timestampColumn=at&keys=id&overlap=1h");

    Delivered first = importing.run();
    sql(
        "UPDATE %s SET m = CASE WHEN id = 0 THEN map('b', 2, 'a', 1) WHEN id = 3 THEN map('a', 9)"
            + " ELSE m END, v = IF(id = 1, parse_json('{\"k\": [1, \"y\"]}'), v),"
            + " s = CASE WHEN id = 2 THEN named_struct('l', array(map(1,"
            + " named_struct('the v', parse_json('2'))), NULL)) WHEN id = 4 THEN named_struct('l',"
            + " NULL) ELSE s END",
        table);
    Delivered changed = importing.run();

    assertThat(first.values("id")).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(changed.values("id"))
        .as("all but the map with other entries first")
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(changed.values("_record_id")).isEqualTo(first.values("_record_id").subList(1, 5));
  }

  @Tag("matrix")
  @Test
  void a_column_may_have_any_name_that_a_statement_of_the_import_uses() {
    String table = workspace.name("named");
    sql(
        "CREATE TABLE %1$s %2$s AS SELECT * FROM VALUES (1L, %3$s, 7L, 5L), (1L, %3$s, 7L, 5L),"
            + " (2L, NULL, 8L, 4L) AS t(id, at, `_Ordinal`, ` ORDER BY `)",
        table, ANY_NAME, NOON);
    Importing importing =
        new Importing(
            workspace, store, "named", "timestampColumn=at&overlap=1h&audit=true&batchSize=1");

    Delivered first = importing.run();
    sql("INSERT INTO %1$s VALUES (1, %2$s, 7, 5)", table, NOON);
    Delivered copy = importing.run();

    assertThat(first.values("_Ordinal")).containsExactly(7L, 7L, 8L);
    assertThat(copy.values("id")).containsExactly(1L);
    assertThat(first.values("_record_id"))
        .hasSize(3)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(copy.values("_record_id"));
  }

  @Tag("matrix")
  @Test
  void rows_without_a_timestamp_come_once_also_where_no_row_has_one() {
    String table = workspace.name("never");
    sql("CREATE TABLE %s (id BIGINT, at TIMESTAMP)", table);
    Importing importing = new Importing(workspace, store, "never", "timestampColumn=at&keys=id");

    Delivered empty = importing.run();
    sql("INSERT INTO %s VALUES (1, NULL), (2, NULL)", table);
    Delivered first = importing.run();
    Delivered same = importing.run();
    sql("INSERT INTO %s VALUES (3, NULL), (0, %s)", table, NOON);
    Delivered more = importing.run();

    assertNothing(empty);
    assertThat(empty.run().outcome().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(empty.run().range().toWatermark()).isEmpty();
    assertThat(first.values("id")).containsExactly(1L, 2L);
    assertNothing(same);
    assertThat(more.values("id")).containsExactly(0L, 3L);
  }
}
