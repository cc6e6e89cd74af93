// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Rest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How failures look: routes choose on these, never on free text. */
interface FailureChecks extends Checks {

  @Test
  default void an_unknown_schema_of_the_request_fails_the_statement() {
    JsonNode status = statements().fail("SELECT 1", Map.of("schema", "no_such_schema"));

    assertThat(status.path("sql_state").asText()).isEqualTo("42704");
    assertThat(status.path("error").path("message").asText()).contains("[SCHEMA_NOT_FOUND]");
  }

  @Test
  default void failed_sql_carries_its_sql_state() {
    String table = untouched();
    Map<String, String> states = new LinkedHashMap<>();
    for (String sql :
        List.of(
            "SELEC 1",
            "SELECT * FROM no_such_table",
            "SELECT no_such_column FROM " + table,
            "SELECT no_such_function(1)",
            "SELECT 1 / 0",
            "SELECT CAST('x' AS INT)",
            "SELECT CAST(300 AS TINYINT)",
            "CREATE TABLE " + table + " (id INT)",
            "SELECT :unbound")) {
      states.put(sql, statements().fail(sql, Map.of()).path("sql_state").asText());
    }

    assertThat(states)
        .containsExactly(
            entry("SELEC 1", "42601"),
            entry("SELECT * FROM no_such_table", "42P01"),
            entry("SELECT no_such_column FROM " + table, "42703"),
            entry("SELECT no_such_function(1)", "42883"),
            entry("SELECT 1 / 0", "22012"),
            entry("SELECT CAST('x' AS INT)", "22018"),
            entry("SELECT CAST(300 AS TINYINT)", "22003"),
            entry("CREATE TABLE " + table + " (id INT)", "42P07"),
            entry("SELECT :unbound", "42P02"));
  }

  @Test
  default void failed_sql_names_its_error_class_and_no_path() {
    JsonNode status = statements().fail("SELECT * FROM no_such_table", Map.of());

    assertThat(status.path("error").path("error_code").asText()).isEqualTo("BAD_REQUEST");
    assertThat(status.path("error").path("message").asText())
        .startsWith("[TABLE_OR_VIEW_NOT_FOUND] The table or view `no_such_table` cannot be found.")
        .contains("SQLSTATE: 42P01")
        .doesNotContain("file:");
  }

  @Test
  default void a_wait_of_three_seconds_is_refused() {
    assertRefused(
        statements().post("SELECT 1", Map.of("wait_timeout", "3s")),
        400,
        "INVALID_PARAMETER_VALUE",
        "The wait_timeout field must be 0 seconds (disables wait), or between 5 seconds and 50"
            + " seconds.");
  }

  @Test
  default void arrow_inline_is_refused() {
    var reply =
        statements().post("SELECT 1", Map.of("disposition", "INLINE", "format", "ARROW_STREAM"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("message").asText())
        .contains("The format field must be JSON_ARRAY when the disposition field is INLINE.");
  }

  @Test
  default void a_malformed_warehouse_id_is_refused() {
    var reply = statements().post("SELECT 1", Map.of("warehouse_id", "nosuch"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("message").asText())
        .isEqualTo("nosuch is not a valid endpoint id.");
  }

  @Test
  default void an_unknown_statement_is_not_found() {
    assertThat(statements().get("01f1c46c-0000-0000-0000-000000000000").status()).isEqualTo(404);
  }

  @Test
  default void a_chunk_beyond_the_last_is_refused() {
    String id = statements().execute("SELECT 1", Map.of()).path("statement_id").asText();

    var reply = statements().chunk(id, 1);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("message").asText()).contains("chunk_index 1 is out of bounds");
  }

  @Test
  default void an_unknown_path_is_no_api() {
    var reply = rest().post(workspace().url("/api/2.0/sql/nosuch"), Map.of());

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().path("error_code").asText()).isEqualTo("ENDPOINT_NOT_FOUND");
  }

  private static void assertRefused(
      Rest.Reply reply, int status, String errorCode, String message) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.json().path("error_code").asText()).isEqualTo(errorCode);
    assertThat(reply.json().path("message").asText()).isEqualTo(message);
  }
}
