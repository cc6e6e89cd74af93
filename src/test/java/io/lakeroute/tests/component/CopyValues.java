// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values that an export brings into the table exactly as they were, by way of one staging place.
 */
abstract class CopyValues extends ComponentFixture {

  /** Texts that readers of CSV and JSON are known to change. */
  static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "  x  ",
          "01234",
          "+4915112345678",
          "1e5",
          "1.10",
          "-0",
          "NaN",
          "Infinity",
          "12345678901234567890",
          "0x1F",
          "1_000",
          "true",
          "null",
          "NULL",
          "\\N",
          "N/A",
          "\"",
          "\"\"",
          "a\"b",
          "'",
          "a,b",
          "a;b",
          "a\tb",
          "a\nb",
          "a\r\nb",
          "a\rb",
          "\n",
          "\\",
          "\\n",
          "a\\\"b",
          "#comment",
          "=1+1",
          "ä ö ü ß",
          "日本語",
          "😀👩‍👩‍👧",
          "\u0001",
          "\u200b",
          "\ufeffbom",
          "2024-02-30",
          "2024-01-01T00:00:00+05:30",
          "{\"a\":[1,{\"b\":null}]}");

  private final Exports exports;

  CopyValues(LocalWorkspace workspace, Map<String, String> staging) {
    super(workspace, Exports.keys(workspace, staging));
    this.exports = new Exports(workspace, component);
  }

  @ParameterizedTest
  @CsvSource({"csv, gzip"})
  void every_text_arrives_as_it_was(String format, String compression) {
    texts(format, compression);
  }

  @Tag("matrix")
  @ParameterizedTest
  @CsvSource({"jsonl, none", "jsonl, gzip", "csv, none"})
  void every_text_arrives_as_it_was_in_the_other_forms(String format, String compression) {
    texts(format, compression);
  }

  private void texts(String format, String compression) {
    String table = workspace.name("texts_" + format + "_" + compression);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", i);
      row.put("first", TEXTS.get(i));
      row.put("none", null);
      row.put("last", TEXTS.get(TEXTS.size() - 1 - i));
      row.put("_corrupt_record", TEXTS.get(i)); // Spark's own name for what it cannot read.
      rows.add(row);
    }

    Exchange exchange =
        exports.export(
            table,
            "&objectFormat=%s&compression=%s&columns=RAW(id INT, first STRING, none STRING, last STRING, _corrupt_record STRING)"
                .formatted(format, compression),
            rows);

    assertThat(exchange.getException()).isNull();
    List<Map<String, Object>> read = read(table, "id");
    assertThat(read).isEqualTo(rows.stream().map(CopyValues::asRead).toList());
  }

  private static Map<String, Object> asRead(Map<String, Object> row) {
    Map<String, Object> read = new LinkedHashMap<>(row);
    read.replaceAll(
        (name, value) -> value instanceof Integer number ? (Object) number.longValue() : value);
    return read;
  }

  @Test
  void bounds_of_every_type_arrive_as_they_were() {
    bounds("jsonl");
  }

  @Tag("matrix")
  @Test
  void bounds_of_every_type_arrive_as_they_were_in_csv() {
    bounds("csv");
  }

  private void bounds(String format) {
    String table = workspace.name("bounds_" + format);
    Map<String, Object> least = new LinkedHashMap<>();
    least.put("id", 1L);
    least.put("i", (long) Integer.MIN_VALUE);
    least.put("l", Long.MIN_VALUE);
    least.put("d", Double.NaN);
    least.put("n", new BigDecimal("-99999999999999999999.999999999999999999"));
    least.put("at", Instant.parse("0001-01-01T00:00:00.000001Z"));
    least.put("wall", LocalDateTime.parse("1969-12-31T23:59:59.999999"));
    least.put("day", LocalDate.parse("0001-01-01"));
    least.put("yes", true);
    least.put("bytes", new byte[] {0, -1, 127});
    least.put("tags", List.of("a", "b,\"c\""));
    least.put("parts", Map.of("_corrupt_record", "a"));
    Map<String, Object> most = new LinkedHashMap<>(least);
    most.put("id", 2L);
    most.put("i", (long) Integer.MAX_VALUE);
    most.put("l", Long.MAX_VALUE);
    most.put("d", Double.NEGATIVE_INFINITY);
    most.put("n", new BigDecimal("12345678901234567890.000000000000000001"));
    most.put("at", Instant.parse("9999-12-31T23:59:59.999999Z"));
    most.put("yes", false);
    most.put("bytes", new byte[0]);
    most.put("tags", List.of());
    Map<String, Object> nothing = new LinkedHashMap<>();
    least.keySet().forEach(name -> nothing.put(name, name.equals("id") ? 3L : null));

    Exchange exchange =
        exports.export(
            table,
            "&objectFormat="
                + format
                + "&columns=RAW(id BIGINT, i INT, l BIGINT, d DOUBLE, n DECIMAL(38,18), at TIMESTAMP, wall TIMESTAMP_NTZ, day DATE, yes BOOLEAN, bytes BINARY, tags ARRAY<STRING>, parts STRUCT<_corrupt_record: STRING>)",
            List.of(least, most, nothing));

    assertThat(exchange.getException()).isNull();
    assertThat(comparable(read(table, "id"))).isEqualTo(comparable(List.of(least, most, nothing)));
  }

  /** Arrays of bytes are not equal to others. */
  private static List<Map<String, Object>> comparable(List<Map<String, Object>> rows) {
    return rows.stream()
        .map(
            row -> {
              Map<String, Object> changed = new LinkedHashMap<>(row);
              changed.replaceAll(
                  (name, value) ->
                      value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
              return changed;
            })
        .toList();
  }

  @Test
  void csv_refuses_the_text_that_means_null_there() {
    Exchange exchange =
        exports.export(
            workspace.name("sentinel"),
            "&objectFormat=csv",
            List.of(Map.of("id", 1, "note", "\u0001N")));

    assertThat(exchange.getException())
        .hasMessage(
            "Row 1 cannot be exported: column 'note' holds the text that means NULL in staged CSV. Stage JSON lines instead.");
  }

  @Tag("matrix")
  @Test
  void types_come_from_the_values_of_the_first_message() {
    String table = workspace.name("inferred");
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", 7);
    row.put("score", new BigDecimal("0.5"));
    row.put("at", Instant.parse("2024-01-01T00:00:00Z"));
    row.put("tags", Map.of("a", List.of(1)));
    row.put("none", null);

    Exchange exchange = exports.export(table, "", List.of(row));

    assertThat(exchange.getException()).isNull();
    assertThat(workspace.statements().run("DESCRIBE TABLE " + table).toString())
        .isEqualTo(
            "[[id, bigint, null], [score, decimal(38,18), null], [at, timestamp, null], [tags, string, null], [none, string, null]]");
    assertThat(exports.written().value("SELECT tags FROM " + table)).isEqualTo("{\"a\":[1]}");
  }

  @Tag("matrix")
  @Test
  void a_single_column_keeps_its_nulls_and_empty_texts_in_csv() {
    String table = workspace.name("single");
    Map<String, Object> none = new LinkedHashMap<>();
    none.put("x", null);

    Exchange exchange =
        exports.export(
            table, "&objectFormat=csv", List.of(Map.of("x", ""), none, Map.of("x", "y")));

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getHeaders()).containsEntry(DatabricksConstants.ROW_COUNT, 3L);
    assertThat(
            exports
                .written()
                .value(
                    "SELECT concat(count(*), ' ', count(x), ' ', count_if(x = '')) FROM " + table))
        .isEqualTo("3 2 1");
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> read(String table, String order) {
    return component.query(
        List.class, "&connection=local", "SELECT * FROM " + table + " ORDER BY " + order, Map.of());
  }
}
