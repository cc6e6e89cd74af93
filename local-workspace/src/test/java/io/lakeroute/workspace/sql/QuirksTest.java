// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One test for each row of QUIRKS.md that SQL shows. */
class QuirksTest {

  @TempDir private static Path dir;

  private static SqlWorkspace workspace;

  @BeforeAll
  static void start() throws Exception {
    workspace = new SqlWorkspace(dir);
    workspace.prepare("CREATE SCHEMA main.quirks", "CREATE TABLE main.quirks.orders (id INT)");
  }

  @AfterAll
  static void stop() {
    workspace.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT '/x' INTO '/Volumes/a/b/c/x' | PUT",
        "LIST '/Volumes/a/b/c' | LIST",
        "ALTER VOLUME a.b.c RENAME TO d | ALTER VOLUME",
        "DESCRIBE VOLUME a.b.c | DESCRIBE VOLUME"
      })
  void says_which_statement_it_does_not_support(String sql, String name) {
    fails(
        sql,
        "0A000",
        "[UNSUPPORTED_FEATURE] %s is not supported by the local workspace. SQLSTATE: 0A000"
            .formatted(name));
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE TABLE main.quirks.files (id INT) USING csv",
    "CREATE TABLE main.quirks.files (id INT) LOCATION '/tmp/files'"
  })
  void has_managed_delta_tables_only(String sql) {
    fails(
        sql,
        "0A000",
        "[UNSUPPORTED_FEATURE] The local workspace has managed Delta tables only: no LOCATION, no"
            + " other format. SQLSTATE: 0A000");
  }

  @Test
  void keeps_no_properties_of_schemas() {
    fails(
        "ALTER SCHEMA main.quirks SET DBPROPERTIES ('a' = 'b')",
        "0A000",
        "[UNSUPPORTED_FEATURE] The local workspace keeps no properties of schemas. SQLSTATE: 0A000");
  }

  @Test
  void takes_plain_names_for_catalogs() {
    fails(
        "CREATE CATALOG `my-catalog`",
        "0A000",
        "[UNSUPPORTED_FEATURE] A catalog named `my-catalog` is not supported by the local"
            + " workspace. SQLSTATE: 0A000");
  }

  @Test
  void has_no_show_create_table() {
    assertThat(failure("SHOW CREATE TABLE main.quirks.orders"))
        .hasMessageStartingWith("[DELTA_OPERATION_NOT_ALLOWED]");
  }

  @Test
  void answers_queries_on_information_schema_and_does_not_list_it() {
    assertThat(rows("SELECT * FROM main.information_schema.tables")).isNotEmpty();
    assertThat(rows("SHOW SCHEMAS IN main").toString()).doesNotContain("information_schema");
    assertThat(failure("DESCRIBE TABLE main.information_schema.tables").sqlState())
        .isEqualTo("42P01");
  }

  @Test
  void names_an_existing_table_without_its_catalog() {
    assertThat(failure("CREATE TABLE main.quirks.orders (id INT)"))
        .hasMessageStartingWith(
            "[TABLE_OR_VIEW_ALREADY_EXISTS] Cannot create table or view `quirks`.`orders`");
  }

  @Test
  void describes_a_table_in_detail_by_its_folder_and_not_by_its_name() {
    var detail = rows("DESCRIBE DETAIL main.quirks.orders").get(0);
    assertThat(detail.get(2).isNull()).isTrue();
    assertThat(detail.get(4).asText()).startsWith("file:/");
  }

  @Test
  void shows_declared_lengths_in_the_catalog_only() {
    workspace.prepare("CREATE TABLE main.quirks.codes (code VARCHAR(10))");
    assertThat(rows("DESCRIBE TABLE main.quirks.codes").get(0).get(1).asText()).isEqualTo("string");
  }

  @Test
  void leaves_a_column_that_may_be_null_as_it_is() {
    assertThat(failure("ALTER TABLE main.quirks.orders ALTER COLUMN id SET NOT NULL"))
        .hasMessageStartingWith("Cannot change nullable column to non-nullable: id.");
  }

  @Test
  void has_no_functions() {
    assertThat(rows("SHOW FUNCTIONS IN CATALOG `main`")).isEmpty();
  }

  @Test
  void takes_settings_of_a_warehouse_that_have_no_effect_here() {
    assertThat(rows("SET ENABLE_PHOTON = true").toString())
        .isEqualTo("[[\"ENABLE_PHOTON\",\"true\"]]");
  }

  private static JsonNode rows(String sql) {
    return workspace.rows(SqlWorkspace.ADMIN, sql);
  }

  private static SqlFailure failure(String sql) {
    return workspace.failure(SqlWorkspace.ADMIN, sql);
  }

  private static void fails(String sql, String sqlState, String message) {
    var failure = failure(sql);
    assertThat(failure).hasMessage(message);
    assertThat(failure.sqlState()).isEqualTo(sqlState);
  }
}
