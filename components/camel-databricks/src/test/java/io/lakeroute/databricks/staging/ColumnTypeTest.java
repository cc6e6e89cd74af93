// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnTypeTest {

  private static final String ARRAY =
      "{\"type\":\"array\",\"elementType\":\"decimal(4,2)\",\"containsNull\":true}";
  private static final String MAP =
      "{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":\"timestamp\",\"valueContainsNull\":true}";
  private static final String STRUCT =
      "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}},"
          + "{\"name\":\"B'c\",\"type\":{\"type\":\"array\",\"elementType\":\"double\",\"containsNull\":true},"
          + "\"nullable\":true,\"metadata\":{}},{\"name\":\"v\",\"type\":\"varchar(3)\",\"nullable\":true,\"metadata\":{}}]}";

  static Stream<Arguments> fits() {
    Map<String, Object> struct = new HashMap<>();
    struct.put("A", null);
    struct.put("b'C", List.of(Double.NaN, 1.5, "-Infinity"));
    return Stream.of(
        Arguments.of("boolean", true, "true"),
        Arguments.of("boolean", " FALSE ", "false"),
        Arguments.of("byte", -128, "-128"),
        Arguments.of("short", "32767", "32767"),
        Arguments.of("integer", 7.0, "7"),
        Arguments.of("integer", new BigDecimal("1E+3"), "1000"),
        Arguments.of("long", BigInteger.valueOf(Long.MIN_VALUE), "-9223372036854775808"),
        Arguments.of("float", 0.1, "0.1"),
        Arguments.of("double", "NaN", "NaN"),
        Arguments.of("double", Double.NEGATIVE_INFINITY, "-Infinity"),
        Arguments.of("double", 9007199254740993L, "9007199254740993"),
        Arguments.of("decimal(18,2)", 0.1, "0.1"),
        Arguments.of("decimal(18,2)", new BigDecimal("1.5000"), "1.5"),
        Arguments.of("decimal(3,0)", new BigDecimal("1E+2"), "100"),
        Arguments.of("decimal(38, 10)", "-0E-999999999", "0"),
        Arguments.of("string", "é😀\u0000", "é😀\u0000"),
        Arguments.of("string", 1.50, "1.5"),
        Arguments.of("string", new BigDecimal("1E+3"), "1000"),
        Arguments.of(
            "string",
            UUID.fromString("00000000-0000-0000-0000-000000000001"),
            "00000000-0000-0000-0000-000000000001"),
        Arguments.of("varchar(2)", "😀é", "😀é"),
        Arguments.of("binary", new byte[] {0, -1}, "AP8="),
        Arguments.of("binary", ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 2), "AgM="),
        Arguments.of("binary", "AP8=", "AP8="),
        Arguments.of("date", LocalDate.of(1, 1, 1), "0001-01-01"),
        Arguments.of("date", "2024-02-29", "2024-02-29"),
        Arguments.of(
            "timestamp",
            Instant.parse("2024-01-02T03:04:05.123456789Z"),
            "2024-01-02T03:04:05.123456Z"),
        Arguments.of(
            "timestamp", OffsetDateTime.parse("2024-01-02T03:04:05+02:00"), "2024-01-02T01:04:05Z"),
        Arguments.of(
            "timestamp",
            Timestamp.from(Instant.parse("2024-01-02T03:04:05.000001Z")),
            "2024-01-02T03:04:05.000001Z"),
        Arguments.of("timestamp", "2024-01-02 03:04:05.5", "2024-01-02T03:04:05.500Z"),
        Arguments.of("timestamp", "2024-01-02T03:04:05-01:00", "2024-01-02T04:04:05Z"),
        Arguments.of("timestamp", LocalDateTime.parse("2024-03-31T02:30"), "2024-03-31T02:30:00Z"),
        Arguments.of(
            "timestamp_ntz",
            LocalDateTime.parse("2024-03-31T02:30:00.000001"),
            "2024-03-31T02:30:00.000001"),
        Arguments.of("variant", "{\"a\": 1.50}", "{\"a\":1.50}"),
        Arguments.of("variant", List.of(1, "x"), "[1,\"x\"]"),
        Arguments.of(ARRAY, Arrays.asList(new BigDecimal("1.50"), null), "[1.5,null]"),
        Arguments.of(ARRAY, new Object[] {1}, "[1]"),
        Arguments.of(MAP, Map.of("k\"", Instant.EPOCH), "{\"k\\\"\":\"1970-01-01T00:00:00Z\"}"),
        Arguments.of(STRUCT, struct, "{\"a\":null,\"B'c\":[\"NaN\",1.5,\"-Infinity\"]}"));
  }

  @ParameterizedTest
  @MethodSource("fits")
  void writes_a_value_as_text_that_gives_it_back(String type, Object value, String text)
      throws Misfit {
    assertThat(read(type).text(value)).isEqualTo(text);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of("boolean", "yes", "", "is a text that is neither true nor false"),
        Arguments.of("boolean", 1, "", "is a java.lang.Integer, which is no BOOLEAN"),
        Arguments.of("byte", 128, "", "is out of the range of TINYINT"),
        Arguments.of("integer", 1.5, "", "is no whole number"),
        Arguments.of("integer", "1e999999999", "", "is out of the range of INT"),
        Arguments.of("integer", "1E+2147483647", "", "is out of the range of INT"),
        Arguments.of("integer", new BigDecimal("1E-999999999"), "", "is no whole number"),
        Arguments.of("integer", "", "", "is a text that is no number"),
        Arguments.of("long", Double.NaN, "", "is not a finite number"),
        Arguments.of("float", 1e300, "", "is out of the range of FLOAT"),
        Arguments.of("double", "1e999", "", "is out of the range of DOUBLE"),
        Arguments.of("decimal(4,2)", "1.005", "", "has more than 2 digits after the point"),
        Arguments.of("decimal(4,2)", 100, "", "has more than 2 digits before the point"),
        Arguments.of("decimal(4,2)", "1E-999999999", "", "has more than 2 digits after the point"),
        Arguments.of(
            "decimal(4,2)", "1E+2147483647", "", "has more than 2 digits before the point"),
        Arguments.of("decimal(4,2)", "1" + "0".repeat(1_000), "", "is a text that is no number"),
        Arguments.of(
            "string", List.of(), "", "is a java.util.ImmutableCollections$ListN, which is no text"),
        Arguments.of(
            "string",
            new BigDecimal("1E+999999999"),
            "",
            "is a number that has an exponent beyond 1000"),
        Arguments.of(
            "string",
            new BigDecimal("0E-1001"),
            "",
            "is a number that has an exponent beyond 1000"),
        Arguments.of("variant", new BigDecimal("1E+999999999"), "", "cannot be written as JSON"),
        Arguments.of(
            "variant",
            Map.of("n", new BigDecimal("1E-999999999")),
            "",
            "cannot be written as JSON"),
        Arguments.of("string", "a\ud83d", "", "holds half of a surrogate pair"),
        Arguments.of("char(2)", "abc", "", "is longer than 2 characters"),
        Arguments.of("binary", "no base64!", "", "is a text that is no Base64"),
        Arguments.of("date", "2024-02-30", "", "is a text that is no date (yyyy-MM-dd)"),
        Arguments.of("date", Instant.EPOCH, "", "is a java.time.Instant, which is no DATE"),
        Arguments.of("date", LocalDate.of(10_000, 1, 1), "", "is outside of the years 1 to 9999"),
        Arguments.of(
            "timestamp", "2024-01-02", "", "is a text that is no such timestamp (ISO 8601)"),
        Arguments.of(
            "timestamp_ntz",
            "2024-01-02T03:04:05Z",
            "",
            "is a text that is no such timestamp (ISO 8601)"),
        Arguments.of(
            "timestamp_ntz",
            Instant.EPOCH,
            "",
            "is a java.time.Instant, which is no TIMESTAMP_NTZ"),
        Arguments.of("variant", "{not json", "", "is a text that is no JSON"),
        Arguments.of(ARRAY, List.of(1, "x"), "[1]", "is a text that is no number"),
        Arguments.of(ARRAY, "[1]", "", "is a java.lang.String, which is no ARRAY"),
        Arguments.of(
            MAP,
            Map.of("secret key", "x"),
            "[...]",
            "is a text that is no such timestamp (ISO 8601)"),
        Arguments.of(STRUCT, Map.of("b'c", List.of("x")), ".B'c[0]", "is a text that is no number"),
        Arguments.of(
            STRUCT, Map.of("d", 1), "", "has fields that the column lacks; there are: a, B'c, v"),
        Arguments.of("interval day to second", "1", "", "has a type that write does not support"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void says_what_is_wrong_and_never_the_value(
      String type, Object value, String path, String problem) {
    Misfit misfit = catchThrowableOfType(Misfit.class, () -> read(type).text(value));

    assertThat(misfit.problem()).isEqualTo(problem);
    assertThat(misfit.path()).isEqualTo(path);
  }

  @Test
  void json_with_a_number_of_countless_digits_is_no_text() {
    Object value = Map.of("a", List.of(1, new BigDecimal("1E+999999999")));

    Misfit misfit = catchThrowableOfType(Misfit.class, () -> TextTypes.stringOrJson().text(value));

    assertThat(misfit.problem()).isEqualTo("holds a number that has an exponent beyond 1000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "long | CAST(x AS BIGINT)",
        "string | x",
        "varchar(3) | x",
        "binary | unbase64(x)",
        "variant | parse_json(x)",
        "decimal(4,2) | CAST(x AS DECIMAL(4,2))",
      })
  void makes_the_value_of_the_text_in_sql(String type, String sql) {
    assertThat(read(type).expression("x")).isEqualTo(sql);
  }

  @Test
  void quotes_the_names_of_fields_within_a_literal() {
    assertThat(read(STRUCT).expression("x"))
        .isEqualTo(
            "from_json(x, 'STRUCT<`a`: INT, `B\\'c`: ARRAY<DOUBLE>, `v`: STRING>', map('mode', 'FAILFAST'))");
  }

  @Test
  void finds_a_varchar_behind_the_string_that_spark_shows() {
    ColumnType type =
        ColumnTypeReader.read(
            "{\"name\":\"c\",\"type\":\"string\",\"nullable\":true,\"metadata\":{\"__CHAR_VARCHAR_TYPE_STRING\":\"varchar(7)\"}}",
            "varchar(7)");

    assertThat(type.sql()).isEqualTo("VARCHAR(7)");
  }

  private static ColumnType read(String type) {
    return ColumnTypeReader.read(type.startsWith("{") ? type : "\"" + type + "\"", type);
  }
}
