// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Compares sort values of different sources as the warehouse compares those of one: numbers by
 * value with NaN greatest, text by its bytes, times in UTC, NULL last; stateless.
 */
final class SortValues {

  private static final Comparator<Object> ASCENDING = SortValues::compareComparable;

  private SortValues() {}

  /** A value in the form that {@link #comparator} compares; null stays null. */
  static Object comparable(Object value) {
    if (value instanceof LocalDate date) {
      return date.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    if (value instanceof LocalDateTime local) {
      return local.toInstant(ZoneOffset.UTC);
    }
    if (value instanceof String text) {
      return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
    return value;
  }

  static Comparator<Object> comparator(Order order) {
    return Comparator.nullsLast(order == Order.ASC ? ASCENDING : ASCENDING.reversed());
  }

  private static int compareComparable(Object left, Object right) {
    if (left instanceof Instant a && right instanceof Instant b) {
      return a.compareTo(b);
    }
    if (left instanceof byte[] a && right instanceof byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
    if (left instanceof Boolean a && right instanceof Boolean b) {
      return a.compareTo(b);
    }
    if (left instanceof Number a && right instanceof Number b) {
      return compareNumbers(a, b);
    }
    throw new IllegalStateException(
        "sort values of " + left.getClass() + " and " + right.getClass() + " do not compare");
  }

  private static int compareNumbers(Number left, Number right) {
    if (left instanceof Long a && right instanceof Long b) {
      return a.compareTo(b);
    }
    if (isFinite(left) && isFinite(right)) {
      return exact(left).compareTo(exact(right));
    }
    return Double.compare(left.doubleValue(), right.doubleValue());
  }

  private static boolean isFinite(Number number) {
    return !(number instanceof Double value) || Double.isFinite(value);
  }

  private static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    return number instanceof Double value
        ? new BigDecimal(value)
        : BigDecimal.valueOf(number.longValue());
  }
}
