package io.lakeroute.databricks.result;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON that databricks-jdbc 3.4.5 writes for nested values, measured. */
class NestedValueTest {

  static Stream<Arguments> asTheDriverWrites() {
    return Stream.of(
        Arguments.of("ARRAY<INT>", "[1,null]", Arrays.asList(1L, null)),
        Arguments.of(
            "ARRAY<DECIMAL(3,2)>",
            "[1.50,2.5]",
            List.of(new BigDecimal("1.50"), new BigDecimal("2.50"))),
        Arguments.of(
            "ARRAY<DECIMAL(38,0)>",
            "[12345678901234567890]",
            List.of(new BigDecimal("12345678901234567890"))),
        Arguments.of("ARRAY<DOUBLE>", "[1.5,\"NaN\",1.0E20]", List.of(1.5, Double.NaN, 1e20)),
        Arguments.of("ARRAY<FLOAT>", "[0.1]", List.of(0.1)),
        Arguments.of("ARRAY<DATE>", "[19724]", List.of(LocalDate.parse("2024-01-02"))),
        Arguments.of(
            "ARRAY<TIMESTAMP>",
            "[1719803045123456]",
            List.of(Instant.parse("2024-07-01T03:04:05.123456Z"))),
        Arguments.of(
            "ARRAY<TIMESTAMP_NTZ>",
            "[[2024,7,1,3,4,5,100000000],[2024,7,1,3,4]]",
            List.of(
                LocalDateTime.parse("2024-07-01T03:04:05.1"),
                LocalDateTime.parse("2024-07-01T03:04"))),
        Arguments.of("ARRAY<BOOLEAN>", "[true,null]", Arrays.asList(true, null)),
        Arguments.of("MAP<INT, STRING>", "{1:\"x\"}", Map.of("1", "x")),
        Arguments.of("MAP<DATE, INT>", "{19724:1}", Map.of("2024-01-02", 1L)),
        Arguments.of(
            "MAP<STRING, ARRAY<STRUCT<a: TINYINT NOT NULL, `b c`: STRING>>>",
            "{\"k\":[{\"a\":1,\"b c\":\"q\\\"\"}]}",
            Map.of("k", List.of(Map.of("a", 1L, "b c", "q\"")))));
  }

  @ParameterizedTest
  @MethodSource("asTheDriverWrites")
  void gives_values_the_types_of_their_own(String type, String json, Object value) {
    assertThat(NestedValue.parse(json, SqlType.parse(type))).isEqualTo(value);
  }

  @Test
  void decodes_binary() {
    assertThat(NestedValue.parse("[\"AP8=\"]", SqlType.parse("ARRAY<BINARY>")))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactly(new byte[] {0, (byte) 0xFF});
  }

  @Test
  void leaves_what_it_does_not_understand() {
    assertThat(NestedValue.parse("no json", SqlType.parse("ARRAY<INT>"))).isEqualTo("no json");
    assertThat(NestedValue.parse("[\"soon\"]", SqlType.parse("ARRAY<DATE>")))
        .isEqualTo(List.of("soon"));
    assertThat(NestedValue.parse("[1.5]", SqlType.parse("ARRAY")))
        .isEqualTo(List.of(new BigDecimal("1.5")));
  }
}
