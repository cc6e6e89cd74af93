// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Delta tables and views: what the flows read. */
interface TableChecks extends Checks {

  @Test
  default void a_view_joins_tables_and_follows_them() {
    String orders = workspace().name("contract_orders");
    String products = workspace().name("contract_products");
    String view = workspace().name("contract_view");
    statements().run("CREATE OR REPLACE TABLE " + orders + " AS SELECT '1' AS id, 'a' AS product");
    statements()
        .run("CREATE OR REPLACE TABLE " + products + " AS SELECT 'a' AS product, '1.5' AS price");
    statements()
        .run(
            """
            CREATE OR REPLACE VIEW %s AS SELECT o.id, CAST(p.price AS DECIMAL(10,2)) AS price
            FROM %s o LEFT JOIN %s p ON o.product = p.product
            """
                .formatted(view, orders, products));
    statements().run("INSERT INTO " + orders + " VALUES ('2', 'none')");

    assertThat(statements().run("SELECT * FROM " + view + " ORDER BY id"))
        .containsExactly(List.of("1", "1.50"), java.util.Arrays.asList("2", null));
  }

  @Test
  default void a_table_is_read_as_of_a_version() {
    String table = table("contract_versions", "AS SELECT 'a' AS name");
    statements().run("UPDATE " + table + " SET name = 'b'");

    assertThat(statements().run("SELECT name FROM " + table + " VERSION AS OF 0"))
        .containsExactly(List.of("a"));
    assertThat(statements().run("SELECT name FROM " + table)).containsExactly(List.of("b"));
  }

  @Test
  default void a_version_that_is_not_there_is_a_failure() {
    String table = untouched();

    JsonNode status = statements().fail("SELECT * FROM " + table + " VERSION AS OF 99", Map.of());

    assertThat(status.path("sql_state").asText()).isEqualTo("22003");
    assertThat(status.path("error").path("message").asText()).contains("DELTA_VERSION_NOT_FOUND");
  }

  @Test
  default void history_tells_the_latest_version_and_its_time() {
    Instant before = Instant.now().minusSeconds(60);
    String table = table("contract_history", "(id INT)");
    statements().run("INSERT INTO " + table + " VALUES (1)");

    JsonNode history = statements().execute("DESCRIBE HISTORY " + table + " LIMIT 1", Map.of());

    assertThat(columns(history)).startsWith("version", "timestamp");
    List<String> latest = Statements.rows(history.path("result").path("data_array")).get(0);
    assertThat(latest.get(0)).isEqualTo("1");
    assertThat(Instant.parse(latest.get(1)))
        .isAfter(before)
        .isBefore(Instant.now().plusSeconds(60));
  }

  @Test
  default void timestamps_are_instants_in_utc() {
    assertThat(
            statements()
                .run(
                    "SELECT TIMESTAMP'2024-07-01T12:00:00+02:00', current_timezone(),"
                        + " unix_micros(TIMESTAMP'2024-07-01T10:00:00Z')"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get(0)).isEqualTo("2024-07-01T10:00:00.000Z");
              assertThat(row.get(1)).isIn("UTC", "Etc/UTC");
              assertThat(row.get(2)).isEqualTo("1719828000000000");
            });
  }

  @Test
  default void a_replaced_table_keeps_its_place_and_its_history() {
    String table = table("contract_replaced", "(id INT)");

    statements().run("CREATE OR REPLACE TABLE " + table + " AS SELECT 7 AS id");

    assertThat(statements().run("SELECT * FROM " + table)).containsExactly(List.of("7"));
    assertThat(statements().run("DESCRIBE HISTORY " + table)).hasSize(2);
  }

  /** A new table of this definition, at version 0. */
  private String table(String name, String definition) {
    String table = workspace().name(name);
    statements().run("DROP TABLE IF EXISTS " + table);
    statements().run("CREATE TABLE " + table + " " + definition);
    return table;
  }

  private static List<String> columns(JsonNode statement) {
    List<String> names = new ArrayList<>();
    statement
        .path("manifest")
        .path("schema")
        .path("columns")
        .forEach(column -> names.add(column.path("name").asText()));
    return names;
  }
}
