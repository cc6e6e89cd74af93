// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableStatisticsTest {

  private static final Securable ORDERS = Securable.table("main", "counted", "orders");
  private static final String ROWS = "spark.sql.statistics.numRows";
  private static final String SIZE = "spark.sql.statistics.totalSize";

  @TempDir private static Path dir;

  private static SqlWorkspace workspace;

  @BeforeAll
  static void start() throws Exception {
    workspace = new SqlWorkspace(dir);
    workspace.prepare(
        "CREATE SCHEMA main.counted",
        "CREATE TABLE main.counted.orders (id INT)",
        "INSERT INTO main.counted.orders VALUES (1), (2), (3)");
  }

  @AfterAll
  static void stop() {
    workspace.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " FOR ALL COLUMNS", " FOR COLUMNS id"})
  void counts_bytes_and_with_a_scan_rows_too(String rest) {
    workspace.prepare("ANALYZE TABLE main.counted.orders COMPUTE STATISTICS NOSCAN");

    assertThat(known(ORDERS)).containsOnlyKeys(SIZE);

    workspace.prepare("ANALYZE TABLE main.counted.orders COMPUTE STATISTICS" + rest);

    var known = known(ORDERS);
    assertThat(known).containsOnlyKeys(ROWS, SIZE).containsEntry(ROWS, "3");
    assertThat(Long.parseLong(known.get(SIZE))).isPositive();
  }

  @Tag("matrix")
  @Test
  void knows_what_was_true_when_the_table_was_analysed_and_nothing_of_its_successor() {
    var table = Securable.table("main", "counted", "changing");
    workspace.prepare("CREATE TABLE main.counted.changing (id INT)");
    assertThat(known(table)).isEmpty();

    workspace.prepare(
        "ANALYZE TABLE main.counted.changing COMPUTE STATISTICS",
        "INSERT INTO main.counted.changing VALUES (4)");
    assertThat(known(table)).containsEntry(ROWS, "0").containsEntry(SIZE, "0");

    workspace.prepare(
        "DROP TABLE main.counted.changing", "CREATE TABLE main.counted.changing (id INT)");
    assertThat(known(table)).isEmpty();
  }

  @Test
  void asks_for_select_and_modify() {
    assertThat(failure())
        .hasMessage(
            "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\n"
                + "User does not have USE CATALOG on Catalog 'main'. SQLSTATE: 42501");
    workspace.grant(Securable.catalog("main"), "anna", Privilege.USE_CATALOG, Privilege.USE_SCHEMA);
    workspace.grant(ORDERS, "anna", Privilege.SELECT);
    try {
      assertThat(failure())
          .hasMessage(
              "PERMISSION_DENIED: User does not have MODIFY on Table 'main.counted.orders'.");
    } finally {
      workspace.revoke(Securable.catalog("main"));
    }
  }

  @Test
  void a_view_is_not_analysed() {
    workspace.prepare("CREATE VIEW main.counted.seen AS SELECT 1 AS one");

    assertThat(
            workspace.failure(
                SqlWorkspace.ADMIN, "ANALYZE TABLE main.counted.seen COMPUTE STATISTICS"))
        .hasMessage(
            "[UNSUPPORTED_FEATURE] ANALYZE TABLE of a view is not supported by the local workspace."
                + " SQLSTATE: 0A000");
  }

  private static SqlFailure failure() {
    return workspace.failure("anna", "ANALYZE TABLE main.counted.orders COMPUTE STATISTICS");
  }

  private static Map<String, String> known(Securable table) {
    return workspace.statistics(table);
  }
}
