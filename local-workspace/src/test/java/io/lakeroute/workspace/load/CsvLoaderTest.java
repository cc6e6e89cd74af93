// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvLoaderTest {
  @TempDir private static Path warehouse;
  private static SparkSession spark;

  @TempDir private Path folder;
  private final List<String> progress = new ArrayList<>();

  @BeforeAll
  static void open() {
    spark = LoadingSession.open(warehouse);
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @Test
  void keeps_every_text_as_it_stands() throws IOException {
    write(
        "nasty.csv",
        "a,b,c\n01234,+4915,1e5\n1.10, x ,\"say \"\"hi\"\", \\ twice\n\r\nend\"\n\\N,é€😀,null\n");

    load("nasty", false);

    assertThat(rows("nasty.nasty"))
        .containsExactlyInAnyOrder(
            List.of("01234", "+4915", "1e5"),
            List.of("1.10", " x ", "say \"hi\", \\ twice\n\r\nend"),
            List.of("\\N", "é€😀", "null"));
    assertThat(columnTypes("nasty.nasty")).containsOnly("string");
  }

  @Test
  void tells_null_from_an_empty_text() throws IOException {
    write("empties.csv", "a,b,c\n,\"\",x\n\"\",,\n");

    load("empties", false);

    assertThat(rows("empties.empties"))
        .containsExactlyInAnyOrder(Arrays.asList(null, "", "x"), Arrays.asList("", null, null));
  }

  @Tag("matrix")
  @Test
  void reads_gzip_and_windows_line_ends_and_names_tables_after_files() throws IOException {
    write("Sales 2024-Q1.csv.gz", "id,total amount\r\n7,\"a\nb\"\r\n");

    load("named", false);

    assertThat(rows("named.sales_2024_q1")).containsExactly(List.of("7", "a\nb"));
    assertThat(spark.table("named.sales_2024_q1").columns()).containsExactly("id", "total_amount");
    assertThat(progress)
        .singleElement()
        .asString()
        .matches("loaded spark_catalog\\.named\\.sales_2024_q1: 1 rows in \\d+\\.\\d s");
  }

  @Tag("matrix")
  @Test
  void guesses_types_only_when_asked() throws IOException {
    write("guessed.csv", "i,d,t\n1,1.5,2024-01-02T03:04:05Z\n");

    load("guessed", true);

    assertThat(columnTypes("guessed.guessed")).containsExactly("int", "double", "timestamp");
  }

  @Tag("matrix")
  @Test
  void keeps_a_table_that_is_already_there() throws IOException {
    write("twice.csv", "a\n1\n");
    load("twice", false);
    write("twice.csv", "a\n1\n2\n");
    progress.clear();

    load("twice", false);

    assertThat(progress)
        .containsExactly("kept spark_catalog.twice.twice: the table is already there");
    assertThat(rows("twice.twice")).hasSize(1);
  }

  @Test
  void refuses_a_folder_that_is_not_there() {
    Path missing = folder.resolve("nowhere");

    assertThatThrownBy(() -> load("none", missing))
        .isInstanceOf(LoadException.class)
        .hasMessage("Cannot load %s: there is no such folder", missing);
  }

  @Test
  void refuses_a_folder_without_csv_files() throws IOException {
    write("notes.txt", "x");

    assertThatThrownBy(() -> load("none", folder))
        .isInstanceOf(LoadException.class)
        .hasMessage("Cannot load %s: it holds no *.csv and no *.csv.gz file", folder);
  }

  @Test
  void refuses_two_files_of_one_table() throws IOException {
    write("a b.csv", "x\n1\n");
    write("a_b.csv.gz", "x\n1\n");

    assertThatThrownBy(() -> load("none", folder))
        .isInstanceOf(LoadException.class)
        .hasMessage(
            "Cannot load %s: a b.csv and a_b.csv.gz both make the table a_b; rename one", folder);
  }

  @Test
  void refuses_an_empty_file_by_name() throws IOException {
    write("empty.csv", "");

    assertThatThrownBy(() -> load("none", folder))
        .isInstanceOf(LoadException.class)
        .hasMessage("Cannot load %s: it has no header row", folder.resolve("empty.csv"));
  }

  @Test
  void refuses_a_row_with_more_cells_than_the_header() throws IOException {
    write("ragged.csv", "a,b\n1,2\n1,2,3\n");

    assertThatThrownBy(() -> load("none", folder))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith("Cannot load %s: ".formatted(folder.resolve("ragged.csv")))
        .message()
        .doesNotContain("\n");
  }

  private void load(String schema, boolean infer) {
    loader().load(new LoadRequest.Csv("spark_catalog", schema, folder), infer);
  }

  private void load(String schema, Path from) {
    loader().load(new LoadRequest.Csv("spark_catalog", schema, from), false);
  }

  private CsvLoader loader() {
    return new CsvLoader(spark, progress::add);
  }

  private void write(String file, String text) throws IOException {
    try (OutputStream raw = Files.newOutputStream(folder.resolve(file));
        OutputStream out = file.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
      out.write(text.getBytes(UTF_8));
    }
  }

  private static List<List<Object>> rows(String table) {
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : spark.table(table).collectAsList()) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        values.add(row.get(i));
      }
      rows.add(values);
    }
    return rows;
  }

  private static List<String> columnTypes(String table) {
    return Arrays.stream(spark.table(table).schema().fields())
        .map(field -> field.dataType().simpleString())
        .toList();
  }
}
