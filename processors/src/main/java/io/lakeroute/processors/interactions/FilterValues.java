// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.sql.ColumnKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns what callers filter by into values of the column's own type; stateless. */
final class FilterValues {

  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,38}(\\.[0-9]{1,37})?");

  private FilterValues() {}

  /**
   * An id as a value of the crosswalk column, so that the warehouse never casts what a caller sent.
   *
   * @return empty if no value of that type is written so: then no row can match
   */
  static Optional<Object> crosswalk(String id, ColumnKind kind) {
    return switch (kind) {
      case INTEGER -> integer(id);
      case DECIMAL ->
          DECIMAL.matcher(id).matches() ? Optional.of(new BigDecimal(id)) : Optional.empty();
      default -> Optional.of(id);
    };
  }

  /**
   * A bound of a half-open time range as a value of the timestamp column; times without a zone are
   * UTC, and a date stands for its midnight.
   */
  static Object time(Instant bound, ColumnKind kind) {
    LocalDateTime utc = LocalDateTime.ofInstant(bound, ZoneOffset.UTC);
    return switch (kind) {
      case DATE -> firstMidnight(utc);
      case TIMESTAMP_NTZ -> utc;
      default -> bound;
    };
  }

  /** Both "at least" and "less than" ask for the first midnight that is not before the bound. */
  private static LocalDate firstMidnight(LocalDateTime utc) {
    return utc.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? utc.toLocalDate()
        : utc.toLocalDate().plusDays(1);
  }

  private static Optional<Object> integer(String id) {
    if (!INTEGER.matcher(id).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.valueOf(id));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
