// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No statement reaches the files, the network or the JVM behind the workspace, whoever runs it. In
 * statements {@code #} is a folder outside.
 */
class WorkspaceBorderTest {

  private static final String ANNA = "anna";
  private static final String UNSUPPORTED =
      "[UNSUPPORTED_FEATURE] %s is not supported by the local workspace. SQLSTATE: 0A000";

  @TempDir private static Path dir;
  @TempDir private static Path outside;

  private static SqlWorkspace workspace;
  private static Session anna;
  private static Session admin;

  @BeforeAll
  static void start() throws Exception {
    workspace = new SqlWorkspace(dir);
    workspace.prepare(
        "CREATE SCHEMA main.border",
        "CREATE SCHEMA main.csv",
        "CREATE TABLE main.csv.orders AS SELECT 7 AS id");
    workspace.grant(Securable.catalog("main"), ANNA, Privilege.USE_CATALOG);
    for (String schema : new String[] {"border", "csv"}) {
      workspace.grant(
          Securable.schema("main", schema),
          ANNA,
          Privilege.USE_SCHEMA,
          Privilege.CREATE_TABLE,
          Privilege.SELECT);
    }
    Files.writeString(outside.resolve("secret.csv"), "secret\n");
    anna = workspace.session(ANNA);
    admin = workspace.session(SqlWorkspace.ADMIN);
  }

  @AfterAll
  static void stop() throws IOException {
    workspace.close();
    try (Stream<Path> files = Files.list(outside)) {
      assertThat(files).containsExactly(outside.resolve("secret.csv"));
    }
  }

  private static String failure(Session session, String sql) {
    return workspace
        .run(session, sql.replace("#", outside.toString()))
        .failure()
        .map(Throwable::getMessage)
        .orElse("runs");
  }

  @Test
  void a_statement_reads_nothing_of_the_process() {
    assertThat(
            workspace.lines(
                ANNA, "SELECT '${env:PATH}', '${system:user.home}', '${spark.driver.host}'"))
        .containsExactly("${env:PATH} ${system:user.home} ${spark.driver.host}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT TRANSFORM('a') USING 'touch #/made' AS (x STRING) | TRANSFORM",
        "CREATE VIEW main.border.v AS SELECT TRANSFORM('a') USING 'id' AS (x STRING) | TRANSFORM",
        "BEGIN IF TRUE THEN SELECT TRANSFORM('a') USING 'id' AS (x STRING); END IF; END | TRANSFORM",
        "SELECT reflect('java.lang.System', 'getProperty', 'user.home') | The function reflect",
        "SELECT java_method('java.lang.System', 'exit', 1) | The function java_method",
        "SELECT try_reflect('java.lang.System', 'exit', 1) | The function try_reflect",
        "SELECT system.builtin.reflect('java.lang.System', 'exit', 1) | The function reflect",
        "SELECT IDENTIFIER('reflect')('java.lang.System', 'exit', 1) | Calling methods of the JVM",
        "SELECT 1 WHERE (SELECT reflect('java.lang.System', 'exit', 1)) = 1 | The function reflect",
        "INSERT INTO main.csv.orders VALUES (reflect('java.lang.System', 'exit', 1)) | The function reflect",
        "EXECUTE IMMEDIATE concat('SELECT ref', 'lect(''java.lang.System'', ''exit'', 1)') | The function reflect",
        "BEGIN SELECT reflect('java.lang.System', 'exit', 1); END | The function reflect",
        "ADD JAR '#/secret.csv' | ADD JARS",
        "ADD FILE '#/secret.csv' | ADD FILES",
        "ADD ARCHIVE '#/secret.csv' | ADD ARCHIVES",
        "/**/ LIST JARS | LIST",
        "/**/ LIST FILES | LIST",
        "INSERT OVERWRITE LOCAL DIRECTORY '#/made' USING csv SELECT 1 AS id | INSERT OVERWRITE DIRECTORY",
        "INSERT OVERWRITE DIRECTORY '#/made' USING csv SELECT 1 AS id | INSERT OVERWRITE DIRECTORY",
        "CREATE FUNCTION main.border.f AS 'java.lang.Object' | CREATE FUNCTION from a class",
        "CREATE TEMPORARY FUNCTION f AS 'java.lang.Object' USING JAR '#/x.jar' | CREATE FUNCTION from a class",
        "CREATE TEMPORARY VIEW v1 USING csv OPTIONS (path '#/secret.csv') | CREATE TEMPORARY VIEW USING",
        "CREATE TEMPORARY VIEW v2 USING jdbc OPTIONS (url 'jdbc:x:y', dbtable 'z') | CREATE TEMPORARY VIEW USING",
        "LOAD DATA LOCAL INPATH '#/secret.csv' INTO TABLE main.csv.orders | LOAD DATA",
        "REFRESH '#/secret.csv' | REFRESH of a path",
        "CONVERT TO DELTA parquet.`#` | CONVERT TO DELTA",
        "ALTER TABLE main.csv.orders SET LOCATION '#' | SET LOCATION",
        "CREATE TABLE main.border.t LIKE main.csv.orders LOCATION '#/made' | LOCATION",
        "CREATE TABLE main.border.t SHALLOW CLONE main.csv.orders LOCATION '#/made' | LOCATION",
        "SELECT from_xml('<a/>', 'a INT', map('rowValidationXSDPath', '#/secret.csv')) | The option rowValidationXSDPath",
        "SELECT schema_of_xml('<a/>', map('rowvalidationxsdpath', '#/secret.csv')) | The option rowValidationXSDPath",
        "SET | SET without a name",
        "SET -v | SET without a name"
      })
  void what_leaves_the_workspace_is_not_supported(String sql, String what) {
    assertThat(failure(anna, sql)).isEqualTo(UNSUPPORTED.formatted(what));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM csv.`#/secret.csv`",
        "TABLE csv.`#/secret.csv`",
        "SELECT * FROM binaryFile.`#/secret.csv`",
        "SELECT * FROM json.`http://127.0.0.1:1/x`",
        "SELECT * FROM `org.apache.spark.sql.execution.datasources.csv.CSVFileFormat`.`#/secret.csv`",
        "SELECT * FROM IDENTIFIER('csv.`#/secret.csv`')",
        "SELECT * FROM STREAM csv.`#/secret.csv`",
        "SELECT * FROM delta.`#`",
        "SELECT (SELECT max(_c0) FROM csv.`#/secret.csv`)",
        "WITH x AS (SELECT * FROM csv.`#/secret.csv`) SELECT * FROM x",
        "EXPLAIN SELECT * FROM csv.`#/secret.csv`",
        "DESCRIBE QUERY SELECT * FROM csv.`#/secret.csv`",
        "CREATE TEMPORARY VIEW v3 AS SELECT * FROM csv.`#/secret.csv`",
        "CREATE VIEW main.border.v AS SELECT * FROM csv.`#/secret.csv`",
        "CREATE TABLE main.border.t AS SELECT * FROM csv.`#/secret.csv`",
        "CACHE TABLE k AS SELECT * FROM csv.`#/secret.csv`",
        "INSERT INTO csv.`#/made` VALUES (1)",
        "INSERT INTO delta.`#/made` VALUES (1)",
        "CREATE TABLE delta.`#/made` (id INT) USING delta",
        "CREATE TABLE delta.`#/made` AS SELECT 1 AS id",
        "CREATE TABLE main.border.t SHALLOW CLONE parquet.`#`",
        "DESCRIBE DETAIL '#/secret.csv'",
        "DESCRIBE HISTORY delta.`#`",
        "VACUUM '#'",
        "OPTIMIZE '#'",
        "RESTORE TABLE delta.`#` TO VERSION AS OF 0",
        "DELETE FROM delta.`#`",
        "DROP TABLE delta.`#`",
        "SELECT * FROM table_changes_by_path('#', 0)"
      })
  void files_are_opened_to_nobody(String sql) {
    assertThat(failure(anna, sql))
        .isEqualTo(
            "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\nUser does not have permission SELECT on any file."
                + " SQLSTATE: 42501");
    assertThat(failure(admin, sql))
        .isEqualTo(UNSUPPORTED.formatted("A path in the place of a table's name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE main.border.t USING csv LOCATION '#/made'",
        "CREATE TABLE main.border.t (id INT) LOCATION '#/made'",
        "CREATE TABLE main.border.t (id INT) USING delta OPTIONS (path '#/made')",
        "CREATE TABLE main.border.t (id INT) USING jdbc OPTIONS (url 'jdbc:x:y')",
        "CREATE TABLE main.border.t (id INT) STORED AS PARQUET"
      })
  void tables_are_managed_delta_tables(String sql) {
    assertThat(failure(anna, sql))
        .isEqualTo(
            "[UNSUPPORTED_FEATURE] The local workspace has managed Delta tables only: no LOCATION, no other format."
                + " SQLSTATE: 0A000");
  }

  @Test
  void schemas_are_managed() {
    assertThat(failure(admin, "CREATE SCHEMA main.made LOCATION '#/made'"))
        .isEqualTo(
            "[UNSUPPORTED_FEATURE] The local workspace has managed schemas only: no LOCATION. SQLSTATE: 0A000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE spark_catalog.default.t (id INT) USING csv LOCATION '#/made'",
        "CREATE SCHEMA spark_catalog.made LOCATION '#/made'",
        "SELECT * FROM spark_catalog.default.t",
        "SET CATALOG spark_catalog",
        "SET CATALOG `SPARK_CATALOG`",
        "USE spark_catalog.default",
        "ANALYZE TABLES IN spark_catalog.default COMPUTE STATISTICS"
      })
  void there_is_no_catalog_of_sparks_own(String sql) {
    for (Session session : new Session[] {anna, admin}) {
      assertThat(failure(session, sql))
          .startsWith("[NO_SUCH_CATALOG_EXCEPTION] Catalog 'spark_catalog' was not found.");
    }
  }

  @Test
  void a_session_that_got_into_sparks_catalog_by_a_computed_name_can_do_nothing_but_leave() {
    var session = workspace.session(SqlWorkspace.ADMIN);
    workspace.run(session, "SET CATALOG IDENTIFIER('spark_' || 'catalog')");

    String nothing =
        failure(session, "CREATE TABLE default.t (id INT) USING csv LOCATION '#/made'");
    assertThat(nothing).doesNotContain("runs").containsAnyOf("NO_SUCH_CATALOG", "managed Delta");
    assertThat(failure(session, "USE CATALOG main")).isEqualTo("runs");
    assertThat(failure(session, "SELECT * FROM csv.orders")).isEqualTo("runs");
  }

  @ParameterizedTest
  @CsvSource({
    "SET `spark.sql.runSQLOnFiles` = true, spark.sql.runSQLOnFiles",
    "/**/ SET spark.sql.shuffle.partitions = 3, spark.sql.shuffle.partitions",
    "SET spark.sql.shuffle.partitions, spark.sql.shuffle.partitions",
    "RESET spark.sql.shuffle.partitions, spark.sql.shuffle.partitions"
  })
  void has_no_settings_of_spark(String sql, String name) {
    assertThat(failure(anna, sql))
        .isEqualTo(
            "[CONFIG_NOT_AVAILABLE] Configuration %s is not available. SQLSTATE: 42K0I"
                .formatted(name));
  }

  @Test
  void documents_load_nothing_from_outside() throws IOException {
    assertThat(
            workspace.lines(
                ANNA,
                "SELECT xpath_string('<!DOCTYPE a [<!ENTITY e SYSTEM \"file:%s/secret.csv\">]><a>&e;</a>', 'a')"
                    .formatted(outside)))
        .containsExactly("");
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(200);
      failure(
          anna,
          "SELECT xpath_string('<!DOCTYPE a SYSTEM \"http://127.0.0.1:%d/x.dtd\"><a>1</a>', 'a')"
              .formatted(socket.getLocalPort()));
      assertThatThrownBy(socket::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM csv.orders",
        "SELECT * FROM IDENTIFIER('main.csv.orders')",
        "CREATE TABLE main.border.made USING delta AS SELECT * FROM csv.orders",
        "INSERT INTO main.border.made SELECT * FROM csv.orders",
        "CREATE VIEW main.border.view AS SELECT * FROM main.csv.orders",
        "CREATE TEMPORARY VIEW inside AS SELECT * FROM csv.orders",
        "EXPLAIN SELECT * FROM csv.orders",
        "DESCRIBE DETAIL main.border.made",
        "OPTIMIZE main.border.made",
        "DECLARE VARIABLE inside INT DEFAULT 1",
        "SET TIME ZONE 'Europe/Berlin'"
      })
  void what_stays_inside_runs(String sql) {
    assertThat(failure(anna, sql)).isEqualTo("runs");
  }

  @Test
  @Tag("matrix")
  void a_table_of_ones_own_is_cleaned_up() {
    assertThat(failure(anna, "CREATE TABLE main.border.cleaned (id INT)")).isEqualTo("runs");
    assertThat(failure(anna, "VACUUM main.border.cleaned")).isEqualTo("runs");
  }
}
