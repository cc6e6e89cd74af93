// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Primary and foreign keys, which are declared and shown, and enforced by nothing. */
class TableKeysTest {

  @TempDir private static Path dir;

  private static SqlWorkspace workspace;

  @BeforeAll
  static void start() throws Exception {
    workspace = new SqlWorkspace(dir);
    workspace.prepare(
        "CREATE SCHEMA main.keys",
        "CREATE TABLE main.keys.customers (id INT PRIMARY KEY, name STRING)");
    var session = workspace.session(SqlWorkspace.ADMIN);
    for (String sql :
        List.of(
            "USE main.keys",
            "CREATE TABLE orders (day DATE, nr INT, customer INT,"
                + " CONSTRAINT orders_key PRIMARY KEY (nr, DAY) RELY,"
                + " CONSTRAINT of_customer FOREIGN KEY (customer) REFERENCES customers (id))")) {
      assertThat(workspace.run(session, sql).failure()).as(sql).isEmpty();
    }
  }

  @AfterAll
  static void stop() {
    workspace.close();
  }

  @Test
  void describes_a_table_with_its_keys() {
    assertThat(lines("DESCRIBE TABLE EXTENDED main.keys.orders"))
        .containsSubsequence(
            "# Constraints  ",
            "orders_key PRIMARY KEY (`nr`, `day`) RELY ",
            "of_customer FOREIGN KEY (`customer`) REFERENCES `main`.`keys`.`customers` (`id`) ");
    assertThat(
            lines(
                "SELECT column_name, is_nullable FROM main.information_schema.columns"
                    + " WHERE table_schema = 'keys' AND table_name = 'orders'"))
        .containsExactlyInAnyOrder("day NO", "nr NO", "customer YES");
  }

  @Test
  void lists_keys_in_the_information_schema() {
    assertThat(
            lines(
                "SELECT constraint_name, table_name, constraint_type, enforced"
                    + " FROM main.information_schema.table_constraints"
                    + " WHERE table_schema = 'keys' AND table_name IN ('orders', 'customers')"))
        .containsExactlyInAnyOrder(
            "customers_pk customers PRIMARY KEY NO",
            "orders_key orders PRIMARY KEY NO",
            "of_customer orders FOREIGN KEY NO");
    assertThat(
            lines(
                "SELECT constraint_name, table_name, column_name, ordinal_position,"
                    + " position_in_unique_constraint FROM main.information_schema.key_column_usage"
                    + " WHERE constraint_schema = 'keys' AND table_name = 'orders'"))
        .containsExactlyInAnyOrder(
            "orders_key orders nr 1 null",
            "orders_key orders day 2 null",
            "of_customer orders customer 1 1");
  }

  @Test
  void shows_a_primary_key_to_whoever_may_know_of_the_table() {
    String show = "SHOW KEYS IN CATALOG `main` IN SCHEMA `keys` IN TABLE `orders`";

    assertThat(lines(show))
        .containsExactly("nr main keys orders 1 orders_key", "day main keys orders 2 orders_key");
    assertThat(workspace.lines("otto", show)).isEmpty();
  }

  @Tag("matrix")
  @Test
  void adds_and_drops_keys_without_a_version_of_the_table() {
    workspace.prepare(
        "CREATE TABLE main.keys.items (id INT NOT NULL, customer INT)",
        "ALTER TABLE main.keys.items ADD CONSTRAINT items_key PRIMARY KEY (id)",
        "ALTER TABLE main.keys.items ADD CONSTRAINT bought_by FOREIGN KEY (customer)"
            + " REFERENCES main.keys.customers (id) NOT ENFORCED");
    assertThat(keys("items")).containsExactly("bought_by", "items_key");

    workspace.prepare(
        "ALTER TABLE main.keys.items DROP CONSTRAINT bought_by",
        "ALTER TABLE main.keys.items DROP CONSTRAINT IF EXISTS ITEMS_KEY CASCADE");
    assertThat(keys("items")).isEmpty();
    assertThat(lines("DESCRIBE HISTORY main.keys.items")).hasSize(1);
  }

  @Tag("matrix")
  @Test
  void a_table_takes_its_keys_along_until_it_is_replaced_or_dropped() {
    workspace.prepare(
        "CREATE TABLE main.keys.early (id INT PRIMARY KEY)",
        "ALTER TABLE main.keys.early RENAME TO main.keys.late");
    assertThat(keys("late")).containsExactly("early_pk");

    workspace.failure(
        SqlWorkspace.ADMIN,
        "CREATE OR REPLACE TABLE main.keys.late AS SELECT raise_error('late') AS id");
    assertThat(keys("late")).containsExactly("early_pk");

    workspace.prepare(
        "CREATE OR REPLACE TABLE main.keys.late (id INT, CONSTRAINT k PRIMARY KEY (id))");
    assertThat(keys("late")).containsExactly("k");

    workspace.prepare("CREATE OR REPLACE TABLE main.keys.late AS SELECT 1 AS id");
    assertThat(keys("late")).isEmpty();

    workspace.prepare(
        "DROP TABLE main.keys.late",
        "CREATE OR REPLACE TABLE main.keys.late (id INT PRIMARY KEY)",
        "DROP TABLE main.keys.late",
        "CREATE TABLE main.keys.late (id INT)");
    assertThat(keys("late")).isEmpty();
  }

  @Tag("matrix")
  @Test
  void checks_still_hold_and_are_dropped_by_their_names() {
    workspace.prepare(
        "CREATE TABLE main.keys.checked (id INT PRIMARY KEY)",
        "ALTER TABLE main.keys.checked ADD CONSTRAINT positive CHECK (id > 0)");
    fails(
        "INSERT INTO main.keys.checked VALUES (-1)",
        "23001",
        "[DELTA_VIOLATE_CONSTRAINT_WITH_VALUES]");

    workspace.prepare(
        "ALTER TABLE main.keys.checked DROP CONSTRAINT positive",
        "INSERT INTO main.keys.checked VALUES (-1), (-1)");
    assertThat(keys("checked")).containsExactly("checked_pk");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE main.keys.x (id INT, CONSTRAINT k PRIMARY KEY (nr))"
            + " | Cannot create the primary key `k` because its child column(s) `nr` does not exist.",
        "ALTER TABLE main.keys.customers ADD CONSTRAINT k PRIMARY KEY (name)"
            + " | Cannot create the primary key `k` because its child column(s) `name` is nullable."
            + " Please change the column nullability and retry.",
        "ALTER TABLE main.keys.customers ADD CONSTRAINT k PRIMARY KEY (id)"
            + " | Cannot create the primary key `k` because the table has a primary key.",
        "ALTER TABLE main.keys.orders ADD CONSTRAINT orders_key FOREIGN KEY (nr)"
            + " REFERENCES main.keys.customers (id) | Cannot create the foreign key `orders_key`"
            + " because the table has a constraint of this name.",
        "CREATE TABLE main.keys.x (id INT, CONSTRAINT k FOREIGN KEY (id)"
            + " REFERENCES main.keys.customers (name)) | Cannot create the foreign key `k` because"
            + " `name` is not the primary key of `main`.`keys`.`customers`.",
        "CREATE TABLE main.keys.x (id INT, CONSTRAINT k FOREIGN KEY (id)"
            + " REFERENCES none.keys.customers (id)) | Cannot create the foreign key `k` because"
            + " `id` is not the primary key of `none`.`keys`.`customers`."
      })
  void refuses_what_is_no_key(String sql, String message) {
    fails(sql, "42000", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE main.keys.x (id INT REFERENCES main.keys.customers)"
            + " | REFERENCES without the columns of the primary key",
        "CREATE TABLE main.keys.x (id INT UNIQUE) | A CHECK or UNIQUE constraint in this place",
        "ALTER TABLE main.keys.customers DROP COLUMN id | Renaming or dropping a column of a key",
        "ALTER TABLE main.keys.customers RENAME COLUMN id TO nr"
            + " | Renaming or dropping a column of a key"
      })
  void says_what_of_keys_it_does_not_support(String sql, String what) {
    fails(
        sql,
        "0A000",
        "[UNSUPPORTED_FEATURE] %s is not supported by the local workspace. SQLSTATE: 0A000"
            .formatted(what));
  }

  @Test
  void does_not_parse_all_that_is_said_of_keys() {
    for (String sql :
        List.of(
            "CREATE TABLE main.keys.x (id INT PRIMARY KEY TIMESERIES)",
            "CREATE TABLE main.keys.x (id INT REFERENCES main.keys.customers (id) MATCH FULL)",
            "ALTER TABLE main.keys.customers DROP PRIMARY KEY")) {
      fails(sql, "42601", "[PARSE_SYNTAX_ERROR]");
    }
  }

  @Test
  void drops_a_primary_key_that_a_foreign_key_refers_to() {
    workspace.prepare(
        "CREATE TABLE main.keys.parents (id INT PRIMARY KEY)",
        "CREATE TABLE main.keys.children (id INT REFERENCES main.keys.parents (id))",
        "ALTER TABLE main.keys.parents DROP CONSTRAINT parents_pk");

    assertThat(keys("children")).hasSize(1);
  }

  @Test
  void lists_no_foreign_keys_to_the_driver() {
    assertThat(lines("SHOW FOREIGN KEYS IN CATALOG `main` IN SCHEMA `keys` IN TABLE `orders`"))
        .isEmpty();
  }

  @Test
  void refers_only_to_tables_that_the_caller_manages() {
    workspace.grant(Securable.catalog("main"), "anna", Privilege.USE_CATALOG);
    workspace.grant(
        Securable.schema("main", "keys"), "anna", Privilege.USE_SCHEMA, Privilege.CREATE_TABLE);
    workspace.grant(Securable.table("main", "keys", "customers"), "anna", Privilege.SELECT);

    assertThat(
            workspace.failure(
                "anna",
                "CREATE TABLE main.keys.annas (id INT REFERENCES main.keys.customers (id))"))
        .hasMessage("PERMISSION_DENIED: User does not have MANAGE on Table 'main.keys.customers'.");
  }

  private static List<String> keys(String table) {
    return lines(
        "SELECT constraint_name FROM main.information_schema.table_constraints"
            + " WHERE table_schema = 'keys' AND table_name = '%s' ORDER BY 1".formatted(table));
  }

  private static List<String> lines(String sql) {
    return workspace.lines(SqlWorkspace.ADMIN, sql);
  }

  private static void fails(String sql, String sqlState, String message) {
    var failure = workspace.failure(SqlWorkspace.ADMIN, sql);
    assertThat(failure).hasMessageStartingWith(message);
    assertThat(failure.sqlState()).isEqualTo(sqlState);
  }
}
