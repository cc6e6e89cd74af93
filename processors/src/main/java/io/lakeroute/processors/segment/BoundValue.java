// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.ColumnKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;

/** A value of the type that it is compared with; immutable. */
sealed interface BoundValue {

  /** A value that is the same at any time. */
  record Constant(Object value) implements BoundValue {}

  /**
   * A time, which becomes a value when it is known what time it is.
   *
   * @param zone of its calendar
   * @param wallClock of columns without a zone
   * @param kind of the column
   */
  record Time(Moment moment, ZoneId zone, ZoneId wallClock, ColumnKind kind) implements BoundValue {

    Instant at(Instant asOf) {
      return moment.at(asOf, zone);
    }
  }

  /**
   * A bound of time as a column has it. Dates are midnights of the wall clock: "at least" and "less
   * than" ask for the first midnight that is not before the bound.
   */
  static Object of(Instant bound, ZoneId wallClock, ColumnKind kind) {
    LocalDateTime local = LocalDateTime.ofInstant(bound, wallClock);
    return switch (kind) {
      case DATE ->
          onMidnight(bound, wallClock) ? local.toLocalDate() : local.toLocalDate().plusDays(1);
      case TIMESTAMP_NTZ -> local;
      default -> bound;
    };
  }

  /**
   * Whether a date equals the bound; if not, "at most" means "less than" the next midnight. Where
   * clocks change at midnight, a day begins at one o'clock, or has two midnights.
   */
  static boolean onMidnight(Instant bound, ZoneId wallClock) {
    return bound.equals(LocalDate.ofInstant(bound, wallClock).atStartOfDay(wallClock).toInstant());
  }

  /** Whether the first is after the second, as far as that is known before a request. */
  static boolean reversed(BoundValue low, BoundValue high) {
    return low instanceof Constant first
        && high instanceof Constant second
        && compare(first.value(), second.value()) > 0;
  }

  /** Texts compare by their bytes, as in the warehouse. */
  @SuppressWarnings("unchecked")
  private static int compare(Object first, Object second) {
    return first instanceof LocalDate day
        ? day.compareTo((LocalDate) second)
        : first instanceof String text
            ? Arrays.compareUnsigned(
                text.getBytes(StandardCharsets.UTF_8),
                ((String) second).getBytes(StandardCharsets.UTF_8))
            : ((Comparable<Object>) first).compareTo(second);
  }
}
