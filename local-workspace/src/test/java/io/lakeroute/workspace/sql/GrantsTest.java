// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.workspace.grants.Privilege;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what with which statement. */
class GrantsTest extends GrantsFixture {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-                     | USE CATALOG on Catalog 'main'",
        "USE CATALOG ON CATALOG main | USE SCHEMA on Schema 'main.shop'",
        "SELECT ON CATALOG main | USE CATALOG on Catalog 'main'"
      })
  void names_the_first_privilege_that_is_missing_to_read(String grant, String missing) {
    if (grant != null) {
      workspace.prepare("GRANT " + grant + " TO anna");
    }

    fails(
        "SELECT * FROM main.shop.orders",
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have %s. SQLSTATE: 42501",
        missing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM main.shop.orders",
        "SELECT 1 WHERE EXISTS (SELECT * FROM main.shop.orders)",
        "WITH o AS (SELECT * FROM main.shop.orders) SELECT count(*) FROM o",
        "SELECT * FROM main.shop.orders VERSION AS OF 1",
        "SELECT * FROM main.shop.orders VERSION AS OF 99",
        "SELECT * FROM table_changes('main.shop.orders', 1)",
        "SELECT * FROM table_changes('main.shop.orders', 99)",
        "EXECUTE IMMEDIATE 'SELECT * FROM main.shop.orders'",
        "BEGIN SELECT * FROM main.shop.orders; END",
        "DESCRIBE TABLE main.shop.orders",
        "DESCRIBE DETAIL main.shop.orders",
        "DESCRIBE HISTORY main.shop.orders",
        "SHOW TBLPROPERTIES main.shop.orders",
        "DELETE FROM main.shop.orders WHERE id = 1"
      })
  void selects_only_with_select(String sql) {
    use();

    fails(
        sql,
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have %s. SQLSTATE: 42501",
        "SELECT on Table 'main.shop.orders'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO main.shop.orders VALUES (3, 30)",
        "INSERT OVERWRITE main.shop.orders VALUES (3, 30)",
        "EXECUTE IMMEDIATE 'INSERT INTO main.shop.orders VALUES (3, 30)'",
        "BEGIN INSERT INTO main.shop.orders VALUES (3, 30); END",
        "UPDATE main.shop.orders SET amount = 0",
        "DELETE FROM main.shop.orders",
        "MERGE INTO main.shop.orders o USING (SELECT 1 AS id) s ON o.id = s.id"
            + " WHEN MATCHED THEN DELETE",
        "TRUNCATE TABLE main.shop.orders",
        "OPTIMIZE main.shop.orders",
        "RESTORE TABLE main.shop.orders TO VERSION AS OF 0",
        "ALTER TABLE main.shop.orders SET TBLPROPERTIES ('a' = 'b')",
        "ALTER TABLE main.shop.orders ADD COLUMNS (more INT)",
        "COMMENT ON TABLE main.shop.orders IS 'mine'"
      })
  void modifies_only_with_modify(String sql) {
    use();
    workspace.grant(ORDERS, "anna", Privilege.SELECT);

    fails(sql, "PERMISSION_DENIED: User does not have %s.", "MODIFY on Table 'main.shop.orders'");
    assertThat(workspace.lines("anna", "SELECT * FROM main.shop.orders"))
        .containsExactlyInAnyOrder("1 10", "2 20");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE main.shop.mine (id INT) | CREATE TABLE on Schema 'main.shop'",
        "CREATE TABLE main.shop.mine AS SELECT 1 AS id | CREATE TABLE on Schema 'main.shop'",
        "CREATE OR REPLACE TABLE main.shop.mine (id INT) | CREATE TABLE on Schema 'main.shop'",
        "CREATE VIEW main.shop.mine AS SELECT 1 AS id | CREATE TABLE on Schema 'main.shop'",
        "CREATE SCHEMA main.mine | CREATE SCHEMA on Catalog 'main'",
        "CREATE CATALOG mine | CREATE CATALOG on Metastore 'local'",
        "CREATE OR REPLACE TABLE main.shop.orders (id INT) | MANAGE on Table 'main.shop.orders'",
        "CREATE OR REPLACE VIEW main.shop.totals AS SELECT 1 AS one | MANAGE on Table 'main.shop.totals'",
        "ALTER VIEW main.shop.totals AS SELECT 1 AS one | MANAGE on Table 'main.shop.totals'",
        "DROP TABLE main.shop.orders | MANAGE on Table 'main.shop.orders'",
        "DROP VIEW main.shop.totals | MANAGE on Table 'main.shop.totals'",
        "ALTER TABLE main.shop.orders RENAME TO main.shop.o | MANAGE on Table 'main.shop.orders'",
        "DROP SCHEMA main.shop CASCADE | MANAGE on Schema 'main.shop'",
        "GRANT SELECT ON main.shop.orders TO anna | MANAGE on Table 'main.shop.orders'",
        "REVOKE SELECT ON main.shop.orders FROM anna | MANAGE on Table 'main.shop.orders'",
        "SHOW GRANTS ON main.shop.orders | MANAGE on Table 'main.shop.orders'",
        "SHOW TABLES IN main.other | BROWSE on Catalog 'main'"
      })
  void defines_only_what_it_may(String sql, String missing) {
    use();

    fails(sql, "PERMISSION_DENIED: User does not have %s.", missing);
  }

  @Test
  void does_not_tell_a_missing_table_from_a_schema_that_is_closed() {
    assertThat(workspace.failure("anna", "SELECT * FROM main.shop.nosuch").sqlState())
        .isEqualTo("42P01");
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(strings = {"CATALOG main", "SCHEMA main.shop", "TABLE main.shop.orders"})
  void inherits_what_is_granted_further_up(String place) {
    use();
    workspace.prepare("GRANT SELECT ON " + place + " TO anna");

    assertThat(workspace.lines("anna", "SELECT id FROM main.shop.orders"))
        .containsExactlyInAnyOrder("1", "2");
    assertThat(workspace.failure("otto", "SELECT id FROM main.shop.orders").sqlState())
        .isEqualTo("42501");
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(strings = {"analysts", "account users"})
  void counts_what_a_group_is_granted(String group) {
    workspace.prepare("GRANT ALL PRIVILEGES ON CATALOG main TO `" + group + "`");

    assertThat(workspace.lines("anna", "SELECT id FROM main.shop.orders"))
        .containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void reads_a_view_with_its_owners_privileges_and_not_its_readers() {
    use();
    workspace.prepare("GRANT SELECT ON VIEW main.shop.totals TO anna");

    assertThat(workspace.lines("anna", "SELECT * FROM main.shop.totals")).containsExactly("30");
    workspace.prepare("REVOKE SELECT ON VIEW main.shop.totals FROM anna");
    fails(
        "SELECT * FROM main.shop.totals",
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have %s. SQLSTATE: 42501",
        "SELECT on Table 'main.shop.totals'");
  }

  @Test
  void stops_a_view_when_its_owner_loses_the_table() {
    use();
    workspace.prepare(
        "GRANT CREATE TABLE, SELECT ON SCHEMA main.shop TO anna",
        "GRANT USE CATALOG, USE SCHEMA ON CATALOG main TO otto");
    workspace.succeed("anna", "CREATE VIEW main.shop.annas AS SELECT id FROM main.shop.orders");
    workspace.succeed("anna", "GRANT SELECT ON VIEW main.shop.annas TO otto");
    assertThat(workspace.rows("otto", "SELECT * FROM main.shop.annas")).hasSize(2);

    workspace.prepare("REVOKE SELECT ON SCHEMA main.shop FROM anna");

    assertThat(workspace.failure("otto", "SELECT * FROM main.shop.annas"))
        .hasMessageContaining("User does not have SELECT on Table 'main.shop.orders'.");
    workspace.prepare("DROP VIEW main.shop.annas");
  }

  @Tag("matrix")
  @Test
  void owns_what_it_creates_until_that_is_dropped() {
    use();
    workspace.prepare("GRANT CREATE TABLE ON SCHEMA main.shop TO anna");

    workspace.succeed("anna", "CREATE TABLE main.shop.mine AS SELECT 1 AS id");
    workspace.succeed("anna", "INSERT INTO main.shop.mine VALUES (2)");
    workspace.succeed("anna", "ALTER TABLE main.shop.mine RENAME TO main.shop.own");
    assertThat(workspace.lines("anna", "SELECT * FROM main.shop.own"))
        .containsExactlyInAnyOrder("1", "2");
    workspace.succeed("anna", "CREATE OR REPLACE TABLE main.shop.own AS SELECT 9 AS id");
    workspace.succeed("anna", "DROP TABLE main.shop.own");
    workspace.prepare("CREATE TABLE main.shop.own (id INT)");

    assertThat(workspace.failure("anna", "SELECT * FROM main.shop.own").sqlState())
        .isEqualTo("42501");
    workspace.prepare("DROP TABLE main.shop.own");
  }
}
