// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.CatalogFence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementGuardTest {

  private final StatementReader reader = new StatementReader();
  private final StatementGuard fenced =
      new StatementGuard(reader, CatalogFence.parse("acme,shared"), false, "acme");
  private final StatementGuard readOnly =
      new StatementGuard(reader, CatalogFence.OPEN, true, "acme");
  private final StatementGuard open = new StatementGuard(reader, CatalogFence.OPEN, false, "acme");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM acme.crm.leads l JOIN Shared.`ref`.countries USING (country)",
        "SELECT * FROM crm.leads",
        "SELECT * FROM leads WHERE id = ?",
        "SELECT * FROM acme.crm.leads VERSION AS OF 3",
        "SELECT raw:a.b::int, transform(xs, x -> x + 1) FROM acme.crm.leads QUALIFY row_number() OVER (ORDER BY id) = 1",
        "WITH globex AS (SELECT 1 AS one) SELECT one FROM globex",
        "SELECT leads.globex.secret.x FROM acme.crm.leads",
        "SELECT 'FROM globex.crm.leads' -- FROM globex.crm.leads\n FROM acme.crm.leads /* globex.crm.leads */",
        "SELECT * FROM table_changes('acme.crm.leads', 1, 2)",
        "SELECT * FROM acme.crm.report(DATE'2024-01-01'), range(5), LATERAL explode(array(1, 2))",
        "SELECT acme.crm.score(id), upper(name) FROM leads LATERAL VIEW explode(xs) x AS y",
        "SELECT * FROM (VALUES (1), (2)) AS t(a) PIVOT (sum(a) FOR a IN (1, 2))",
        "FROM acme.crm.leads |> WHERE id > 3 |> SELECT id",
        "TABLE acme.crm.leads",
        "SELECT IDENTIFIER(?) FROM acme.crm.leads",
      })
  void lets_queries_inside_the_fence_pass(String sql) {
    assertThatCode(() -> fenced.checkQuery(sql, "")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SELECT * FROM globex.crm.leads | 1:15",
        "SELECT * FROM `globex`.crm.leads | 1:15",
        "SELECT * FROM GLOBEX . crm . leads | 1:15",
        "SELECT * FROM /* acme. */ globex.crm.leads | 1:27",
        "SELECT * FROM `\u212Ashared`.crm.leads | 1:15",
        "SELECT * FROM `aсme`.crm.leads | 1:15",
        "SELECT * FROM `acme`.crm.leads, `globex``x`.crm.leads | 1:33",
        "SELECT * FROM system.information_schema.tables | 1:15",
        "SELECT * FROM hive_metastore.default.t | 1:15",
        "SELECT (SELECT max(id) FROM globex.crm.leads) FROM leads | 1:29",
        "SELECT * FROM leads WHERE EXISTS (SELECT 1 FROM globex.crm.leads) | 1:49",
        "SELECT * FROM leads WHERE id IN (SELECT id FROM globex.crm.leads) | 1:49",
        "SELECT * FROM leads UNION ALL TABLE globex.crm.leads | 1:37",
        "SELECT * FROM leads JOIN LATERAL (SELECT * FROM globex.crm.leads) x | 1:49",
        "WITH globex AS (SELECT 1) SELECT * FROM globex.crm.leads | 1:41",
        "WITH x AS (WITH y AS (FROM globex.crm.leads) TABLE y) TABLE x | 1:28",
        "SELECT sum(1) OVER (ORDER BY (SELECT 1 FROM globex.s.t)) FROM leads | 1:45",
        "SELECT * FROM leads ORDER BY (SELECT 1 FROM globex.s.t) | 1:45",
        "SELECT * FROM globex.crm.leads VERSION AS OF 1 | 1:15",
        "SELECT * FROM globex.crm.leads TIMESTAMP AS OF '2024-01-01' | 1:15",
        "SELECT * FROM STREAM globex.crm.leads | 1:15",
        "SELECT * FROM STREAM(globex.crm.leads) | 1:15",
        "SELECT * FROM globex.crm.leads CHANGES FROM VERSION 1 TO VERSION 2 | 1:15",
        "SELECT * FROM table_changes('globex.crm.leads', 1) | 1:15",
        "SELECT * FROM table_changes('acme.crm.leads' 'x', 1) | 1:15",
        "SELECT * FROM table_changes('glo\\u0062ex.crm.leads', 1) | 1:15",
        "SELECT * FROM table_changes('leads', 1) | 1:15",
        "SELECT * FROM table_changes(?, 1) | 1:15",
        "SELECT * FROM table_changes(concat('glo','bex.crm.leads'), 1) | 1:15",
        "SELECT * FROM table_changes(x => 'globex.crm.leads') | 1:15",
        "SELECT * FROM builtin.table_changes('globex.crm.leads', 1) | 1:15",
        "SELECT * FROM system.builtin.table_changes('globex.crm.leads', 1) | 1:15",
        "SELECT * FROM Table_Changes('globex.crm.leads', 1) | 1:15",
        "SELECT * FROM read_files('s3://globex/x') | 1:15",
        "SELECT * FROM builtin.read_files('s3://globex/x') | 1:15",
        "SELECT * FROM READ_FILES('/Volumes/globex/s/v', format => 'csv') | 1:15",
        "SELECT * FROM remote_query('c', query => 'x') | 1:15",
        "SELECT * FROM vector_search(index => 'globex.s.i') | 1:15",
        "SELECT * FROM event_log(TABLE(globex.s.t)) | 1:15",
        "SELECT * FROM a_function_of_tomorrow('globex.s.t') | 1:15",
        "SELECT * FROM globex.crm.report(1) | 1:15",
        "SELECT * FROM acme.crm.f(TABLE(globex.crm.leads)) | 1:32",
        "SELECT * FROM acme.crm.f(TABLE(SELECT * FROM globex.crm.leads)) | 1:46",
        "SELECT globex.crm.score(1) | 1:8",
        "SELECT * FROM leads LATERAL VIEW globex.crm.f(x) y AS z | 1:34",
        "SELECT secret('globex', 'key') | 1:8",
        "SELECT builtin.secret('globex', 'key') | 1:8",
        "SELECT system.builtin.`SECRET`('globex', 'key') | 1:8",
        "SELECT http_request(conn => 'globex', method => 'POST', path => '/') | 1:8",
        "SELECT ai_query('globex-model', 'x') | 1:8",
        "SELECT reflect('java.lang.System', 'getenv') | 1:8",
        "SELECT IDENTIFIER('secret')('a', 'b') | 1:8",
        "SELECT * FROM IDENTIFIER(?) | 1:15",
        "SELECT * FROM IDENTIFIER('globex.crm.leads') | 1:15",
        "SELECT * FROM IDENTIFIER(concat('glo', 'bex.crm.leads')) | 1:15",
        "SELECT * FROM IDENTIFIER('globex').crm.leads | 1:15",
        "SELECT * FROM acme.crm.leads WITH ('path' = 's3://globex/t') | 1:30",
        "SELECT * FROM delta.`s3://globex/t` | 1:15",
        "SELECT * FROM acme.delta.`/globex/t` | 1:15",
        "SELECT * FROM csv.`relative` | 1:15",
        "SELECT * FROM `org.apache.spark.sql.json`.`relative` | 1:15",
        "SELECT * FROM global_temp.v | 1:15",
        "SELECT * FROM a.b.c.d | 1:15",
        "SELECT TRANSFORM(id) USING 'cat' AS (x) FROM leads | 1:1",
        "FROM leads INSERT INTO leads SELECT * | 1:1",
        "WITH a AS (SELECT 1) INSERT INTO globex.crm.leads TABLE a | 1:1",
        "EXECUTE IMMEDIATE 'SELECT * FROM globex.crm.leads' | 1:1",
        "SET CATALOG globex | 1:1",
        "SET VAR x = 1 | 1:1",
        "DECLARE VARIABLE x INT | 1:1",
        "SHOW CATALOGS | 1:1",
        "SHOW TABLES IN globex.crm | 1:1",
        "DESCRIBE TABLE globex.crm.leads | 1:1",
        "EXPLAIN SELECT * FROM globex.crm.leads | 1:1",
        "CREATE TABLE acme.s.t AS SELECT 1 | 1:1",
        "DESCRIBE HISTORY globex.crm.leads | 1:1",
        "SELECT * FROM glob\u0435x.crm.leads | 1:15",
        "WITH `globex.crm.leads` AS (SELECT 1) SELECT * FROM `globex.crm.leads` | 1:53",
      })
  void refuses_what_is_or_may_be_outside_of_the_fence_and_says_where(String sql, String place) {
    String[] lineAndColumn = place.split(":");

    assertThatThrownBy(() -> fenced.checkQuery(sql, ""))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.FORBIDDEN))
        .hasMessageStartingWith(
            "The statement is refused on connection 'acme': what stands at line "
                + lineAndColumn[0]
                + ", column "
                + lineAndColumn[1]
                + " ")
        .message()
        .doesNotContain("globex", "shared");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; SELECT * FROM globex.crm.leads",
        "BEGIN SELECT * FROM globex.crm.leads; END",
        "SELECT * FROM globex.crm.leads@v1",
        "SELECT * FROM (DESCRIBE HISTORY globex.crm.leads)",
        "USE CATALOG globex",
        "LIST '/Volumes/globex'",
        "COPY INTO acme.s.t FROM 's3://globex'",
        "\u017FELECT 1",
        "SELECT 'without end",
        "",
      })
  void refuses_what_it_cannot_read(String sql) {
    DatabricksException refusal = refusal(fenced, sql);

    assertThat(refusal.getReason()).isEqualTo(Reason.INVALID);
    assertThat(refusal.getMessage())
        .startsWith("The statement cannot be read from line 1, column ")
        .doesNotContain("globex");
  }

  @Test
  void counts_lines_and_columns_as_people_do() {
    assertThat(refusal(fenced, "SELECT *\n  FROM acme.s.t,\n       globex.s.u").getMessage())
        .contains("line 3, column 8 is outside of the catalogs");
    assertThat(refusal(fenced, "SELECT *\nFROM t WHERE )").getMessage())
        .startsWith("The statement cannot be read from line 2, column 14 on.");
  }

  @Test
  void gives_up_on_statements_that_cost_too_much() {
    assertThat(refusal(fenced, "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000)))
        .hasMessageStartingWith("The statement takes too much work to be checked.");
    assertThat(refusal(fenced, "SELECT 1\n " + "/*".repeat(500) + "*/".repeat(500)))
        .hasMessageStartingWith(
            "The statement has a comment inside of a comment, at line 2, column 4.");
    assertThat(refusal(fenced, "SELECT " + "- ".repeat(20_000) + "1"))
        .hasMessageStartingWith("The statement is nested too deeply to be checked.");
    assertThat(refusal(fenced, "SELECT '" + "x".repeat(100_000) + "'"))
        .hasMessageStartingWith("The statement has 100009 characters; 100000 can be checked.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM any.crm.leads",
        "WITH a AS (SELECT 1) SELECT any.crm.score(1) FROM a, any.crm.report(1)",
        "SELECT * FROM table_changes('any.crm.leads', 1)",
      })
  void read_only_without_a_fence_lets_any_catalog_pass(String sql) {
    assertThatCode(() -> readOnly.checkQuery(sql, "")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO a VALUES (1)",
        "WITH a AS (SELECT 1) DELETE FROM b",
        "SHOW TABLES",
        "SET x = 1",
        "CALL p()",
        "SELECT secret('a', 'b')",
        "SELECT system.ai.python_exec('x')",
        "SELECT * FROM read_files('/Volumes/x/y/z')",
        "SELECT * FROM csv.`/Volumes/x/y/z`",
        "SELECT * FROM IDENTIFIER(?)",
        "SELECT TRANSFORM(id) USING 'rm' AS (x) FROM leads",
      })
  void read_only_refuses_all_but_one_harmless_query(String sql) {
    assertThat(refusal(readOnly, sql).getReason()).isEqualTo(Reason.FORBIDDEN);
  }

  @Test
  void without_anything_to_prove_only_hidden_writes_are_refused() {
    assertThatCode(() -> open.checkQuery("SHOW TABLES", "SHOW")).doesNotThrowAnyException();
    assertThatCode(() -> open.checkQuery("WITH a AS (SELECT 1) TABLE a", "WITH"))
        .doesNotThrowAnyException();
    assertThatCode(() -> open.checkQuery("FROM t@v1 SELECT *", "FROM")).doesNotThrowAnyException();
    assertThatThrownBy(() -> open.checkQuery("WITH a AS (SELECT 1) INSERT INTO b TABLE a", "WITH"))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID))
        .hasMessage("databricks:query runs statements that read; this one writes.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO acme.crm.leads SELECT * FROM shared.s.t",
        "MERGE INTO crm.leads t USING shared.s.u s ON t.id = s.id WHEN MATCHED THEN DELETE",
        "UPDATE acme.crm.leads SET a = 1",
        "DELETE FROM leads WHERE id = ?",
        "CREATE OR REPLACE TABLE acme.crm.copy TBLPROPERTIES ('user.a' = 'b') AS SELECT * FROM leads",
        "CREATE TABLE acme.crm.t (id INT) USING delta",
        "CREATE VIEW acme.crm.v AS SELECT * FROM acme.crm.leads",
        "DROP TABLE acme.crm.t",
        "SELECT 1",
      })
  void lets_changes_inside_the_fence_pass(String sql) {
    assertThatCode(() -> fenced.checkChange(sql)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO globex.crm.leads SELECT 1",
        "INSERT INTO acme.crm.leads SELECT * FROM globex.crm.leads",
        "FROM globex.crm.leads INSERT INTO acme.crm.leads SELECT *",
        "INSERT OVERWRITE DIRECTORY 's3://x' SELECT 1",
        "MERGE INTO globex.crm.leads t USING acme.s.u s ON t.id = s.id WHEN MATCHED THEN DELETE",
        "MERGE INTO leads t USING globex.s.u s ON t.id = s.id WHEN MATCHED THEN DELETE",
        "UPDATE leads SET a = (SELECT max(a) FROM globex.s.t)",
        "DELETE FROM globex.crm.leads",
        "CREATE TABLE acme.crm.t AS SELECT * FROM globex.crm.leads",
        "CREATE TABLE acme.crm.t LOCATION 's3://globex' AS SELECT 1",
        "CREATE TABLE acme.crm.t USING csv OPTIONS ('path' = 's3://globex')",
        "CREATE TABLE acme.crm.t (id INT REFERENCES globex.crm.leads (id))",
        "CREATE TABLE acme.crm.t LIKE globex.crm.leads",
        "CREATE VIEW acme.crm.v AS SELECT * FROM globex.crm.leads",
        "DROP TABLE globex.crm.leads",
        "CREATE SCHEMA acme.globex",
        "SET VAR x = 1",
        "EXECUTE IMMEDIATE 'x'",
        "ALTER TABLE acme.crm.t RENAME TO globex.crm.t",
        "REFRESH TABLE globex.crm.t",
        "CALL globex.crm.p()",
      })
  void refuses_changes_outside_of_the_fence(String sql) {
    assertThatThrownBy(() -> fenced.checkChange(sql))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.FORBIDDEN));
  }

  @Test
  void judges_no_change_without_a_fence() {
    assertThatCode(() -> open.checkChange("OPTIMIZE any.s.t")).doesNotThrowAnyException();
  }

  private static DatabricksException refusal(StatementGuard guard, String sql) {
    return catchThrowableOfType(DatabricksException.class, () -> guard.checkQuery(sql, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT score(1) | ; name the schema of a function of your own",
        "SELECT ai.score(1) | ; name the catalog, too, of a function of your own",
        "SELECT session.score(1) | ; name the catalog, too, of a function of your own",
        "SELECT system.ai.score(1) | ''"
      })
  void says_how_a_function_of_your_own_is_named(String sql, String remedy) {
    assertThatThrownBy(() -> fenced.checkQuery(sql, "SELECT"))
        .hasMessage(
            "The statement is refused on connection 'acme': what stands at line 1, column 8 calls a function that is not known"
                + " to compute from its arguments only"
                + remedy
                + ".");
    assertThatCode(() -> fenced.checkQuery("SELECT acme.ai.score(1)", "SELECT"))
        .doesNotThrowAnyException();
  }
}
