// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.tests.application.ImportApplication;
import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports of a year of real purchases, 75,000 rows with many ties: the CSV file {@code
 * transactions_sample} of the public Complete Journey data set, in the folder {@code
 * -Dcomplete.journey} names.
 */
@EnabledIfSystemProperty(named = "complete.journey", matches = ".+")
class CompleteJourneyImportProof {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final String TEXTS = "main.retail.transactions_sample";
  private static final String TYPED = "main.retail.transactions";
  private static final int ROWS = 75_000;
  private static final int INCREMENTS = 5;

  /**
   * The types of columns that are no text. One amount of the file is 4.440892e-16, which a decimal
   * of two places would lose.
   */
  private static final Map<String, String> TYPES =
      Map.of(
          "quantity", "INT",
          "sales_value", "DOUBLE",
          "retail_disc", "DOUBLE",
          "coupon_disc", "DOUBLE",
          "coupon_match_disc", "DOUBLE",
          "week", "INT",
          "transaction_timestamp", "TIMESTAMP");

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static WorkspaceProcess workspace;
  private static Statements sql;
  private static List<String> header;
  private static Map<List<String>, Integer> expected;

  @BeforeAll
  static void start() throws Exception {
    Path data = Path.of(System.getProperty("complete.journey"));
    readCsv(data.resolve("transactions_sample.csv.gz"));
    workspace =
        WorkspaceProcess.start(shared.resolve("workspace"), "--load", "main.retail=" + data);
    sql = Statements.of(workspace.workspace("retail"));
    sql.run("CREATE TABLE %s AS SELECT %s FROM %s".formatted(TYPED, typed(), TEXTS));
  }

  @AfterAll
  static void stop() {
    if (workspace != null) {
      workspace.close();
    }
  }

  @Test
  void a_full_import_has_every_value_of_the_file() throws Exception {
    try (var app = start(TEXTS, Map.of("lakeroute.import.audit", "true"))) {
      assertThat(app.awaitRun())
          .containsEntry("state", "SUCCEEDED")
          .containsEntry("delivered", (long) ROWS);
    }
    List<JsonNode> rows = imported();

    assertThat(counted(rows).equals(expected)).isTrue();
    assertThat(rows.stream().map(row -> row.path("_record_id").asText()).distinct()).hasSize(ROWS);
  }

  @Test
  void an_import_since_an_instant_leaves_out_the_rows_that_stand_at_it() throws Exception {
    try (var app =
        start(
            TYPED,
            Map.of(
                "lakeroute.import.timestampColumn", "transaction_timestamp",
                "lakeroute.import.since", "2017-07-13 20:08:49",
                "lakeroute.import.audit", "true"))) {
      assertThat(app.awaitRun())
          .containsEntry("state", "SUCCEEDED")
          .containsEntry("delivered", 35_111L);
    }
    List<JsonNode> rows = imported();

    assertThat(rows).hasSize(35_111);
    assertThat(rows.stream().map(row -> row.path("transaction_timestamp").asText()))
        .isSorted()
        .allMatch(timestamp -> timestamp.compareTo("2017-07-13T20:08:49Z") > 0);
    assertThat(
            sql.run(
                "SELECT count(*) FROM %s WHERE transaction_timestamp = TIMESTAMP'2017-07-13T20:08:49Z'"
                    .formatted(TYPED)))
        .hasToString("[[12]]");
  }

  @Test
  void five_increments_over_shuffled_commits_are_the_whole_and_nothing_twice() throws Exception {
    String table = "main.retail.shuffled";

    List<JsonNode> rows = increments(table, table);

    assertThat(rows).hasSize(ROWS);
    assertSame(counted(rows));
    assertThat(rows.stream().map(row -> row.path("_record_id").asText()).distinct()).hasSize(ROWS);
  }

  /** A view has no versions to compare, so that what lies in the overlap comes again. */
  @Test
  void what_comes_again_is_recognised_by_its_id() throws Exception {
    String table = "main.retail.behind_a_view";
    sql.run("CREATE TABLE %s AS SELECT * FROM %s WHERE 1 = 0".formatted(table, TYPED));
    sql.run("CREATE VIEW main.retail.in_front AS SELECT * FROM " + table);

    List<JsonNode> rows = increments(table, "main.retail.in_front");
    Map<String, JsonNode> byId = new HashMap<>();
    int again = 0;
    for (JsonNode row : rows) {
      JsonNode before = byId.put(row.path("_record_id").asText(), row);
      if (before != null) {
        assertThat(row).isEqualTo(before);
        again++;
      }
    }
    System.out.printf("%d rows came again, each with its id%n", again);

    assertThat(again).isPositive();
    assertThat(byId).hasSize(ROWS);
    assertSame(counted(new ArrayList<>(byId.values())));
  }

  /** Commits a fifth of the rows, in no order of time, and imports; five times. */
  private List<JsonNode> increments(String table, String source) throws Exception {
    String some =
        "SELECT * FROM %s WHERE pmod(hash(*), %d) = %s".formatted(TYPED, INCREMENTS, "%d");
    sql.run(
        "CREATE TABLE IF NOT EXISTS %s AS SELECT * FROM %s WHERE 1 = 0".formatted(table, TYPED));
    for (int i = 0; i < INCREMENTS; i++) {
      sql.run("INSERT INTO " + table + " " + some.formatted(i));
      try (var app =
          start(
              source,
              Map.of(
                  "lakeroute.import.timestampColumn", "transaction_timestamp",
                  "lakeroute.import.overlap", "400d"))) {
        Map<String, Object> run = i == 0 ? app.awaitRun() : app.runAgain();
        System.out.printf("increment %d of %s: %s rows%n", i + 1, source, run.get("delivered"));
        assertThat(run).containsEntry("state", "SUCCEEDED");
      }
    }
    return imported();
  }

  private ImportApplication start(String table, Map<String, String> more) throws Exception {
    return ImportApplication.start(workspace.workspace("retail"), folder, table, more);
  }

  /** Typed rows against the file; the whole maps would be a hundred thousand lines of message. */
  private static void assertSame(Map<List<String>, Integer> counts) {
    assertThat(asNumbers(counts).equals(asNumbers(expected))).isTrue();
  }

  /** All rows of all files. */
  private List<JsonNode> imported() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("files"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          rows.add(JSON.readTree(line));
        }
      }
    }
    return rows;
  }

  /** How often each row is there, its values as text. */
  private static Map<List<String>, Integer> counted(List<JsonNode> rows) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (JsonNode row : rows) {
      counts.merge(
          header.stream().map(column -> row.get(column).asText()).toList(), 1, Integer::sum);
    }
    return counts;
  }

  /** The same with 1.50 and 1.5 for one number. */
  private static Map<List<String>, Integer> asNumbers(Map<List<String>, Integer> counts) {
    Map<List<String>, Integer> numbers = new HashMap<>();
    counts.forEach((row, count) -> numbers.merge(asNumbers(row), count, Integer::sum));
    return numbers;
  }

  private static List<String> asNumbers(List<String> row) {
    List<String> numbers = new ArrayList<>(row);
    for (int i = 0; i < row.size(); i++) {
      String type = TYPES.getOrDefault(header.get(i), "");
      if (type.equals("INT") || type.equals("DOUBLE")) {
        numbers.set(i, new BigDecimal(row.get(i)).stripTrailingZeros().toString());
      }
    }
    return numbers;
  }

  private static void readCsv(Path file) throws IOException {
    expected = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      header = values(lines.readLine());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> row = values(line);
        assertThat(row).hasSize(header.size());
        expected.merge(row, 1, Integer::sum);
      }
    }
    assertThat(expected.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(ROWS);
  }

  /** No value of this file holds a comma or a quotation mark. */
  private static List<String> values(String line) {
    return List.of(line.replace("\"", "").split(",", -1));
  }

  private static String typed() {
    return header.stream()
        .map(
            column ->
                TYPES.containsKey(column)
                    ? "CAST(%1$s AS %2$s) AS %1$s".formatted(column, TYPES.get(column))
                    : column)
        .reduce((first, second) -> first + ", " + second)
        .orElseThrow();
  }
}
