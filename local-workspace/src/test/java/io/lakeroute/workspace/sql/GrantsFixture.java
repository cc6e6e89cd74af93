// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A shop whose tables anna may do nothing with at first. */
abstract class GrantsFixture {

  static final Securable MAIN = Securable.catalog("main");
  static final Securable SHOP = Securable.schema("main", "shop");
  static final Securable ORDERS = Securable.table("main", "shop", "orders");
  static final Securable TOTALS = Securable.table("main", "shop", "totals");

  @TempDir static Path dir;

  static SqlWorkspace workspace;

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

  static void use() {
    workspace.grant(MAIN, "anna", Privilege.USE_CATALOG);
    workspace.grant(SHOP, "anna", Privilege.USE_SCHEMA);
  }

  static void fails(String sql, String message, String missing) {
    var failure = workspace.failure("anna", sql);
    assertThat(failure).hasMessage(message, missing);
    assertThat(failure.sqlState()).isEqualTo("42501");
  }
}
