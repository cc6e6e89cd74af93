// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeStatementsTest {

  private static final Securable MAIN = Securable.catalog("main");

  @TempDir private static Path dir;

  private static SqlWorkspace workspace;

  @BeforeAll
  static void start() throws Exception {
    workspace = new SqlWorkspace(dir);
    workspace.prepare(
        "CREATE SCHEMA main.lake",
        "CREATE VOLUME main.lake.inbox COMMENT 'what comes \\'in\\''",
        "CREATE VOLUME IF NOT EXISTS main.lake.Outbox",
        "CREATE VOLUME IF NOT EXISTS main.lake.outbox");
  }

  @AfterAll
  static void stop() {
    workspace.close();
  }

  @ParameterizedTest
  @CsvSource({
    "SHOW VOLUMES IN main.lake, lake inbox;lake outbox",
    "SHOW VOLUMES FROM main.lake LIKE 'in*', lake inbox",
    "SHOW VOLUMES IN main.lake '*BOX', lake inbox;lake outbox",
    "SHOW VOLUMES IN main.lake LIKE 'x*', ''",
    "SHOW VOLUMES, ''"
  })
  void shows_the_volumes_of_a_schema(String sql, String rows) {
    assertThat(String.join(";", workspace.lines(SqlWorkspace.ADMIN, sql))).isEqualTo(rows);
  }

  @Test
  void a_volume_exists_once_and_is_gone_after_its_drop() {
    workspace.prepare("CREATE VOLUME main.lake.`once`");

    fails(
        SqlWorkspace.ADMIN,
        "CREATE VOLUME main.lake.once",
        "42000",
        "[VOLUME_ALREADY_EXISTS] Cannot create volume `main`.`lake`.`once` because it already"
            + " exists.\nChoose a different name, drop or replace the existing object, or add the"
            + " IF NOT EXISTS clause to tolerate pre-existing objects. SQLSTATE: 42000");

    workspace.prepare("DROP VOLUME main.lake.once", "DROP VOLUME IF EXISTS main.lake.once");

    fails(
        SqlWorkspace.ADMIN,
        "DROP VOLUME main.lake.once",
        "42704",
        "[UC_VOLUME_NOT_FOUND] Volume `main`.`lake`.`once` does not exist. Please use 'SHOW"
            + " VOLUMES' to list available volumes. SQLSTATE: 42704");
  }

  @Test
  void what_was_granted_on_a_volume_goes_with_it() {
    var volume = Securable.volume("main", "lake", "again");
    workspace.prepare("CREATE VOLUME main.lake.again");
    workspace.grant(volume, "anna", Privilege.READ_VOLUME);
    workspace.prepare("DROP VOLUME main.lake.again", "CREATE VOLUME main.lake.again");

    assertThat(workspace.lines(SqlWorkspace.ADMIN, "SHOW GRANTS ON VOLUME main.lake.again"))
        .isEmpty();
  }

  @Test
  void a_schema_with_a_volume_is_not_empty() {
    workspace.prepare("CREATE SCHEMA main.full", "CREATE VOLUME main.full.v");

    assertThat(workspace.failure(SqlWorkspace.ADMIN, "DROP SCHEMA main.full").sqlState())
        .isEqualTo("2BP01");
    workspace.prepare("DROP SCHEMA main.full CASCADE");
    assertThat(dir.resolve("catalogs/main/full")).doesNotExist();
  }

  @Test
  void a_catalog_with_a_volume_is_not_empty() {
    workspace.prepare("CREATE CATALOG filled", "CREATE VOLUME filled.default.v");

    fails(
        SqlWorkspace.ADMIN,
        "DROP CATALOG filled",
        "2BP01",
        "[SCHEMA_NOT_EMPTY] Cannot drop catalog `filled`: it is not empty. SQLSTATE: 2BP01");
  }

  @Test
  void a_volume_is_made_with_create_volume_and_dropped_by_whoever_manages_it() {
    workspace.prepare("CREATE SCHEMA main.own", "CREATE VOLUME main.own.theirs");
    fails("CREATE VOLUME main.own.v", "USE CATALOG on Catalog 'main'");
    workspace.grant(MAIN, "anna", Privilege.USE_CATALOG, Privilege.USE_SCHEMA);
    try {
      fails(
          "anna",
          "CREATE VOLUME main.own.v",
          "42501",
          "PERMISSION_DENIED: User does not have CREATE VOLUME on Schema 'main.own'.");
      workspace.grant(Securable.schema("main", "own"), "anna", Privilege.CREATE_VOLUME);

      workspace.succeed("anna", "CREATE VOLUME main.own.v");

      assertThat(workspace.lines("anna", "SHOW VOLUMES IN main.own")).containsExactly("own v");
      fails(
          "anna",
          "DROP VOLUME main.own.theirs",
          "42501",
          "PERMISSION_DENIED: User does not have MANAGE on Volume 'main.own.theirs'.");
      workspace.succeed("anna", "DROP VOLUME main.own.v");
    } finally {
      workspace.revoke(MAIN);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE EXTERNAL VOLUME main.lake.far LOCATION 's3://bucket/far'",
        "CREATE VOLUME main.lake.far LOCATION 's3://bucket/far'"
      })
  void external_volumes_are_refused(String sql) {
    fails(
        SqlWorkspace.ADMIN,
        sql,
        "0A000",
        "[UNSUPPORTED_FEATURE] An external volume is not supported by the local workspace."
            + " SQLSTATE: 0A000");
    assertThat(Files.exists(dir.resolve("catalogs/main/lake/_volumes/far"))).isFalse();
  }

  private static void fails(String sql, String missing) {
    fails(
        "anna",
        sql,
        "42501",
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have %s. SQLSTATE: 42501"
            .formatted(missing));
  }

  private static void fails(String principal, String sql, String sqlState, String message) {
    var failure = workspace.failure(principal, sql);
    assertThat(failure).hasMessage(message);
    assertThat(failure.sqlState()).isEqualTo(sqlState);
  }
}
