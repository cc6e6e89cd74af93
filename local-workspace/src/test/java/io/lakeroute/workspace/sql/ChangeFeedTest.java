// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an incremental reader asks of a table: its changes, its past, and why they are gone. */
@Tag("matrix")
class ChangeFeedTest {

  private static final String ORDERS = "main.feed.orders";

  @TempDir private static Path dir;

  private static SqlWorkspace workspace;

  /** Versions 1 to 3 of the orders are an INSERT, an UPDATE and a DELETE. */
  @BeforeAll
  static void start() throws Exception {
    workspace = new SqlWorkspace(dir);
    workspace.prepare(
        "CREATE SCHEMA main.feed",
        "CREATE TABLE main.feed.orders (id INT, item STRING)"
            + " TBLPROPERTIES (delta.enableChangeDataFeed = true)",
        "INSERT INTO main.feed.orders VALUES (1, 'a'), (2, 'b')",
        "UPDATE main.feed.orders SET item = 'c' WHERE id = 2",
        "DELETE FROM main.feed.orders WHERE id = 1",
        "CREATE TABLE main.feed.plain (id INT)",
        "CREATE VIEW main.feed.past AS SELECT n.id FROM table_changes('main.feed.orders', 3) c"
            + " JOIN main.feed.orders VERSION AS OF 1 n ON n.id = c.id");
  }

  @AfterAll
  static void stop() {
    workspace.close();
  }

  @Test
  void reads_the_changes_of_some_versions_in_their_order() {
    assertThat(
            lines(
                "SELECT id, item, _change_type, _commit_version,"
                    + " _commit_timestamp BETWEEN current_timestamp() - INTERVAL 1 HOUR AND"
                    + " current_timestamp() FROM table_changes('main.feed.orders', 2, 3)"
                    + " ORDER BY _commit_version, id, _change_type DESC"))
        .containsExactly(
            "2 b update_preimage 2 true", "2 c update_postimage 2 true", "1 a delete 3 true");
  }

  @Test
  void compares_two_versions_with_each_other() {
    assertThat(
            lines(
                "SELECT o.id, o.item, n.id, n.item"
                    + " FROM (SELECT id, item FROM main.feed.orders VERSION AS OF 1) o"
                    + " FULL OUTER JOIN (SELECT id, item FROM main.feed.orders VERSION AS OF 3) n"
                    + " ON o.id = n.id ORDER BY o.id"))
        .containsExactly("1 a null null", "2 b 2 c");
  }

  @Test
  void describes_the_history_with_what_was_done() {
    var history = workspace.rows(SqlWorkspace.ADMIN, "DESCRIBE HISTORY " + ORDERS + " LIMIT 2");

    assertThat(history).hasSize(2);
    assertThat(history.get(0).get(0).asText()).isEqualTo("3");
    assertThat(history.get(0).get(4).asText()).isEqualTo("DELETE");
    assertThat(history.get(0).get(5).asText())
        .matches("\\{\"predicate\":\"\\[\\\\\"\\(id#\\d+ = 1\\)\\\\\"]\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "orders | 4 | 22003 | [DELTA_CDC_START_VERSION_AFTER_LATEST] Start version 4 for change data"
            + " feed exceeds the latest table version 3. SQLSTATE: 22003",
        "orders | 3, 2 | 22003 | [DELTA_INVALID_CDC_RANGE] CDC range from start 3 to end 2 was invalid."
            + " End cannot be before start. SQLSTATE: 22003",
        "orders | NULL | 22004 | [DELTA_CDC_READ_NULL_RANGE_BOUNDARY]",
        "orders | -1 | 42K03 | [DELTA_LOG_FILE_NOT_FOUND]",
        "orders | '2100-01-01' | 42816 | [DELTA_TIMESTAMP_GREATER_THAN_COMMIT]",
        "plain | 0 | KD002 | [DELTA_MISSING_CHANGE_DATA] Error getting change data for range [0 , 0] as"
            + " change data was not",
        "past | 0 | 0AKDD | [DELTA_TABLE_ONLY_OPERATION]",
        "gone | 0 | 42P01 | [TABLE_OR_VIEW_NOT_FOUND] The table or view `main`.`feed`.`gone`"
      })
  void says_why_there_are_no_changes(String table, String range, String sqlState, String message) {
    fails(
        "SELECT * FROM table_changes('main.feed.%s', %s)".formatted(table, range),
        sqlState,
        message);
  }

  @Test
  void reads_the_changes_up_to_the_latest_where_the_end_is_after_it() {
    assertThat(lines("SELECT id FROM table_changes('main.feed.orders', 3, 99)"))
        .containsExactly("1");
  }

  @Test
  void does_not_read_changes_across_a_renamed_column() {
    workspace.prepare(
        "CREATE TABLE main.feed.renamed (id INT, item STRING) TBLPROPERTIES"
            + " (delta.enableChangeDataFeed = true, delta.columnMapping.mode = 'name')",
        "ALTER TABLE main.feed.renamed RENAME COLUMN item TO article");

    fails(
        "SELECT * FROM table_changes('main.feed.renamed', 0)",
        "0AKDC",
        "[DELTA_CHANGE_DATA_FEED_INCOMPATIBLE_DATA_SCHEMA]");
  }

  @Test
  void vacuum_removes_what_a_table_keeps_for_no_time() {
    workspace.prepare(
        "CREATE TABLE main.feed.vacuumed TBLPROPERTIES (delta.enableChangeDataFeed = true)"
            + " AS SELECT 1 AS id",
        "DELETE FROM main.feed.vacuumed");
    fails("SET spark.databricks.delta.retentionDurationCheck.enabled = false", "42K0I", "[CONFIG_");
    fails("VACUUM main.feed.vacuumed RETAIN 0 HOURS", "22003", "[DELTA_VACUUM_RETENTION_PERIOD_");

    workspace.prepare(
        "ALTER TABLE main.feed.vacuumed"
            + " SET TBLPROPERTIES (delta.deletedFileRetentionDuration = 'interval 0 hours')",
        "VACUUM main.feed.vacuumed");

    fails(
        "SELECT * FROM table_changes('main.feed.vacuumed', 0)",
        "0AKDC",
        "[DELTA_UNSUPPORTED_TIME_TRAVEL_BEYOND_DELETED_FILE_RETENTION_DURATION] Cannot time travel"
            + " beyond delta.deletedFileRetentionDuration (0 HOURS) set on the table.");
    workspace.prepare(
        "ALTER TABLE main.feed.vacuumed UNSET TBLPROPERTIES (delta.deletedFileRetentionDuration)");
    fails(
        "SELECT * FROM table_changes('main.feed.vacuumed', 0)",
        "42K03",
        "[DELTA_CHANGE_DATA_FILE_NOT_FOUND] A file referenced in the transaction log cannot be");
    fails(
        "SELECT * FROM main.feed.vacuumed VERSION AS OF 0",
        "KD001",
        "[FAILED_READ_FILE.FILE_NOT_EXIST] Encountered error while reading file"
            + " `main`.`feed`.`vacuumed` File does not exist.");
  }

  @Test
  void reads_the_past_in_a_view_with_its_owners_privileges() {
    workspace.grant(Securable.catalog("main"), "anna", Privilege.USE_CATALOG, Privilege.USE_SCHEMA);
    workspace.grant(Securable.table("main", "feed", "past"), "anna", Privilege.SELECT);

    assertThat(workspace.lines("anna", "SELECT * FROM main.feed.past")).containsExactly("1");
  }

  private static List<String> lines(String sql) {
    return workspace.lines(SqlWorkspace.ADMIN, sql);
  }

  private static void fails(String sql, String sqlState, String message) {
    var failure = workspace.failure(SqlWorkspace.ADMIN, sql);
    assertThat(failure).hasMessageStartingWith(message);
    assertThat(failure.sqlState()).isEqualTo(sqlState);
  }
}
