// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldTypeTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final long TOO_LONG_FOR_DOUBLE = (1L << 53) + 1;

  private static void converts(FieldType type, Map<Object, Object> values) {
    values.forEach((from, to) -> assertThat(type.convert(from)).as("%s", from).contains(to));
  }

  private static void refuses(FieldType type, Object... values) {
    for (Object value : values) {
      assertThat(type.convert(value)).as("%s", value).isEqualTo(Optional.empty());
    }
  }

  @Test
  void string_takes_every_value_that_has_one_text() {
    converts(
        FieldType.STRING,
        Map.of(
            "a",
            "a",
            7L,
            "7",
            new BigDecimal("1E+3"),
            "1000",
            true,
            "true",
            NOON,
            "2026-01-01T12:00:00Z",
            LocalDate.EPOCH,
            "1970-01-01"));
    refuses(FieldType.STRING, new byte[] {1}, List.of("a"), Map.of());
  }

  @Test
  void integer_takes_numbers_without_a_fraction_that_fit_64_bits() {
    converts(
        FieldType.INTEGER,
        Map.of(7L, 7L, "-7", -7L, new BigDecimal("7.00"), 7L, 7.0, 7L, "0007", 7L));
    refuses(
        FieldType.INTEGER, "7.5", 7.5, Double.NaN, "7 ", "", "9223372036854775808", "1e3", true);
  }

  @Test
  void decimal_takes_numbers_digit_by_digit() {
    converts(
        FieldType.DECIMAL,
        Map.of(
            "0.10", new BigDecimal("0.10"), 7L, BigDecimal.valueOf(7), 0.1, new BigDecimal("0.1")));
    refuses(FieldType.DECIMAL, "1e999999999", "0x1", "1.", Double.POSITIVE_INFINITY, NOON);
  }

  @Test
  void double_takes_fractions_and_no_integer_that_it_cannot_hold() {
    converts(
        FieldType.DOUBLE,
        Map.of(0.5, 0.5, "0.1", 0.1, 7L, 7.0, new BigDecimal("12.34"), 12.34, "100", 100.0));
    refuses(
        FieldType.DOUBLE, TOO_LONG_FOR_DOUBLE, String.valueOf(TOO_LONG_FOR_DOUBLE), "NaN", false);
  }

  @Test
  void boolean_takes_true_and_false() {
    converts(FieldType.BOOLEAN, Map.of(true, true, "FALSE", false, "true", true));
    refuses(FieldType.BOOLEAN, "yes", 1L, "");
  }

  @Test
  void date_takes_days_and_cuts_off_no_time() {
    converts(
        FieldType.DATE, Map.of(LocalDate.EPOCH, LocalDate.EPOCH, "1970-01-01", LocalDate.EPOCH));
    refuses(FieldType.DATE, NOON, "2026-02-30", "01.01.2026");
  }

  @Test
  void timestamp_takes_instants_and_what_is_one_in_utc() {
    converts(
        FieldType.TIMESTAMP,
        Map.of(
            NOON,
            NOON,
            LocalDateTime.parse("2026-01-01T12:00:00"),
            NOON,
            LocalDate.parse("2026-01-01"),
            Instant.parse("2026-01-01T00:00:00Z"),
            "2026-01-01T13:00:00+01:00",
            NOON));
    refuses(FieldType.TIMESTAMP, "2026-01-01 12:00", 1767268800L);
  }
}
