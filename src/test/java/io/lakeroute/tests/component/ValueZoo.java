// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Values of every SQL type, alone and inside of ARRAY, MAP and STRUCT, with what becomes of them in
 * Java, JSON and CSV; immutable.
 */
final class ValueZoo {

  /**
   * One column.
   *
   * @param sql an expression for it
   * @param java the value in a row
   * @param json its JSON text
   * @param text its text in CSV, before CSV quotes it, and as the key of a map; null for NULL
   */
  record Specimen(String name, String sql, Object java, String json, String text) {

    /** The field of a CSV line; quotes tell the empty text from NULL. */
    String csv() {
      if (text == null) {
        return "";
      }
      return text.isEmpty() || text.matches("(?s).*[,\"\n\r].*")
          ? '"' + text.replace("\"", "\"\"") + '"'
          : text;
    }
  }

  private ValueZoo() {}

  /** Each scalar alone, as value and where that is legal as key of a map, and three levels deep. */
  static List<Specimen> all() {
    List<Specimen> all = new ArrayList<>();
    for (Specimen scalar : scalars()) {
      all.add(scalar);
      all.add(map(scalar.name + "_in_map", key(scalar) ? scalar : text("'k'", "k"), scalar));
      all.add(deep(scalar));
    }
    all.addAll(collections());
    return List.copyOf(all);
  }

  /** One statement for one row with a column for each. */
  static String statement(List<Specimen> specimens) {
    return specimens.stream()
        .map(s -> s.sql + " AS " + s.name)
        .collect(Collectors.joining(",\n  ", "SELECT ", ""));
  }

  private static List<Specimen> scalars() {
    return List.of(
        plain("yes", "true", true),
        plain("tiny", "CAST(-128 AS TINYINT)", -128L),
        plain("small", "CAST(32767 AS SMALLINT)", 32767L),
        plain("medium", "-2147483648", -2147483648L),
        plain("big", "9223372036854775807", Long.MAX_VALUE),
        real("single", "CAST(0.1 AS FLOAT)", 0.1, "0.1"),
        real("single_nan", "CAST('NaN' AS FLOAT)", Double.NaN, "NaN"),
        real("twice", "1.7976931348623157E308D", Double.MAX_VALUE, "1.7976931348623157E308"),
        real("infinite", "CAST('-Infinity' AS DOUBLE)", Double.NEGATIVE_INFINITY, "-Infinity"),
        real("minus_zero", "CAST('-0.0' AS DOUBLE)", -0.0, "-0.0"),
        decimal("money", "CAST(1.5 AS DECIMAL(10,2))", "1.50"),
        decimal("zero", "CAST(0 AS DECIMAL(4,2))", "0.00"),
        decimal(
            "long",
            "CAST('12345678901234567890123456789012345678' AS DECIMAL(38,0))",
            "12345678901234567890123456789012345678"),
        decimal(
            "exact",
            "CAST('-12345678901234567890.123456789012345670' AS DECIMAL(38,18))",
            "-12345678901234567890.123456789012345670"),
        text("quotes", "'said \"hi\"'", "said \"hi\""),
        text("forged", "'x\",\"y\":\"z'", "x\",\"y\":\"z"),
        text("path", "'C:\\\\tmp'", "C:\\tmp"),
        text("lines", "'a\\tb\\nc\\rd'", "a\tb\nc\rd"),
        text("emoji", "'é😀 ''x'''", "é😀 'x'"),
        text("number", "'007'", "007"),
        text("none", "'null'", "null"),
        text("empty", "''", ""),
        text("fixed", "CAST('abcde' AS CHAR(5))", "abcde"),
        text("upto", "CAST('ab' AS VARCHAR(5))", "ab"),
        quoted("bytes", "X'00FF'", new byte[] {0, (byte) 0xFF}, "AP8="),
        quoted("no_bytes", "X''", new byte[0], ""),
        date("0001-01-01"),
        date("1582-10-10"),
        date("1969-12-31"),
        date("9999-12-31"),
        moment("0001-01-01T00:00:00"),
        moment("1582-10-10T12:00:00"),
        moment("2024-03-10T02:30:00"), // No clock in New York shows it.
        moment("2024-07-01T03:04:05.123456"),
        moment("9999-12-31T23:59:59.999999"),
        wallClock("0001-01-01T00:00:00"),
        wallClock("1582-10-10T12:00:00"),
        wallClock("2024-03-10T02:30:00"),
        wallClock("2024-07-01T03:04:05.123456"),
        wallClock("9999-12-31T23:59:59.999999"),
        text("months", "INTERVAL '-1-2' YEAR TO MONTH", "-1-2"),
        text("time", "INTERVAL '1 02:03:04.567' DAY TO SECOND", "1 02:03:04.567000000"),
        text("days", "INTERVAL '-106751991' DAY", "-106751991 00:00:00.000000000"),
        text(
            "variant",
            "parse_json('{\"k\":[1,2.5,\"a\\\\\\\\b\"]}')",
            "{\"k\":[1,2.5,\"a\\\\b\"]}"),
        text("variant_text", "parse_json('\"x\"')", "\"x\""),
        text("variant_null", "parse_json('null')", "null"),
        nothing("no_text", "CAST(NULL AS STRING)"),
        nothing("no_type", "NULL"));
  }

  private static List<Specimen> collections() {
    Specimen one = plain("one", "1", 1L);
    Specimen two = plain("two", "2", 2L);
    return List.of(
        new Specimen("no_elements", "CAST(array() AS ARRAY<INT>)", List.of(), "[]", "[]"),
        new Specimen("no_entries", "CAST(map() AS MAP<STRING, INT>)", Map.of(), "{}", "{}"),
        nothing("no_list", "CAST(NULL AS ARRAY<INT>)"),
        nothing("no_map", "CAST(NULL AS MAP<STRING, INT>)"),
        nothing("no_struct", "CAST(NULL AS STRUCT<a: INT>)"),
        map("value_null", text("'k'", "k"), nothing("CAST(NULL AS INT)")),
        list("lists", list("a", one, nothing("NULL")), nothing("CAST(NULL AS ARRAY<INT>)")),
        list("structs", struct("a", "x", one, "y", two), nothing("NULL")),
        map("list_as_key", list("a", one, two), one),
        map("struct_as_key", struct("a", "x", one, "y", two), one),
        new Specimen(
            "order_of_keys",
            "map('b', 1, 'a', 2, 'c', 3)",
            entries("b", 1L, "a", 2L, "c", 3L),
            "{\"b\":1,\"a\":2,\"c\":3}",
            "{\"b\":1,\"a\":2,\"c\":3}"),
        struct("odd_names", "a b", one, "x:y>,", two),
        struct("tick_and_quote", "`t`", one, "q\"'", two),
        struct("words", "key", one, "value", two));
  }

  /** VARIANT is no key, and Spark makes -0.0 the key 0.0. */
  private static boolean key(Specimen scalar) {
    return scalar.java != null && !scalar.name.matches("variant.*|minus_zero");
  }

  private static Specimen deep(Specimen leaf) {
    Specimen innermost = list("a", leaf, nothing("NULL"));
    Specimen middle = struct("s", "f", innermost, "g", leaf);
    return list(leaf.name + "_deep", map("m", text("'k'", "k"), middle), nothing("NULL"));
  }

  private static Specimen list(String name, Specimen first, Specimen second) {
    String json = "[" + first.json + "," + second.json + "]";
    return new Specimen(
        name,
        "array(" + first.sql + ", " + second.sql + ")",
        Arrays.asList(first.java, second.java),
        json,
        json);
  }

  private static Specimen map(String name, Specimen key, Specimen value) {
    String json = "{" + quote(key.text) + ":" + value.json + "}";
    return new Specimen(
        name, "map(" + key.sql + ", " + value.sql + ")", entries(key.text, value.java), json, json);
  }

  private static Specimen struct(String name, String a, Specimen x, String b, Specimen y) {
    String json = "{" + quote(a) + ":" + x.json + "," + quote(b) + ":" + y.json + "}";
    return new Specimen(
        name,
        "named_struct('%s', %s, '%s', %s)"
            .formatted(a.replace("'", "\\'"), x.sql, b.replace("'", "\\'"), y.sql),
        entries(a, x.java, b, y.java),
        json,
        json);
  }

  private static Specimen plain(String name, String sql, Object value) {
    return new Specimen(name, sql, value, value.toString(), value.toString());
  }

  private static Specimen real(String name, String sql, double value, String text) {
    return new Specimen(name, sql, value, Double.isFinite(value) ? text : quote(text), text);
  }

  private static Specimen decimal(String name, String sql, String text) {
    return plain(name, sql, new BigDecimal(text));
  }

  private static Specimen date(String day) {
    return quoted("d" + digits(day), "DATE'" + day + "'", LocalDate.parse(day), day);
  }

  private static Specimen moment(String utc) {
    String text = utc + "Z";
    return quoted("t" + digits(utc), "TIMESTAMP'" + text + "'", Instant.parse(text), text);
  }

  private static Specimen wallClock(String clock) {
    return quoted(
        "n" + digits(clock), "TIMESTAMP_NTZ'" + clock + "'", LocalDateTime.parse(clock), clock);
  }

  private static Specimen text(String sql, String value) {
    return text("text", sql, value);
  }

  private static Specimen text(String name, String sql, String value) {
    return quoted(name, sql, value, value);
  }

  private static Specimen quoted(String name, String sql, Object value, String text) {
    return new Specimen(name, sql, value, quote(text), text);
  }

  private static Specimen nothing(String sql) {
    return nothing("nothing", sql);
  }

  private static Specimen nothing(String name, String sql) {
    return new Specimen(name, sql, null, "null", null);
  }

  private static String digits(String moment) {
    return moment.replaceAll("\\D", "");
  }

  private static String quote(String text) {
    return '"'
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\t", "\\t")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
        + '"';
  }

  private static Map<String, Object> entries(Object... keysAndValues) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return Collections.unmodifiableMap(entries);
  }
}
