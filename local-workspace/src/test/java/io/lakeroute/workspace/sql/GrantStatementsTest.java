// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.workspace.grants.Privilege;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of grants, to whom, and what cannot be granted. */
class GrantStatementsTest extends GrantsFixture {

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

  @Tag("matrix")
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
  void opens_no_files() {
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
}
