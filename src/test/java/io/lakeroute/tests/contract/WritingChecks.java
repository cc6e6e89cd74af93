// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Statements;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Statements that may come twice: why a write whose reply was lost is one write in the end. */
interface WritingChecks extends Checks {
  String ROWS =
      "(SELECT CAST(get(r, 0) AS BIGINT) AS pos, slice(r, 2, 9) AS r FROM (SELECT"
          + " explode(from_json(:rows, 'ARRAY<ARRAY<STRING>>', map('mode', 'FAILFAST'))) AS r))";
  String TWO = "[[0,\"1\",\"it's\"],[1,\"2\",null]]";

  @Test
  default void rows_travel_in_one_parameter_with_their_positions() {
    assertThat(
            statements()
                .run(
                    "SELECT pos, CAST(get(r, 0) AS INT) + 1, get(r, 1) FROM "
                        + ROWS
                        + " ORDER BY pos",
                    rows(TWO)))
        .containsExactly(List.of("0", "2", "it's"), Arrays.asList("1", "3", null));
  }

  @Test
  default void what_is_no_list_of_rows_fails() {
    JsonNode status = statements().fail("SELECT pos FROM " + ROWS, rows("[[0,\"1\""));

    assertThat(status.path("error").path("message").asText()).contains("MALFORMED_RECORD");
  }

  @Test
  default void an_append_that_looks_at_its_run_adds_a_row_once() {
    String table = table("contract_append", "(id INT, run STRING, position BIGINT)");
    String append =
        "INSERT INTO %1$s SELECT CAST(get(r, 0) AS INT), 'run-1', pos FROM %2$s"
                .formatted(table, ROWS)
            + " WHERE pos > (SELECT coalesce(max(position), -1) FROM %s WHERE run = 'run-1')"
                .formatted(table);

    assertThat(affected(append, TWO)).isEqualTo("2");
    assertThat(affected(append, "[[0,\"1\"],[1,\"2\"],[2,\"3\"]]")).isEqualTo("1");
    assertThat(statements().run("SELECT id FROM " + table + " ORDER BY id"))
        .containsExactly(List.of("1"), List.of("2"), List.of("3"));
  }

  @Test
  default void a_merge_leaves_equal_rows_alone() {
    String table =
        table("contract_merge", "AS SELECT * FROM VALUES (1, 'it\\'s'), (2, NULL) AS t(id, name)");
    String merge =
        "MERGE INTO %s AS t USING (SELECT CAST(get(r, 0) AS INT) AS id, get(r, 1) AS name FROM %s)"
                .formatted(table, ROWS)
            + " AS s ON t.id = s.id WHEN MATCHED AND NOT (t.name <=> s.name)"
            + " THEN UPDATE SET t.name = s.name"
            + " WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)";

    assertThat(affected(merge, TWO)).isEqualTo("0");
    assertThat(affected(merge, "[[0,\"1\",\"other\"],[1,\"2\",null],[2,\"3\",\"new\"]]"))
        .isEqualTo("2");
  }

  @Test
  default void an_overwrite_replaces_all_rows_and_keeps_the_table() {
    String table =
        table(
            "contract_overwrite",
            "TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT explode(array(1, 2)) AS id");

    statements().run("INSERT OVERWRITE " + table + " (id) SELECT 7");

    assertThat(statements().run("SELECT id FROM " + table)).containsExactly(List.of("7"));
    assertThat(statements().run("SHOW TBLPROPERTIES " + table))
        .contains(List.of("delta.enableChangeDataFeed", "true"));
    assertThat(statements().run("SELECT id FROM " + table + " VERSION AS OF 0 ORDER BY id"))
        .containsExactly(List.of("1"), List.of("2"));
  }

  /** {@code num_affected_rows} of a statement that must succeed. */
  private String affected(String sql, String rows) {
    JsonNode statement = statements().execute(sql, rows(rows));
    assertThat(Statements.state(statement)).as(statement.toString()).isEqualTo("SUCCEEDED");
    assertThat(
            statement.path("manifest").path("schema").path("columns").path(0).path("name").asText())
        .isEqualTo("num_affected_rows");
    return statement.path("result").path("data_array").path(0).path(0).asText();
  }

  private static Map<String, Object> rows(String json) {
    return Map.of("parameters", List.of(Map.of("name", "rows", "type", "STRING", "value", json)));
  }

  /** A new table of this definition, at version 0. */
  private String table(String name, String definition) {
    String table = workspace().name(name);
    statements().run("DROP TABLE IF EXISTS " + table);
    statements().run("CREATE TABLE " + table + " " + definition);
    return table;
  }
}
