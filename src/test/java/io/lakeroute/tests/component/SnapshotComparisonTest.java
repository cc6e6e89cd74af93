package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.component.Importing.Delivered;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An import delivers what a version has and the version before did not have, whatever its type. */
@ExtendWith(LocalWorkspaceExtension.class)
class SnapshotComparisonTest {

  private static final String NOON = "TIMESTAMP'2026-01-01T12:00:00Z'";

  private static final String ANY_NAME = "TBLPROPERTIES ('delta.columnMapping.mode' = 'name')";

  /** Types that no version of Spark compares, at the top and nested. */
  private static final String HARD =
      "m MAP<STRING, INT>, v VARIANT, s STRUCT<l: ARRAY<MAP<INT, STRUCT<`the v`: VARIANT>>>>";

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

  @Test
  void rows_with_maps_and_variants_come_again_only_where_they_changed() {
    String table = workspace.name("hard");
    sql("CREATE TABLE %s (id BIGINT, at TIMESTAMP, %s) %s", table, HARD, ANY_NAME);
    sql(
        "INSERT INTO %s SELECT id, %s + make_interval(0, 0, 0, 0, 0, id), map('a', 1, 'b', 2),"
            + " parse_json('{\"k\": [1, \"x\"]}'), named_struct('l', array(map(1,"
            + " named_struct('the v', parse_json('1'))), NULL)) FROM range(3)"
            + " UNION ALL SELECT 3, NULL, NULL, NULL, NULL",
        table, NOON);
    Importing importing =
        new Importing(workspace, store, "hard", "timestampColumn=at&keys=id&overlap=1h");

    Delivered first = importing.run();
    Delivered same = importing.run();
    sql("UPDATE %s SET m = map('b', 2, 'a', 1) WHERE id = 0", table);
    Delivered reordered = importing.run();
    sql(
        "UPDATE %s SET m = IF(id = 0, map('a', 9), m), v = IF(id = 1, parse_json('{\"k\": [1,"
            + " \"y\"]}'), v), s = CASE WHEN id = 2 THEN named_struct('l', array(map(1,"
            + " named_struct('the v', parse_json('2'))), NULL)) WHEN id = 3 THEN named_struct('l',"
            + " NULL) ELSE s END WHERE id < 4",
        table);
    Delivered changed = importing.run();

    assertThat(first.values("id")).containsExactly(0L, 1L, 2L, 3L);
    assertNothing(same);
    assertNothing(reordered);
    assertThat(changed.values("id")).containsExactly(0L, 1L, 2L, 3L);
    assertThat(changed.values("_record_id")).isEqualTo(first.values("_record_id"));
  }

  @Test
  void a_column_may_have_any_name_that_a_statement_of_the_import_uses() {
    String table = workspace.name("named");
    sql(
        "CREATE TABLE %s (id BIGINT, at TIMESTAMP, `_Ordinal` BIGINT, ` ORDER BY ` BIGINT) %s",
        table, ANY_NAME);
    sql("INSERT INTO %1$s VALUES (1, %2$s, 7, 5), (1, %2$s, 7, 5), (2, NULL, 8, 4)", table, NOON);
    Importing importing =
        new Importing(workspace, store, "named", "timestampColumn=at&overlap=1h&audit=true");

    Delivered first = importing.run();
    Delivered same = importing.run();
    sql("INSERT INTO %1$s VALUES (1, %2$s, 7, 5)", table, NOON);
    Delivered copy = importing.run();

    assertThat(first.values("_Ordinal")).containsExactly(7L, 7L, 8L);
    assertNothing(same);
    assertThat(copy.values("id")).containsExactly(1L);
    assertThat(first.values("_record_id"))
        .hasSize(3)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(copy.values("_record_id"));
  }

  @Test
  void rows_without_a_timestamp_come_once_also_where_no_row_has_one() {
    String table = workspace.name("never");
    sql("CREATE TABLE %s (id BIGINT, at TIMESTAMP)", table);
    Importing importing = new Importing(workspace, store, "never", "timestampColumn=at&keys=id");

    assertNothing(importing.run());
    sql("INSERT INTO %s VALUES (1, NULL), (2, NULL)", table);
    Delivered first = importing.run();
    Delivered same = importing.run();
    sql("INSERT INTO %s VALUES (3, NULL), (0, %s)", table, NOON);
    Delivered more = importing.run();
    Delivered sameAgain = importing.run();

    assertThat(first.values("id")).containsExactly(1L, 2L);
    assertNothing(same);
    assertThat(more.values("id")).containsExactly(0L, 3L);
    assertNothing(sameAgain);
  }
}
