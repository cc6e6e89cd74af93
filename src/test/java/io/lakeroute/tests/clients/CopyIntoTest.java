// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.Driver;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** COPY INTO of files of a volume, as databricks-jdbc and the Statement Execution API run it. */
@Tag("matrix")
class CopyIntoTest extends FilesFixture {
  private static final List<List<String>> NOTHING = List.of(List.of("0", "0", "0"));

  CopyIntoTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @BeforeAll
  static void tables(LocalWorkspace workspace) {
    var statements = workspace.statements();
    for (String name : List.of("once", "chosen", "tried", "positions")) {
      statements.run("CREATE TABLE %s (id BIGINT, name STRING)".formatted(workspace.name(name)));
    }
  }

  @Test
  void a_file_is_loaded_once_unless_that_is_forced() {
    upload(root + "/once/a.json", "{\"id\":1,\"name\":\"Ann\"}\n{\"id\":2,\"name\":\"Bo\"}\n");
    upload(root + "/once/_SUCCESS", "not for loading");
    upload(root + "/once/.hidden.json", "{\"id\":9}");
    upload(root + "/once/deeper/b.json", "{\"id\":8}");
    String load = "COPY INTO once FROM '" + root + "/once/' FILEFORMAT = JSON";

    assertThat(run(load)).isEqualTo(loaded(2));
    assertThat(run(load)).isEqualTo(NOTHING);
    upload(root + "/once/a.json", "{\"id\":7,\"name\":\"never read\"}\n");
    upload(root + "/once/c.json", "{\"id\":3}\n");
    assertThat(run(load)).isEqualTo(loaded(1));
    assertThat(run("SELECT id FROM once ORDER BY id")).isEqualTo(column("1", "2", "3"));

    assertThat(run(load + " COPY_OPTIONS ('force' = 'true')")).isEqualTo(loaded(2));
    assertThat(run("SELECT id FROM once ORDER BY id")).isEqualTo(column("1", "2", "3", "3", "7"));
    assertThat(run(load)).isEqualTo(NOTHING);
    assertThat(run("DESCRIBE HISTORY once LIMIT 1").get(0))
        .contains("COPY INTO")
        .anyMatch(
            metrics ->
                metrics != null
                    && metrics.contains("\"numFiles\":\"")
                    && metrics.contains("\"numOutputRows\":\"2\""));
  }

  @Test
  void the_driver_shows_the_counts_only_where_copy_has_no_row_count() throws SQLException {
    run("CREATE TABLE driven (id INT)");
    upload(root + "/driven/a.csv", "1\n2\n");
    upload(root + "/driven/b.csv", "3\n");
    String load =
        "COPY INTO driven FROM (SELECT CAST(_c0 AS INT) id FROM '%s/driven') FILEFORMAT = CSV FILES = ('%s')";

    try (Connection plain = workspace.connect(Driver.Mode.SEA);
        Statement statement = plain.createStatement()) {
      assertThat(statement.executeUpdate(load.formatted(root, "a.csv"))).isEqualTo(2);
    }
    try (Connection rows =
            Driver.connect(
                workspace.access(), Driver.Mode.SEA, Map.of("NonRowcountQueryPrefixes", "COPY"));
        Statement statement = rows.createStatement();
        ResultSet counts = statement.executeQuery(load.formatted(root, "b.csv"))) {
      assertThat(counts.next()).isTrue();
      assertThat(counts.getLong("num_affected_rows")).isEqualTo(1);
      assertThat(counts.getLong("num_inserted_rows")).isEqualTo(1);
      assertThat(counts.getLong("num_skipped_corrupt_files")).isZero();
    }
  }

  @Test
  void files_and_patterns_choose() {
    for (String name : List.of("p1.json", "p2.json", "q[1].json", "50%25 & ü.json", "x/p3.json")) {
      upload(root + "/chosen/" + name, "{\"id\":1,\"name\":\"%s\"}\n".formatted(name));
    }
    String load = "COPY INTO chosen FROM '" + root + "/chosen' FILEFORMAT = JSON ";

    assertThat(run(load + "FILES = ('p1.json', 'q[1].json')")).isEqualTo(loaded(2));
    assertThat(run(load + "PATTERN = 'p*.json'")).isEqualTo(loaded(1));
    assertThat(run(load + "PATTERN = '*/p[0-9].json'")).isEqualTo(loaded(1));
    assertThat(run(load)).isEqualTo(loaded(1));
    assertThat(run("SELECT name FROM chosen ORDER BY name"))
        .isEqualTo(column("50%25 & ü.json", "p1.json", "p2.json", "q[1].json", "x/p3.json"));
  }

  @Test
  void a_select_casts_renames_and_knows_its_file() {
    run(
        "CREATE TABLE cast_ (id BIGINT, amount DECIMAL(10,2), at TIMESTAMP, day DATE, file STRING, place STRING)");
    upload(
        root + "/cast/a.json",
        "{\"i\":\"1\",\"a\":\"12.50\",\"t\":\"2024-02-29T10:00:00Z\",\"d\":\"2024-02-29\"}\n");

    assertThat(
            run(
                """
                COPY INTO %s -- a comment with FROM 'nowhere'
                FROM (SELECT CAST(i AS BIGINT) id, CAST(a AS DECIMAL(10,2)) AS amount,
                             CAST(t AS TIMESTAMP) at, CAST(d AS DATE) day,
                             concat('FROM (', trim(BOTH 'x' FROM _metadata.file_name), '\\')') file,
                             _metadata.file_path place
                      FROM '%s/cast')
                FILEFORMAT = JSON FORMAT_OPTIONS ('primitivesAsString' = 'true', 'mode' = 'FAILFAST')
                """
                    .formatted(workspace.name("cast_"), root)))
        .isEqualTo(loaded(1));
    assertThat(run("SELECT id, amount, CAST(at AS STRING), day, file FROM cast_"))
        .isEqualTo(
            List.of(List.of("1", "12.50", "2024-02-29 10:00:00", "2024-02-29", "FROM (a.json')")));
    assertThat(run("SELECT place FROM cast_").get(0).get(0)).matches("file:/.*/cast/a\\.json");
  }

  @Test
  void texts_of_json_and_csv_arrive_as_they_were_written() {
    run("CREATE TABLE texts (id STRING, text STRING)");
    List<String> texts =
        List.of("01234", "+49 30 1234", "a \"b\" 'c'", "two\nlines", "😀 ü", "1e5", "tab\tbs\\n");
    var json = new StringBuilder();
    var csv = new StringBuilder("id,text\n");
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      String escaped =
          text.replace("\\", "\\\\")
              .replace("\"", "\\\"")
              .replace("\n", "\\n")
              .replace("\t", "\\t");
      json.append("{\"id\":\"j%d\",\"text\":\"%s\"}\n".formatted(i, escaped));
      csv.append("c%d,\"%s\"\n".formatted(i, text.replace("\"", "\"\"")));
    }
    upload(root + "/texts/a.json", json.toString());
    upload(root + "/texts/a.csv", csv.toString());
    String load =
        "COPY INTO texts FROM (SELECT CAST(id AS STRING) id, CAST(text AS STRING) text FROM '%s/texts')";

    run(
        load.formatted(root)
            + " FILEFORMAT = JSON FILES = ('a.json') FORMAT_OPTIONS ('primitivesAsString' = true)");
    run(
        load.formatted(root)
            + " FILEFORMAT = CSV FILES = ('a.csv')"
            + " FORMAT_OPTIONS ('header' = 'true', 'multiLine' = 'true', 'escape' = '\"')");

    String read = "SELECT text FROM texts WHERE id LIKE '%s%%' ORDER BY id";
    assertThat(run(read.formatted("j"))).isEqualTo(column(texts.toArray(String[]::new)));
    assertThat(run(read.formatted("c"))).isEqualTo(column(texts.toArray(String[]::new)));
  }

  @Test
  void a_table_without_columns_takes_those_of_its_files() {
    run("CREATE TABLE IF NOT EXISTS placeholder COMMENT 'to be filled'");
    upload(root + "/first/a.json", "{\"id\":1,\"name\":\"Ann\"}\n");
    upload(root + "/second/b.json", "{\"id\":2,\"city\":\"Oslo\"}\n");
    String load =
        "COPY INTO placeholder FROM '%s/%s' FILEFORMAT = JSON"
            + " FORMAT_OPTIONS ('mergeSchema' = 'true') COPY_OPTIONS ('mergeSchema' = 'true')";

    assertThat(run(load.formatted(root, "first"))).isEqualTo(loaded(1));
    assertThat(run(load.formatted(root, "second"))).isEqualTo(loaded(1));

    assertThat(run("SELECT id, name, city FROM placeholder WHERE id = 2").get(0))
        .containsExactly("2", null, "Oslo");
  }

  @Test
  void validate_shows_rows_and_loads_none() {
    upload(root + "/tried/a.json", "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");
    String load = "COPY INTO tried FROM '" + root + "/tried' FILEFORMAT = JSON ";

    assertThat(run(load + "VALIDATE 2 ROWS")).isEqualTo(column("1", "2"));
    assertThat(run(load + "VALIDATE")).isEqualTo(column("1", "2", "3"));
    assertThat(run(load + "VALIDATE ALL PATTERN = '*.json'")).hasSize(3);
    assertThat(run("SELECT count(*) FROM tried")).isEqualTo(column("0"));
    assertThat(run(load)).isEqualTo(loaded(3));
  }

  @Test
  void columns_without_names_are_matched_by_position() {
    upload(root + "/positions/a.csv", "1,Ann\n");
    upload(root + "/positions/b.csv", "Bo,2\n");

    run(
        "COPY INTO positions BY POSITION FROM '%s/positions' FILEFORMAT = CSV FILES = ('a.csv')"
            .formatted(root));
    run(
        "COPY INTO positions (name, `id`) FROM '%s/positions' FILEFORMAT = CSV FILES = ('b.csv')"
            .formatted(root));

    assertThat(run("SELECT id, name FROM positions ORDER BY id"))
        .isEqualTo(List.of(List.of("1", "Ann"), List.of("2", "Bo")));
  }

  @Test
  void csv_files_with_other_headers_are_merged_by_name() {
    run("CREATE TABLE headers");
    upload(root + "/headers/a.csv", "id,name\n1,Ann\n");
    upload(root + "/headers/b.csv", "city,id\nOslo,2\n");

    run(
        "COPY INTO headers FROM '%s/headers' FILEFORMAT = CSV".formatted(root)
            + " FORMAT_OPTIONS ('header' = 'true', 'mergeSchema' = 'true', 'inferSchema' = 'true')"
            + " COPY_OPTIONS ('mergeSchema' = 'true')");

    assertThat(run("SELECT id, typeof(id), name, city FROM headers ORDER BY id"))
        .containsExactly(
            Arrays.asList("1", "int", "Ann", null), Arrays.asList("2", "int", null, "Oslo"));
  }

  @Test
  void a_text_file_is_read_line_by_line() {
    run("CREATE TABLE lines (value STRING)");
    upload(root + "/lines/a.txt", "one\ntwo\n");

    assertThat(run("COPY INTO lines FROM '%s/lines/a.txt' FILEFORMAT = TEXT".formatted(root)))
        .isEqualTo(loaded(2));
  }

  private List<List<String>> run(String sql) {
    return workspace.statements().run(sql);
  }

  private static List<List<String>> loaded(int rows) {
    return List.of(List.of("" + rows, "" + rows, "0"));
  }

  private static List<List<String>> column(String... values) {
    return List.of(values).stream().map(List::of).toList();
  }
}
