package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what with which statement. */
class GrantsTest {

  private static final Securable MAIN = Securable.catalog("main");
  private static final Securable SHOP = Securable.schema("main", "shop");
  private static final Securable ORDERS = Securable.table("main", "shop", "orders");
  private static final Securable TOTALS = Securable.table("main", "shop", "totals");

  @TempDir private static Path dir;

  private static SqlWorkspace workspace;

  @BeforeAll
  static void start() throws Exception {
    workspace = new SqlWorkspace(dir);
    workspace.prepare(
        "CREATE SCHEMA main.shop",
        "CREATE TABLE main.shop.orders (id INT, amount INT)"
            + " TBLPROPERTIES (delta.enableChangeDataFeed = true)",
        "INSERT INTO main.shop.orders VALUES (1, 10), (2, 20)",
        "CREATE TABLE main.shop.hidden (id INT)",
        "CREATE VIEW main.shop.totals AS SELECT sum(amount) AS total FROM main.shop.orders",
        "CREATE SCHEMA main.other");
  }

  @AfterAll
  static void stop() {
    workspace.close();
  }

  @BeforeEach
  void revoke_everything() {
    Stream.of(MAIN, SHOP, ORDERS, TOTALS).forEach(workspace::revoke);
  }

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
        "SELECT * FROM table_changes('main.shop.orders', 1)",
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
    assertThat(workspace.lines("anna", "SELECT * FROM main.shop.orders ORDER BY id"))
        .containsExactly("1 10", "2 20");
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

  @ParameterizedTest
  @ValueSource(strings = {"CATALOG main", "SCHEMA main.shop", "TABLE main.shop.orders"})
  void inherits_what_is_granted_further_up(String place) {
    use();
    workspace.prepare("GRANT SELECT ON " + place + " TO anna");

    assertThat(workspace.lines("anna", "SELECT id FROM main.shop.orders ORDER BY id"))
        .containsExactly("1", "2");
    assertThat(workspace.failure("otto", "SELECT id FROM main.shop.orders").sqlState())
        .isEqualTo("42501");
  }

  @ParameterizedTest
  @ValueSource(strings = {"analysts", "account users"})
  void counts_what_a_group_is_granted(String group) {
    workspace.prepare("GRANT ALL PRIVILEGES ON CATALOG main TO `" + group + "`");

    assertThat(workspace.lines("anna", "SELECT id FROM main.shop.orders ORDER BY id"))
        .containsExactly("1", "2");
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

  @Test
  void owns_what_it_creates_until_that_is_dropped() {
    use();
    workspace.prepare("GRANT CREATE TABLE ON SCHEMA main.shop TO anna");

    workspace.succeed("anna", "CREATE TABLE main.shop.mine AS SELECT 1 AS id");
    workspace.succeed("anna", "INSERT INTO main.shop.mine VALUES (2)");
    workspace.succeed("anna", "UPDATE main.shop.mine SET id = 3 WHERE id = 2");
    workspace.succeed("anna", "ALTER TABLE main.shop.mine RENAME TO main.shop.own");
    assertThat(workspace.lines("anna", "SELECT * FROM main.shop.own ORDER BY id"))
        .containsExactly("1", "3");
    workspace.succeed("anna", "CREATE OR REPLACE TABLE main.shop.own AS SELECT 9 AS id");
    workspace.succeed("anna", "DROP TABLE main.shop.own");
    workspace.prepare("CREATE TABLE main.shop.own (id INT)");

    assertThat(workspace.failure("anna", "SELECT * FROM main.shop.own").sqlState())
        .isEqualTo("42501");
    workspace.prepare("DROP TABLE main.shop.own");
  }

  @Test
  void lists_what_the_caller_may_see() {
    assertThat(workspace.lines("anna", "SHOW CATALOGS")).isEmpty();
    use();
    workspace.grant(ORDERS, "anna", Privilege.SELECT);

    assertThat(workspace.lines("anna", "SHOW CATALOGS")).containsExactly("main");
    assertThat(workspace.lines("anna", "SHOW SCHEMAS IN main")).containsExactly("shop");
    assertThat(workspace.lines("anna", "SHOW TABLES IN main.shop"))
        .containsExactly("shop orders false");
    assertThat(workspace.lines("anna", "SHOW TABLES IN CATALOG `main`")).hasSize(1);

    workspace.grant(MAIN, "anna", Privilege.BROWSE);
    assertThat(workspace.lines("anna", "SHOW SCHEMAS IN main"))
        .containsExactly("default", "other", "shop");
    assertThat(workspace.lines("anna", "SHOW TABLES IN main.shop")).hasSize(3);
    assertThat(workspace.lines("anna", "DESCRIBE TABLE main.shop.hidden")).hasSize(1);
  }

  @Test
  void shows_what_is_granted_and_where() {
    use();
    workspace.prepare("GRANT SELECT, MODIFY ON TABLE main.shop.orders TO anna");

    assertThat(workspace.lines(SqlWorkspace.ADMIN, "SHOW GRANTS ON TABLE main.shop.orders"))
        .containsExactly(
            "anna SELECT TABLE main.shop.orders", "anna MODIFY TABLE main.shop.orders");
    assertThat(workspace.lines("anna", "SHOW GRANTS anna ON SCHEMA main.shop"))
        .containsExactly("anna USE SCHEMA SCHEMA main.shop");
    assertThat(workspace.lines(SqlWorkspace.ADMIN, "SHOW GRANTS `otto` ON CATALOG main")).isEmpty();
  }

  @Test
  void tells_who_asks_and_in_which_groups_that_is() {
    String sql =
        "SELECT current_user() AS me, is_account_group_member('analysts') AS a,"
            + " is_member('admins') AS b";
    workspace.prepare("CREATE OR REPLACE VIEW main.shop.me AS " + sql);
    workspace.prepare("GRANT ALL PRIVILEGES ON CATALOG main TO `account users`");

    assertThat(workspace.lines("anna", "SELECT * FROM main.shop.me"))
        .containsExactly("anna true false");
    assertThat(workspace.lines(SqlWorkspace.ADMIN, "SELECT * FROM main.shop.me"))
        .containsExactly("admin false true");
    workspace.prepare("DROP VIEW main.shop.me");
  }

  @Test
  void is_open_to_administrators() {
    workspace.grant(MAIN, "anna", Privilege.USE_CATALOG, Privilege.USE_SCHEMA);
    workspace.grant(SHOP, "anna", Privilege.CREATE_TABLE);
    workspace.succeed("anna", "CREATE TABLE main.shop.annas AS SELECT 1 AS id");

    assertThat(workspace.lines(SqlWorkspace.ADMIN, "SELECT * FROM main.shop.annas"))
        .containsExactly("1");
    workspace.prepare("DROP TABLE main.shop.annas");
  }

  @Test
  void opens_no_files_to_others_than_administrators() {
    use();
    Path table = dir.resolve("catalogs/main/shop/orders");

    fails(
        "SELECT * FROM parquet.`%s`".formatted(table),
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have %s. SQLSTATE: 42501",
        "permission SELECT on any file");
    fails(
        "SELECT * FROM delta.`%s`".formatted(table),
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have %s. SQLSTATE: 42501",
        "SELECT on Table 'main.shop.orders'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GRANT SELECT ON main.shop.orders TO nobody | Could not find principal with name nobody",
        "GRANT USE CATALOG ON TABLE main.shop.orders TO anna"
            + " | Privilege USE CATALOG is not applicable to Table 'main.shop.orders'.",
        "GRANT SELECT ON main.shop.nosuch TO anna"
            + " | [TABLE_OR_VIEW_NOT_FOUND] The table or view `main`.`shop`.`nosuch` cannot be found."
            + " SQLSTATE: 42P01",
        "GRANT FLY ON main.shop.orders TO anna"
            + " | [PARSE_SYNTAX_ERROR] Syntax error at or near 'FLY'. SQLSTATE: 42601"
      })
  void refuses_grants_that_make_no_sense(String sql, String message) {
    assertThat(workspace.failure(SqlWorkspace.ADMIN, sql)).hasMessage(message);
  }

  private static void use() {
    workspace.grant(MAIN, "anna", Privilege.USE_CATALOG);
    workspace.grant(SHOP, "anna", Privilege.USE_SCHEMA);
  }

  private static void fails(String sql, String message, String missing) {
    var failure = workspace.failure("anna", sql);
    assertThat(failure).hasMessage(message, missing);
    assertThat(failure.sqlState()).isEqualTo("42501");
  }
}
