// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterBinderTest {

  @Test
  void sends_every_value_as_text_with_its_type() {
    List<Object> values =
        Arrays.asList(
            null,
            "it's",
            'c',
            7,
            Long.MIN_VALUE,
            0.5f,
            true,
            new BigDecimal("0.001"),
            new BigDecimal("1E+3"),
            BigInteger.TEN,
            Instant.parse("2024-01-02T03:04:05.123456Z"),
            OffsetDateTime.parse("2024-01-02T03:04:05+02:00"),
            ZonedDateTime.parse("2024-01-02T03:04:05+02:00[Europe/Athens]"),
            Timestamp.from(Instant.parse("2024-01-02T03:04:05.123456Z")),
            new java.util.Date(1),
            LocalDateTime.parse("2024-01-02T03:04:05"),
            LocalDate.parse("2024-01-02"),
            Date.valueOf("2024-01-02"));

    assertThat(ParameterBinder.named(bound(values)))
        .extracting(p -> p.getName() + " " + p.getType() + " " + p.getValue())
        .containsExactly(
            "p1 STRING null",
            "p2 STRING it's",
            "p3 STRING c",
            "p4 BIGINT 7",
            "p5 BIGINT -9223372036854775808",
            "p6 DOUBLE 0.5",
            "p7 BOOLEAN true",
            "p8 DECIMAL(3,3) 0.001",
            "p9 DECIMAL(4,0) 1000",
            "p10 DECIMAL(2,0) 10",
            "p11 TIMESTAMP 2024-01-02T03:04:05.123456Z",
            "p12 TIMESTAMP 2024-01-02T01:04:05Z",
            "p13 TIMESTAMP 2024-01-02T01:04:05Z",
            "p14 TIMESTAMP 2024-01-02T03:04:05.123456Z",
            "p15 TIMESTAMP 1970-01-01T00:00:00.001Z",
            "p16 TIMESTAMP_NTZ 2024-01-02T03:04:05",
            "p17 DATE 2024-01-02",
            "p18 DATE 2024-01-02");
  }

  @Test
  void refuses_a_number_of_countless_digits() {
    List<Object> values = List.of(1, new BigDecimal("1E+999999999"));

    assertThatThrownBy(() -> ParameterBinder.named(bound(values)))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "Parameter number 2 has an exponent beyond 1000. Bind a number of at most 38 digits.");
  }

  @Test
  void names_the_position_and_class_of_what_has_no_type() {
    assertThatThrownBy(() -> ParameterBinder.named(bound(List.of(1, new byte[0]))))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "Parameter number 2 is a [B, which has no SQL type. Bind a text, number, boolean, date or time, or a list of these.");
  }

  private static NamedStatement.Bound bound(List<?> values) {
    return NamedStatement.parse("SELECT f(:values)").bind(Map.of("values", values));
  }
}
