// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.tests.workspace.Driver;
import io.lakeroute.tests.workspace.Driver.Mode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** databricks-jdbc with a token passed through, as the component opens it. */
interface DriverChecks extends Checks {

  @Test
  default void the_driver_binds_and_reads_values() throws SQLException {
    try (Connection connection = Driver.connect(workspace(), Mode.SEA);
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT ? + 1, ?, ?, TIMESTAMP'2024-01-02 03:04:05.123456Z'")) {
      statement.setLong(1, 41);
      statement.setString(2, "x' OR '1'='1");
      statement.setBigDecimal(3, new BigDecimal("12.50"));
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isEqualTo(42);
        assertThat(rows.getString(2)).isEqualTo("x' OR '1'='1");
        assertThat(rows.getBigDecimal(3)).isEqualByComparingTo("12.50");
        // The driver gives the wall clock of the session's zone, which is UTC.
        assertThat(rows.getTimestamp(4).toLocalDateTime())
            .isEqualTo(LocalDateTime.parse("2024-01-02T03:04:05.123456"));
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  default void the_session_starts_in_its_catalog_and_schema_with_its_tags() throws SQLException {
    try (Connection connection =
            Driver.connect(
                workspace(), Mode.SEA, Map.of("QUERY_TAGS", "tenant:acme\\,inc,flow:contract"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT current_catalog(), current_schema()")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo(workspace().catalog());
      assertThat(rows.getString(2)).isEqualTo(workspace().schema());
    }
  }

  @Test
  default void the_driver_reports_the_sql_state() throws SQLException {
    try (Connection connection = Driver.connect(workspace(), Mode.SEA);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM no_such_table"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"))
          .hasMessageContaining("no_such_table");
    }
  }

  @Test
  default void the_driver_counts_changed_rows() throws SQLException {
    String table = workspace().name("contract_driver_counts");
    try (Connection connection = Driver.connect(workspace(), Mode.SEA);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE OR REPLACE TABLE " + table + " (id INT)");
      assertThat(statement.executeUpdate("INSERT INTO " + table + " VALUES (1), (2)")).isEqualTo(2);
      assertThat(statement.executeUpdate("DELETE FROM " + table + " WHERE id = 2")).isEqualTo(1);
    }
  }

  @Test
  default void the_driver_lists_the_primary_key_of_a_table() throws SQLException {
    statements().run("DROP TABLE IF EXISTS " + workspace().name("contract_driver_keys"));
    statements()
        .run(
            "CREATE TABLE %s (day DATE NOT NULL, id INT NOT NULL,"
                    .formatted(workspace().name("contract_driver_keys"))
                + " CONSTRAINT contract_driver_pk PRIMARY KEY (id, day))");
    for (Mode mode : List.of(Mode.SEA, Mode.THRIFT)) {
      List<String> keys = new ArrayList<>();
      try (Connection connection = Driver.connect(workspace(), mode);
          ResultSet rows =
              connection
                  .getMetaData()
                  .getPrimaryKeys(
                      workspace().catalog(), workspace().schema(), "contract_driver_keys")) {
        while (rows.next()) {
          keys.add(
              "%s %d %s"
                  .formatted(
                      rows.getString("COLUMN_NAME"),
                      rows.getInt("KEY_SEQ"),
                      rows.getString("PK_NAME")));
        }
      }
      assertThat(keys)
          .as("%s", mode)
          .containsExactlyInAnyOrder("id 1 contract_driver_pk", "day 2 contract_driver_pk");
    }
  }

  @Test
  default void a_large_result_arrives_whole() throws SQLException {
    try (Connection connection = Driver.connect(workspace(), Mode.SEA);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, repeat(uuid(), 20) FROM range(50000)")) {
      long count = 0;
      long sum = 0;
      while (rows.next()) {
        count++;
        sum += rows.getLong(1);
      }
      assertThat(count).isEqualTo(50_000);
      assertThat(sum).isEqualTo(49_999L * 50_000 / 2);
    }
  }
}
