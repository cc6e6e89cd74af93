// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Statements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The life of a statement: submitted, bound, awaited, cut, cancelled. */
interface StatementChecks extends Checks {

  @Test
  default void a_statement_answers_within_the_wait() {
    JsonNode statement = statements().post("SELECT 1 AS one", Map.of()).json();

    assertThat(Statements.state(statement)).isEqualTo("SUCCEEDED");
    assertThat(statement.path("statement_id").asText()).isNotEmpty();
    assertThat(statement.path("manifest").path("total_row_count").asLong()).isEqualTo(1);
    assertThat(statement.path("result").path("data_array").toString()).isEqualTo("[[\"1\"]]");
  }

  @Test
  default void a_statement_that_is_not_waited_for_is_polled() {
    JsonNode first = statements().post("SELECT 'late'", Map.of("wait_timeout", "0s")).json();

    assertThat(Statements.state(first)).isIn("PENDING", "RUNNING");
    JsonNode ended = statements().awaitEnd(first);
    assertThat(Statements.rows(ended.path("result").path("data_array")))
        .containsExactly(List.of("late"));
  }

  @Test
  default void named_parameters_have_types() {
    assertThat(
            statements()
                .run(
                    "SELECT :big + 1, :text, :day, :money * 2, :yes, :at, :none IS NULL",
                    Map.of(
                        "parameters",
                        List.of(
                            parameter("big", "BIGINT", "9007199254740993"),
                            parameter("text", "STRING", "it's :big ? -- \"x\""),
                            parameter("day", "DATE", "2024-02-29"),
                            parameter("money", "DECIMAL(10,2)", "12.50"),
                            parameter("yes", "BOOLEAN", "true"),
                            parameter("at", "TIMESTAMP", "2024-01-02T03:04:05Z"),
                            parameter("none", "STRING", null)))))
        .containsExactly(
            List.of(
                "9007199254740994",
                "it's :big ? -- \"x\"",
                "2024-02-29",
                "25.00",
                "true",
                "2024-01-02T03:04:05.000Z",
                "true"));
  }

  @Test
  default void eight_positional_parameters_keep_their_order() {
    List<Map<String, Object>> parameters =
        java.util.stream.IntStream.rangeClosed(1, 8)
            .mapToObj(i -> Map.<String, Object>of("ordinal", i, "type", "INT", "value", "" + i * i))
            .toList();

    assertThat(statements().run("SELECT ?, ?, ?, ?, ?, ?, ?, ?", Map.of("parameters", parameters)))
        .containsExactly(List.of("1", "4", "9", "16", "25", "36", "49", "64"));
  }

  /** Where an administrator chose another zone, the product reads through sessions instead. */
  @Test
  default void a_statement_without_a_session_runs_in_utc() {
    assertThat(statements().run("SELECT current_timezone()").get(0).get(0)).isIn("UTC", "Etc/UTC");
  }

  @Test
  default void row_limit_cuts_the_result_and_says_so() {
    JsonNode statement = statements().execute("SELECT * FROM range(10)", Map.of("row_limit", 3));

    assertThat(statement.path("result").path("data_array")).hasSize(3);
    assertThat(statement.path("manifest").path("total_row_count").asLong()).isEqualTo(3);
    assertThat(statement.path("manifest").path("truncated").asBoolean()).isTrue();
  }

  @Test
  default void a_result_that_row_limit_fits_is_whole() {
    JsonNode statement = statements().execute("SELECT * FROM range(3)", Map.of("row_limit", 3));

    assertThat(statement.path("result").path("data_array")).hasSize(3);
    assertThat(statement.path("manifest").path("truncated").asBoolean(true)).isFalse();
  }

  @Test
  default void a_running_statement_can_be_cancelled() {
    JsonNode running =
        statements()
            .post(
                "SELECT count(*) FROM range(100000000000) WHERE hash(id) % 7 = 1",
                Map.of("wait_timeout", "0s"))
            .json();
    String id = running.path("statement_id").asText();

    assertThat(statements().cancel(id).status()).isEqualTo(200);

    assertThat(Statements.state(statements().awaitEnd(running))).isEqualTo("CANCELED");
    assertThat(statements().run("SELECT count(*) FROM range(1000)"))
        .as("the cancelled work is no longer in the way")
        .containsExactly(List.of("1000"));
  }

  @Test
  default void catalog_and_schema_of_the_request_complete_names() {
    assertThat(statements().run("SELECT current_catalog(), current_schema()"))
        .containsExactly(List.of(workspace().catalog(), workspace().schema()));
  }

  @Test
  default void a_request_keeps_nothing_for_the_next() {
    statements().run("CREATE TEMPORARY VIEW contract_temp AS SELECT 1");

    assertThat(
            statements().fail("SELECT * FROM contract_temp", Map.of()).path("sql_state").asText())
        .isEqualTo("42P01");
  }

  @Test
  default void changes_are_answered_with_their_counts() {
    String table = workspace().name("contract_counts");
    statements().run("CREATE OR REPLACE TABLE " + table + " (id INT, name STRING)");

    assertThat(columns("INSERT INTO " + table + " VALUES (1,'a'),(2,'b'),(3,'c')"))
        .isEqualTo(Map.of("num_affected_rows", "3", "num_inserted_rows", "3"));
    assertThat(columns("UPDATE " + table + " SET name = 'x' WHERE id > 1"))
        .isEqualTo(Map.of("num_affected_rows", "2"));
    assertThat(columns("DELETE FROM " + table + " WHERE id = 3"))
        .isEqualTo(Map.of("num_affected_rows", "1"));
    assertThat(
            columns(
                "MERGE INTO "
                    + table
                    + " t USING (SELECT explode(array(2, 9)) AS id) s ON t.id = s.id"
                    + " WHEN MATCHED THEN UPDATE SET name = 'm'"
                    + " WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, 'n')"))
        .isEqualTo(
            Map.of(
                "num_affected_rows", "2",
                "num_updated_rows", "1",
                "num_deleted_rows", "0",
                "num_inserted_rows", "1"));
  }

  @Test
  default void definitions_answer_without_columns() {
    JsonNode statement =
        statements()
            .execute(
                "CREATE OR REPLACE TABLE %s (id INT)".formatted(workspace().name("contract_ddl")),
                Map.of());

    assertThat(Statements.state(statement)).isEqualTo("SUCCEEDED");
    assertThat(statement.path("manifest").path("schema").path("column_count").asInt(-1)).isZero();
    assertThat(statement.path("manifest").path("total_row_count").asInt(-1)).isZero();
  }

  /** The names and values of a statement's one row. */
  private Map<String, String> columns(String sql) {
    JsonNode statement = statements().execute(sql, Map.of());
    JsonNode names = statement.path("manifest").path("schema").path("columns");
    JsonNode row = statement.path("result").path("data_array").path(0);
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.path(i).path("name").asText(), row.path(i).asText());
    }
    return values;
  }

  private static Map<String, Object> parameter(String name, String type, String value) {
    Map<String, Object> parameter = new HashMap<>(Map.of("name", name, "type", type));
    if (value != null) {
      parameter.put("value", value);
    }
    return parameter;
  }
}
