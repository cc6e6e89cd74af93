// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FileRowsTest {

  private static final FieldList ALL = FieldList.parse("");

  private final List<List<String>> noted = new ArrayList<>();

  private static Map<String, Object> row(Object... namesAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }

  private String write(FileRows rows, String change, List<Map<String, Object>> batch)
      throws IOException {
    var out = new ByteArrayOutputStream();
    assertThat(rows.write(batch.iterator(), change, noted::add, out)).isEqualTo(batch.size());
    return out.toString(StandardCharsets.UTF_8);
  }

  private String write(FileFormat format, String fields, List<Map<String, Object>> batch)
      throws IOException {
    return write(new FileRows(format, FieldList.parse(fields), false, List.of()), "add", batch);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          plain          | plain
          ~~             | ""
          a,b            | "a,b"
          say "x"        | "say ""x\"""
          ~two\\nlines~  | ~"two\\nlines"~
          ~cr\\rlf\\r\\n~| ~"cr\\rlf\\r\\n"~
          #first         | "#first"
          =1+1           | =1+1
          +49            | +49
          -1             | -1
          @sum           | @sum
          ~  blanks  ~   | ~  blanks  ~
          semi;colon     | semi;colon
          Größe 😀       | Größe 😀
          01234          | 01234
          NULL           | NULL
          """)
  void a_text_is_in_csv_as_it_is_and_quoted_where_it_must(String text, String cell)
      throws IOException {
    String value = unescaped(text);
    assertThat(write(FileFormat.CSV, "", List.of(row("name", value, "id", 1))))
        .isEqualTo(unescaped(cell) + ",1\n");
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r");
  }

  /** Each with its form in CSV and in JSON. */
  private static final Map<Object, List<String>> FORMS =
      Map.ofEntries(
          Map.entry(7, List.of("7", "7")),
          Map.entry(Long.MIN_VALUE, List.of("-9223372036854775808", "-9223372036854775808")),
          Map.entry((short) 3, List.of("3", "3")),
          Map.entry((byte) -3, List.of("-3", "-3")),
          Map.entry(new BigDecimal("1.10"), List.of("1.10", "1.10")),
          Map.entry(new BigDecimal("1E+3"), List.of("1000", "1000")),
          Map.entry(
              new BigInteger("123456789012345678901234567890"),
              List.of("123456789012345678901234567890", "123456789012345678901234567890")),
          Map.entry(0.1, List.of("0.1", "0.1")),
          Map.entry(0.1f, List.of("0.1", "0.1")),
          Map.entry(Double.NaN, List.of("NaN", "\"NaN\"")),
          Map.entry(Double.NEGATIVE_INFINITY, List.of("-Infinity", "\"-Infinity\"")),
          Map.entry(true, List.of("true", "true")),
          Map.entry(
              Instant.parse("2026-03-29T00:59:59.123456Z"),
              List.of("2026-03-29T00:59:59.123456Z", "\"2026-03-29T00:59:59.123456Z\"")),
          Map.entry(
              LocalDateTime.parse("2026-03-29T02:30:00"),
              List.of("2026-03-29T02:30:00", "\"2026-03-29T02:30:00\"")),
          Map.entry(LocalDate.parse("0001-01-01"), List.of("0001-01-01", "\"0001-01-01\"")),
          Map.entry(new byte[] {0, -1}, List.of("AP8=", "\"AP8=\"")),
          Map.entry(new byte[0], List.of("\"\"", "\"\"")),
          Map.entry(
              Arrays.asList(1, null, "a\"b"),
              List.of("\"[1,null,\"\"a\\\"\"b\"\"]\"", "[1,null,\"a\\\"b\"]")),
          Map.entry(
              Map.of("at", LocalDate.parse("2026-01-01")),
              List.of("\"{\"\"at\"\":\"\"2026-01-01\"\"}\"", "{\"at\":\"2026-01-01\"}")));

  @Test
  void a_value_of_any_type_has_the_form_that_json_lines_have() throws IOException {
    for (Map.Entry<Object, List<String>> form : FORMS.entrySet()) {
      List<Map<String, Object>> batch = List.of(row("id", 1, "value", form.getKey()));

      assertThat(write(FileFormat.CSV, "", batch)).isEqualTo("1," + form.getValue().get(0) + "\n");
      assertThat(write(FileFormat.JSONL, "", batch))
          .isEqualTo("{\"id\":1,\"value\":" + form.getValue().get(1) + "}\n");
    }
  }

  @Test
  void null_and_the_empty_text_differ() throws IOException {
    List<Map<String, Object>> batch = List.of(row("a", null, "b", ""), row("a", "", "b", null));

    assertThat(write(FileFormat.CSV, "", batch)).isEqualTo(",\"\"\n\"\",\n");
    assertThat(write(FileFormat.JSONL, "", batch))
        .isEqualTo("{\"a\":null,\"b\":\"\"}\n{\"a\":\"\",\"b\":null}\n");
  }

  @ParameterizedTest
  @EnumSource
  void what_has_no_form_is_refused_with_its_column_and_without_its_value(FileFormat format) {
    Map<Object, String> refused =
        Map.of(
            new UUID(4711, 0),
            "has a value of java.util.UUID, which has no form there",
            "secret \ud800 text",
            "has a text with half of a surrogate pair, which is not Unicode",
            new BigDecimal("1E+400000000"),
            "has a number of more than 9999 digits",
            List.of(Map.of("deep", new StringBuilder("secret"))),
            "has a value of java.lang.StringBuilder, which has no form there",
            Map.of(1, "a", "1", "b"),
            "has a map with two keys of the same text");
    refused.forEach(
        (value, reason) ->
            assertThatThrownBy(() -> write(format, "", List.of(row("id", 1), row("id", value))))
                .isInstanceOf(InvalidDeliveryException.class)
                .hasMessage(
                    "Row 2 of the message cannot be written to a file: its column 'id' %s. Convert it where the rows come from, or leave the column out with fields."
                        .formatted(reason)));
  }

  @Test
  void fields_select_rename_and_order_the_columns() throws IOException {
    List<Map<String, Object>> batch =
        List.of(row("id", 1, "email", "a@example.org", "left_out", new UUID(1, 1)), row("id", 2));

    assertThat(write(FileFormat.CSV, "email,id AS customer", batch))
        .isEqualTo("a@example.org,1\n,2\n");
    assertThat(write(FileFormat.JSONL, "email,id AS customer", batch))
        .isEqualTo(
            "{\"email\":\"a@example.org\",\"customer\":1}\n{\"email\":null,\"customer\":2}\n");
    assertThat(noted).allMatch(List.of("email", "customer")::equals).isNotEmpty();
  }

  @Test
  void a_field_that_the_rows_lack_is_refused() {
    assertThatThrownBy(() -> write(FileFormat.CSV, "emial", List.of(row("id", 1, "email", "a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The option fields names 'emial', which the rows lack. There are: [id, email]");
  }

  @Test
  void a_column_that_comes_later_is_refused_in_csv_and_one_more_in_json_lines() throws IOException {
    List<Map<String, Object>> batch = List.of(row("id", 1), row("b", 2), row("id", 3));

    assertThatThrownBy(() -> write(FileFormat.CSV, "", batch))
        .isInstanceOf(InvalidDeliveryException.class)
        .hasMessage(
            "Row 2 of the message has the column 'b', which the first row of the file lacks. Name the columns with fields, or use format=jsonl.");
    noted.clear();
    assertThat(write(FileFormat.JSONL, "", batch)).isEqualTo("{\"id\":1}\n{\"b\":2}\n{\"id\":3}\n");
    assertThat(noted).containsExactly(List.of("id"), List.of("id", "b"));
  }

  @Test
  void columns_of_rows_before_are_kept_in_their_order() throws IOException {
    var rows = new FileRows(FileFormat.CSV, ALL, false, List.of("a", "b"));

    assertThat(write(rows, "add", List.of(row("b", 2, "a", 1)))).isEqualTo("1,2\n");
  }

  @Test
  void a_null_alone_in_its_line_is_refused_in_csv() throws IOException {
    assertThatThrownBy(() -> write(FileFormat.CSV, "", List.of(row("id", null))))
        .isInstanceOf(InvalidDeliveryException.class)
        .hasMessage(
            "Row 1 of the message has NULL in 'id', the only column of the file: its line would be empty, and readers skip such lines. Add another field, or use format=jsonl.");
    assertThat(write(FileFormat.CSV, "", List.of(row("id", "")))).isEqualTo("\"\"\n");
  }

  @ParameterizedTest
  @EnumSource
  void a_row_without_columns_is_refused(FileFormat format) {
    assertThatThrownBy(() -> write(format, "", List.of(row("id", 1), row())))
        .isInstanceOf(InvalidDeliveryException.class)
        .hasMessage("Row 2 of the message has no columns. Leave it out where the rows come from.");
  }

  @Test
  void added_and_removed_rows_have_a_column_that_says_so() throws IOException {
    var csv = new FileRows(FileFormat.CSV, ALL, true, List.of());
    assertThat(write(csv, "add", List.of(row("id", 1)))).isEqualTo("1,add\n");
    assertThat(write(csv, "remove", List.of(row("id", 2)))).isEqualTo("2,remove\n");
    assertThat(noted).contains(List.of("id", "_change"));

    var renamed = FieldList.parse("_change AS op,id");
    assertThat(
            write(
                new FileRows(FileFormat.JSONL, renamed, true, List.of()),
                "remove",
                List.of(row("id", 2))))
        .isEqualTo("{\"op\":\"remove\",\"id\":2}\n");
    var selected = FieldList.parse("id");
    assertThat(
            write(
                new FileRows(FileFormat.JSONL, selected, true, List.of()),
                "remove",
                List.of(row("id", 2, "b", 3))))
        .isEqualTo("{\"id\":2,\"_change\":\"remove\"}\n");
  }

  @ParameterizedTest
  @EnumSource
  void a_column_of_the_same_name_is_not_overwritten(FileFormat format) {
    var rows = new FileRows(format, ALL, true, List.of());
    assertThatThrownBy(
            () -> write(rows, "add", List.of(row("id", 1), row("id", 2, "_change", "mine"))))
        .isInstanceOf(InvalidDeliveryException.class)
        .hasMessage(
            "Row 2 of the message has a column '_change' of its own, and the file needs that name for added and removed rows. Give the column another name where the rows come from.");
    assertThatThrownBy(
            () ->
                write(
                    new FileRows(format, FieldList.parse("id AS _change"), true, List.of()),
                    "add",
                    List.of(row("id", 1))))
        .hasMessage(
            "The option fields gives a column the name '_change', which the file needs for added and removed rows. Give it another name, or rename the other with _change AS.");
  }

  @Test
  void a_file_without_rows_has_the_columns_that_are_wanted_or_known() {
    assertThat(FileRows.namesWithoutRows(FieldList.parse("a AS b"), false, List.of("x")))
        .containsExactly("b");
    assertThat(FileRows.namesWithoutRows(ALL, true, List.of("x"))).containsExactly("x", "_change");
    assertThat(FileRows.namesWithoutRows(ALL, true, List.of())).isEmpty();
  }
}
