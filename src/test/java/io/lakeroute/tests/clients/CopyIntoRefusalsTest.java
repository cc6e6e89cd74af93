// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Grants;
import io.lakeroute.tests.workspace.Grants.Grant;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.Statements;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What COPY INTO does not load, and the error classes that say so. */
@Tag("matrix")
class CopyIntoRefusalsTest extends FilesFixture {
  private static final String INFERENCE =
      "[COPY_INTO_SOURCE_SCHEMA_INFERENCE_FAILED] The source directory did not contain any parsable"
          + " files of type JSON. Please check the contents of '%s'. SQLSTATE: 42KD9";

  CopyIntoRefusalsTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @BeforeAll
  static void tables(LocalWorkspace workspace) {
    var statements = workspace.statements();
    statements.run("CREATE TABLE %s (id BIGINT)".formatted(workspace.name("target")));
    statements.run("CREATE VIEW %s AS SELECT 1 id".formatted(workspace.name("seen")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "target FROM '/etc/passwd' FILEFORMAT = CSV | 0A000 | [UNSUPPORTED_FEATURE] COPY INTO from a path that starts neither with /Volumes/catalog/schema/volume nor with s3://bucket is",
        "target FROM 'file:///etc' FILEFORMAT = TEXT | 0A000 | [UNSUPPORTED_FEATURE] COPY INTO from a path",
        "target FROM '/Volumes/main/x/../y/z' FILEFORMAT = CSV | 22023 | [INVALID_VOLUME_PATH] '/Volumes/main/x/../y/z' is no path of a volume",
        "target FROM '/Volumes/main' FILEFORMAT = CSV | 22023 | [INVALID_VOLUME_PATH]",
        "target FROM '/Volumes/main/default/none' FILEFORMAT = CSV | 42704 | [UC_VOLUME_NOT_FOUND] Volume `main`.`default`.`none` does not exist.",
        "target FROM '{root}/none' FILEFORMAT = CSV | 42K03 | [PATH_NOT_FOUND] Path does not exist: {root}/none.",
        "target FROM '{root}' FILEFORMAT = CSV FILES = ('none') | 42K03 | [PATH_NOT_FOUND] Path does not exist: {root}/none.",
        "target FROM '{root}' FILEFORMAT = CSV FILES = ('../x') | 42K03 | [PATH_NOT_FOUND]",
        "target FROM '{root}' WITH (CREDENTIAL (a = 'b')) FILEFORMAT = CSV | 0A000 | [COPY_INTO_CREDENTIALS_NOT_ALLOWED_ON]",
        "none FROM '{root}' FILEFORMAT = CSV | 42P01 | [DELTA_MISSING_DELTA_TABLE_COPY_INTO] Table doesn't exist.",
        "seen FROM '{root}' FILEFORMAT = CSV | 0AKDD | [DELTA_COPY_INTO_TARGET_FORMAT]",
        "target FROM '{root}' FILEFORMAT = DELTA | 0A000 | [COPY_INTO_SOURCE_FILE_FORMAT_NOT_SUPPORTED]",
        "target FROM '{root}' FILEFORMAT = AVRO | 0A000 | [UNSUPPORTED_FEATURE] FILEFORMAT = AVRO is",
        "target FROM '{root}' FILEFORMAT = CSV FORMAT_OPTIONS ('path' = '/etc') | 0A000 | [UNSUPPORTED_FEATURE] The format option path of CSV is",
        "target FROM '{root}' FILEFORMAT = CSV FORMAT_OPTIONS ('fs.file.impl' = 'x') | 0A000 | [UNSUPPORTED_FEATURE]",
        "target FROM '{root}' FILEFORMAT = CSV FORMAT_OPTIONS ('ignoreCorruptFiles' = 'true') | 0A000 | [UNSUPPORTED_FEATURE] The format option ignoreCorruptFiles of CSV is",
        "target FROM :path FILEFORMAT = CSV | 42601 | [COPY_INTO_SYNTAX_ERROR] Cannot parse COPY INTO: a string is expected, ':' found.",
        "target FROM '{root}' FILEFORMAT = CSV COPY_OPTIONS ('overwrite' = 'true') | 0A000 | [UNSUPPORTED_FEATURE] The copy option overwrite is",
        "target FROM '{root}' | 42601 | [COPY_INTO_SYNTAX_ERROR] Cannot parse COPY INTO: FILEFORMAT = is missing at the end.",
        "target FROM '{root}' FILEFORMAT = CSV VALIDATE 0 ROWS | 42601 | [COPY_INTO_SYNTAX_ERROR.VALIDATE_INVALID_ROWS]",
        "target FROM (SELECT id FROM secrets, '{root}') FILEFORMAT = CSV | 42601 | [COPY_INTO_SYNTAX_ERROR]"
      })
  void a_statement_that_cannot_work_is_refused(String sql, String sqlState, String message) {
    assertFails("COPY INTO " + inRoot(sql), sqlState, inRoot(message));
  }

  private String inRoot(String text) {
    return text.replace("{root}", root);
  }

  @Test
  void a_place_without_files_has_no_schema() {
    upload(root + "/hidden/_a.json", "{\"id\":1}");
    upload(root + "/hidden/.b.json", "{\"id\":1}");
    upload(root + "/hidden/deeper/c.json", "{\"id\":1}");
    upload(root + "/blank/a.json", "");
    String load = "COPY INTO target FROM '%s' FILEFORMAT = JSON ";

    for (String place : new String[] {root + "/hidden", root + "/blank"}) {
      assertFails(load.formatted(place), "42KD9", INFERENCE.formatted(place));
    }
    assertFails(load.formatted(root + "/hidden") + "PATTERN = '../blank/*'", "42KD9", "[COPY_");
  }

  @Test
  void a_value_that_does_not_fit_its_type_fails_the_load_and_says_why() {
    run("CREATE TABLE strict (id BIGINT)");
    run("ALTER TABLE strict ADD CONSTRAINT positive CHECK (id > 0)");
    upload(root + "/cast/a.json", "{\"id\":\"1\"}\n{\"id\":\"abc\"}\n");
    upload(root + "/bad/a.json", "{\"id\":1}\nnot json\n");
    upload(root + "/negative/a.json", "{\"id\":-1}\n");
    String load = "COPY INTO strict FROM (SELECT CAST(id AS BIGINT) id FROM '%s/%s') FILEFORMAT = ";

    assertFails(
        load.formatted(root, "cast") + "JSON",
        "22018",
        "[CAST_INVALID_INPUT] The value 'abc' of the type \"STRING\" cannot be cast to \"BIGINT\"");
    assertFails(
        load.formatted(root, "bad") + "JSON FORMAT_OPTIONS ('mode' = 'FAILFAST')",
        "22023",
        "[MALFORMED_RECORD_IN_PARSING");
    assertFails(
        load.formatted(root, "negative") + "JSON VALIDATE",
        "23001",
        "[DELTA_VIOLATE_CONSTRAINT_WITH_VALUES]");
    assertThat(run("SELECT count(*) FROM strict").get(0)).containsExactly("0");
  }

  @Test
  void columns_that_do_not_fit_the_table_are_refused() {
    upload(root + "/wide/a.json", "{\"id\":1,\"name\":\"Ann\"}\n");
    upload(root + "/texts/a.json", "{\"id\":\"1\"}\n");
    upload(root + "/wide/a.csv", "1,Ann\n");
    String load = "COPY INTO target%s FROM '%s/%s' FILEFORMAT = ";

    assertFails(
        load.formatted("", root, "wide") + "JSON FILES = ('a.json')",
        "42KDG",
        "[COPY_INTO_SCHEMA_MISMATCH_WITH_TARGET_TABLE]");
    assertFails(
        load.formatted("", root, "texts") + "JSON",
        "22005",
        "[DELTA_FAILED_TO_MERGE_FIELDS] Failed to merge fields 'id' and 'id'");
    assertFails(
        load.formatted(" (id)", root, "wide") + "CSV FILES = ('a.csv')",
        "21S01",
        "[COPY_INTO_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS]");
  }

  @Test
  void a_short_line_of_csv_fails_a_load_that_reads_all_columns() {
    run("CREATE TABLE lines (name STRING)");
    upload(root + "/lines/a.csv", "id,name\n1,Ann\n2\n");

    assertFails(
        "COPY INTO lines FROM (SELECT concat(id, name) name FROM '%s/lines') FILEFORMAT = CSV"
                .formatted(root)
            + " FORMAT_OPTIONS ('mode' = 'FAILFAST', 'header' = true)",
        "22023",
        "[MALFORMED_RECORD_IN_PARSING");
  }

  @Test
  void csv_files_with_other_headers_are_not_taken_for_the_same() {
    run("CREATE TABLE swapped (id STRING, name STRING)");
    upload(root + "/swapped/a.csv", "id,name\n1,Ann\n");
    upload(root + "/swapped/b.csv", "name,id\nBo,2\n");

    assertFails(
        "COPY INTO swapped FROM '%s/swapped' FILEFORMAT = CSV FORMAT_OPTIONS ('header' = 'true')"
            .formatted(root),
        "XX000",
        "CSV header does not conform to the schema");
  }

  @Test
  void what_the_caller_lacks_is_named() {
    run("CREATE TABLE open_ (id BIGINT)");
    run("CREATE TABLE closed (id BIGINT)");
    upload(root + "/open/a.json", "{\"id\":1}\n");
    Identity anna = identities.warehouseUser("Anna");
    Statements hers = anna.statements();
    var grants = Grants.of(workspace);
    String schema = "main." + workspace.access().schema();
    String load = "COPY INTO open_ FROM (SELECT %s id FROM '" + root + "/open') FILEFORMAT = JSON";
    grants.give(new Grant("USE CATALOG", "Catalog", "main"), anna);
    grants.give(new Grant("USE SCHEMA", "Schema", schema), anna);

    assertDenied(hers, load.formatted("id"), "MODIFY on Table '" + schema + ".open_'");
    grants.give(new Grant("MODIFY", "Table", schema + ".open_"), anna);
    assertDenied(hers, load.formatted("id"), "READ VOLUME on Volume '" + schema + ".files'");
    grants.give(new Grant("READ VOLUME", "Volume", schema + ".files"), anna);
    assertDenied(
        hers,
        load.formatted("(SELECT count(*) FROM closed) +"),
        "SELECT on Table '" + schema + ".closed'");

    assertThat(hers.run(load.formatted("id")).get(0)).containsExactly("1", "1", "0");
  }

  private static void assertDenied(Statements statements, String sql, String missing) {
    JsonNode status = statements.fail(sql, Map.of());
    assertThat(status.path("error").path("message").asText())
        .contains("User does not have " + missing);
    assertThat(status.path("sql_state").asText()).isEqualTo("42501");
  }

  private void assertFails(String sql, String sqlState, String message) {
    JsonNode status = workspace.statements().fail(sql, Map.of());
    assertThat(status.path("error").path("message").asText()).as(sql).startsWith(message);
    assertThat(status.path("sql_state").asText()).as(sql).isEqualTo(sqlState);
  }

  private List<List<String>> run(String sql) {
    return workspace.statements().run(sql);
  }
}
