// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What information_schema tells, and to whom. */
class InformationSchemaTest {

  @TempDir private static Path dir;

  private static SqlWorkspace workspace;

  @BeforeAll
  static void start() throws Exception {
    workspace = new SqlWorkspace(dir);
    workspace.prepare(
        "CREATE SCHEMA main.shop",
        "CREATE TABLE main.shop.orders (id BIGINT NOT NULL COMMENT 'the key',"
            + " amount DECIMAL(10,2), day DATE) PARTITIONED BY (day) COMMENT 'all orders'",
        "CREATE TABLE main.shop.hidden (id INT)",
        "CREATE VIEW main.shop.names AS"
            + " SELECT table_name FROM information_schema.tables WHERE table_schema = 'shop'");
    workspace.grant(Securable.catalog("main"), "anna", Privilege.USE_CATALOG, Privilege.USE_SCHEMA);
    workspace.grant(Securable.table("main", "shop", "orders"), "anna", Privilege.SELECT);
    workspace.grant(Securable.table("main", "shop", "names"), "anna", Privilege.SELECT);
  }

  @AfterAll
  static void stop() {
    workspace.close();
  }

  @Test
  void lists_schemas_with_their_owners() {
    assertThat(
            workspace.lines(
                "anna",
                "SELECT catalog_name, schema_name, schema_owner"
                    + " FROM main.information_schema.schemata ORDER BY schema_name"))
        .containsExactly("main default admins", "main shop admin");
  }

  @Test
  void describes_columns_counting_from_0() {
    assertThat(
            workspace.lines(
                "anna",
                "SELECT column_name, ordinal_position, is_nullable, full_data_type, data_type,"
                    + " numeric_precision, numeric_scale, partition_ordinal_position, comment"
                    + " FROM main.information_schema.columns"
                    + " WHERE table_schema = 'shop' AND table_name = 'orders'"
                    + " ORDER BY ordinal_position"))
        .containsExactly(
            "id 0 NO bigint LONG null null null the key",
            "amount 1 YES decimal(10,2) DECIMAL 10 2 null null",
            "day 2 YES date DATE null null 0 null");
  }

  @Test
  void describes_texts_with_the_length_that_was_declared() {
    workspace.prepare("CREATE TABLE main.shop.codes (code VARCHAR(10), fixed CHAR(3))");
    try {
      assertThat(
              workspace.lines(
                  SqlWorkspace.ADMIN,
                  "SELECT column_name, full_data_type, data_type"
                      + " FROM main.information_schema.columns"
                      + " WHERE table_schema = 'shop' AND table_name = 'codes'"
                      + " ORDER BY ordinal_position"))
          .containsExactly("code varchar(10) STRING", "fixed char(3) CHAR");
    } finally {
      workspace.prepare("DROP TABLE main.shop.codes");
    }
  }

  @Test
  void describes_tables_and_views() {
    assertThat(
            workspace.lines(
                SqlWorkspace.ADMIN,
                "SELECT table_name, table_type, table_owner, comment, data_source_format"
                    + " FROM main.information_schema.tables WHERE table_schema = 'shop'"
                    + " ORDER BY table_name"))
        .containsExactly(
            "hidden MANAGED admin null DELTA",
            "names VIEW admin null UNKNOWN_DATA_SOURCE_FORMAT",
            "orders MANAGED admin all orders DELTA");
    assertThat(
            workspace.lines(
                SqlWorkspace.ADMIN,
                "SELECT view_definition FROM main.information_schema.views"
                    + " WHERE table_name = 'names'"))
        .containsExactly(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'shop'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT table_name FROM main.information_schema.tables WHERE table_schema = 'shop'",
        "SELECT t.table_name FROM information_schema.tables t WHERE t.table_name IN"
            + " (SELECT table_name FROM information_schema.columns)",
        "SELECT table_name FROM system.information_schema.tables",
        "SELECT table_name FROM main.shop.names"
      })
  void tells_everyone_what_that_one_may_know_of(String sql) {
    assertThat(workspace.lines("anna", sql)).containsExactlyInAnyOrder("orders", "names");
    assertThat(workspace.lines(SqlWorkspace.ADMIN, sql)).contains("hidden");
  }

  @Test
  void has_no_other_relations() {
    assertThat(
            workspace
                .failure(SqlWorkspace.ADMIN, "SELECT * FROM main.information_schema.nosuch")
                .sqlState())
        .isEqualTo("42P01");
  }
}
