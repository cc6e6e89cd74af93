// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextValueTest {

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("TINYINT", "-1", -1L),
        Arguments.of("BIGINT", "9007199254740993", 9007199254740993L),
        Arguments.of("FLOAT", "0.1", 0.1),
        Arguments.of("DOUBLE", "NaN", Double.NaN),
        Arguments.of("DOUBLE", "-Infinity", Double.NEGATIVE_INFINITY),
        Arguments.of("DECIMAL(38,18)", "1.500", new BigDecimal("1.500")),
        Arguments.of("BOOLEAN", "false", false),
        Arguments.of("STRING", "", ""),
        Arguments.of("DATE", "1582-10-10", LocalDate.parse("1582-10-10")),
        Arguments.of(
            "TIMESTAMP", "2024-03-10T02:30:00.123Z", Instant.parse("2024-03-10T02:30:00.123Z")),
        Arguments.of(
            "TIMESTAMP", "2024-03-10T02:30:00+02:00", Instant.parse("2024-03-10T00:30:00Z")),
        Arguments.of("TIMESTAMP", "2024-03-10 02:30:00.5", Instant.parse("2024-03-10T02:30:00.5Z")),
        Arguments.of(
            "TIMESTAMP_NTZ", "2024-03-10 02:30:00", LocalDateTime.parse("2024-03-10T02:30:00")),
        Arguments.of("INTERVAL DAY TO SECOND", "1 02:03:04.000000000", "1 02:03:04.000000000"),
        Arguments.of("VARIANT", "{\"a\":1}", "{\"a\":1}"),
        Arguments.of("ARRAY<INT>", "[\"1\",null,2]", Arrays.asList(1L, null, 2L)),
        Arguments.of("ARRAY<DOUBLE>", "[1.5,\"NaN\"]", List.of(1.5, Double.NaN)),
        Arguments.of("ARRAY<DECIMAL(3,2)>", "[1.50]", List.of(new BigDecimal("1.50"))),
        Arguments.of(
            "MAP<DATE, STRING>",
            "{\"2024-01-02\":\"said \\\"hi\\\" \\\\ \\t\"}",
            Map.of("2024-01-02", "said \"hi\" \\ \t")),
        Arguments.of(
            "MAP<STRING, ARRAY<STRUCT<a: TINYINT NOT NULL, `b ``c`: STRING>>>",
            "{\"k\":[{\"a\":1,\"b `c\":\"q\"}]}",
            Map.of("k", List.of(Map.of("a", 1L, "b `c", "q")))));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void reads_what_the_type_says(String type, String text, Object value) {
    assertThat(TextValue.of(text, SqlType.parse(type))).isEqualTo(value);
  }

  @Test
  void decodes_binary() {
    byte[] bytes = {0, (byte) 0xFF};

    assertThat(TextValue.of("AP8=", SqlType.parse("BINARY"))).isEqualTo(bytes);
    assertThat(TextValue.of(bytes, SqlType.parse("BINARY"))).isSameAs(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOOLEAN | yes | BOOLEAN",
        "INT | 1.5 | INT",
        "DATE | 19724 | DATE",
        "TIMESTAMP | soon | TIMESTAMP",
        "BINARY | ? | BINARY",
        "ARRAY<INT> | no json | ARRAY, MAP or STRUCT",
        "ARRAY<INT> | {} | ARRAY, MAP or STRUCT",
        "ARRAY<DATE> | [19724] | ARRAY, MAP or STRUCT",
        "ARRAY<INT> | [1] [2] | ARRAY, MAP or STRUCT",
        "MAP<STRING, INT> | {a:1} | ARRAY, MAP or STRUCT",
        "MAP<STRING, INT> | {\"a\":1,\"a\":2} | ARRAY, MAP or STRUCT",
        "MAP | {\"a\":1} | MAP"
      })
  void refuses_what_is_written_otherwise_and_shows_no_value(
      String type, String text, String named) {
    assertThatThrownBy(() -> TextValue.of(text, SqlType.parse(type)))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "A value of the type "
                + named
                + " came in a form that cannot be read. Cast the column to STRING in the statement.")
        .hasNoCause();
  }
}
