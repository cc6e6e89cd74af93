// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import io.lakeroute.processors.segment.Aggregate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What is made of rows, as the definitions have it; immutable.
 *
 * @param of the field; null for a count of rows
 * @param kind of the field
 */
record MemoryAggregate(Aggregate aggregate, String of, Kind kind) {

  private static final Comparator<Object> ORDER = new MemoryOrder();
  private static final int AVERAGE_SCALE = 6;

  /** The type of the result. */
  Kind result() {
    return switch (aggregate) {
      case COUNT, COUNT_DISTINCT -> Kind.BIG;
      case SUM -> kind == Kind.MONEY ? Kind.MONEY : whole() ? Kind.BIG : Kind.TWICE;
      case AVERAGE -> kind == Kind.MONEY ? Kind.MONEY : Kind.TWICE;
      case MIN, MAX, FIRST, LAST -> kind;
    };
  }

  private boolean whole() {
    return kind == Kind.SMALL || kind == Kind.BIG;
  }

  /** The value of these rows; null for NULL. */
  Object of(List<Map<String, Object>> rows) {
    return switch (aggregate) {
      case COUNT -> (long) rows.size();
      case COUNT_DISTINCT -> (long) new HashSet<>(values(rows).toList()).size();
      case SUM -> sum(values(rows).toList());
      case AVERAGE -> average(values(rows).toList());
      case MIN -> values(rows).min(ORDER).orElse(null);
      case MAX -> values(rows).max(ORDER).orElse(null);
      case FIRST -> timed(rows).min(byTime()).map(row -> row.get(of)).orElse(null);
      case LAST -> timed(rows).max(byTime()).map(row -> row.get(of)).orElse(null);
    };
  }

  private Stream<Object> values(List<Map<String, Object>> rows) {
    return rows.stream().map(row -> row.get(of)).filter(Objects::nonNull);
  }

  private Stream<Map<String, Object>> timed(List<Map<String, Object>> rows) {
    return rows.stream().filter(row -> row.get(of) != null && row.get(MemorySource.TIME) != null);
  }

  /** Of rows at the same time the value decides. */
  private Comparator<Map<String, Object>> byTime() {
    return Comparator.<Map<String, Object>, Object>comparing(
            row -> row.get(MemorySource.TIME), ORDER)
        .thenComparing(row -> row.get(of), ORDER);
  }

  private Object sum(List<Object> values) {
    if (kind == Kind.MONEY) {
      return values.stream().map(BigDecimal.class::cast).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
    return whole()
        ? (Object) values.stream().mapToLong(each -> (long) each).sum()
        : (Object) values.stream().mapToDouble(each -> ((Number) each).doubleValue()).sum();
  }

  private Object average(List<Object> values) {
    if (values.isEmpty()) {
      return null;
    }
    if (kind == Kind.MONEY) {
      return ((BigDecimal) sum(values))
          .divide(BigDecimal.valueOf(values.size()), AVERAGE_SCALE, RoundingMode.HALF_UP);
    }
    return ((Number) sum(values)).doubleValue() / values.size();
  }
}
