// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The change data feed: what the change sync reads. */
interface ChangeChecks extends Checks {

  @Test
  default void every_change_is_told_with_its_version() {
    String table = changing("contract_changes", "(id INT, name STRING)", "");
    statements().run("INSERT INTO " + table + " VALUES (1, 'a'), (2, 'b')");
    statements().run("UPDATE " + table + " SET name = 'c' WHERE id = 2");
    statements().run("DELETE FROM " + table + " WHERE id = 1");

    assertThat(
            statements()
                .run(
                    "SELECT id, name, _change_type, _commit_version FROM table_changes('"
                        + table
                        + "', 1) ORDER BY _commit_version, id, _change_type DESC"))
        .containsExactly(
            List.of("1", "a", "insert", "1"),
            List.of("2", "b", "insert", "1"),
            List.of("2", "b", "update_preimage", "2"),
            List.of("2", "c", "update_postimage", "2"),
            List.of("1", "a", "delete", "3"));
  }

  @Test
  default void both_ends_of_a_range_belong_to_it() {
    String table = changing("contract_range", "", "AS SELECT 1 AS id");
    statements().run("INSERT INTO " + table + " VALUES (2)");

    assertThat(statements().run("SELECT id FROM table_changes('" + table + "', 0, 0)"))
        .containsExactly(List.of("1"));
    assertThat(statements().run("SELECT id FROM table_changes('" + table + "', 1, 1)"))
        .containsExactly(List.of("2"));
  }

  @Test
  default void a_range_before_the_feed_was_on_is_a_failure() {
    String table = workspace().name("contract_late_feed");
    statements().run("DROP TABLE IF EXISTS " + table);
    statements()
        .run(
            "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = false) AS SELECT 1 AS id"
                .formatted(table));
    statements()
        .run("ALTER TABLE " + table + " SET TBLPROPERTIES (delta.enableChangeDataFeed = true)");

    var status = statements().fail("SELECT * FROM table_changes('" + table + "', 0)", Map.of());

    assertThat(status.path("error").path("message").asText())
        .contains("DELTA_MISSING_CHANGE_DATA")
        .doesNotContain("file:");
  }

  @Test
  default void unity_catalog_tells_whether_the_feed_is_on() {
    String table = changing("contract_feed_flag", "(id INT)", "");

    var properties =
        rest()
            .get(workspace().url("/api/2.1/unity-catalog/tables/" + table))
            .json()
            .path("properties");

    assertThat(properties.path("delta.enableChangeDataFeed").asText()).isEqualTo("true");
  }

  /** A new table with the change data feed on, at version 0. */
  private String changing(String name, String columns, String rows) {
    String table = workspace().name(name);
    statements().run("DROP TABLE IF EXISTS " + table);
    statements()
        .run(
            "CREATE TABLE %s %s TBLPROPERTIES (delta.enableChangeDataFeed = true) %s"
                .formatted(table, columns, rows));
    return table;
  }
}
