// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Any;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.In;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Parameter;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Ordering;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table that evaluates the tree of a statement over its rows as SQL does, with unknown for
 * comparisons with NULL; for one thread.
 */
final class MemoryTable {

  private final List<Map<String, Object>> rows = new ArrayList<>();

  void insert(Map<String, Object> row) {
    rows.add(row);
  }

  List<Map<String, Object>> select(Query query, Map<String, Object> parameters, int limit) {
    return rows.stream()
        .filter(row -> holds(query.where().orElseThrow(), row, parameters).orElse(false))
        .sorted(order(query.orderBy()))
        .limit(limit)
        .toList();
  }

  private static Optional<Boolean> holds(
      Expression condition, Map<String, Object> row, Map<String, Object> parameters) {
    if (condition instanceof Comparison comparison) {
      Object value = row.get(column(comparison.left()));
      return value == null
          ? Optional.empty()
          : Optional.of(
              holds(
                  comparison.comparator(),
                  compare(value, parameter(parameters, comparison.right()))));
    }
    if (condition instanceof In in) {
      Object value = row.get(column(in.of()));
      return value == null
          ? Optional.empty()
          : Optional.of(
              in.values().stream()
                  .anyMatch(each -> compare(value, parameter(parameters, each)) == 0));
    }
    if (condition instanceof IsNull isNull) {
      return Optional.of(row.get(column(isNull.of())) == null);
    }
    if (condition instanceof All all) {
      return combine(all.conditions(), row, parameters, false);
    }
    if (condition instanceof Any any) {
      return combine(any.conditions(), row, parameters, true);
    }
    if (condition instanceof Truth truth) {
      return Optional.of(truth.value());
    }
    throw new AssertionError("unknown condition " + condition);
  }

  /** AND is decided by one false, OR by one true; else an unknown leaves it unknown. */
  private static Optional<Boolean> combine(
      List<Expression> conditions,
      Map<String, Object> row,
      Map<String, Object> parameters,
      boolean deciding) {
    boolean unknown = false;
    for (Expression each : conditions) {
      Optional<Boolean> holds = holds(each, row, parameters);
      if (holds.isPresent() && holds.get() == deciding) {
        return holds;
      }
      unknown |= holds.isEmpty();
    }
    return unknown ? Optional.empty() : Optional.of(!deciding);
  }

  private static boolean holds(Expression.Comparator operator, int comparison) {
    return switch (operator) {
      case EQUAL -> comparison == 0;
      case LESS -> comparison < 0;
      case GREATER -> comparison > 0;
      case AT_LEAST -> comparison >= 0;
      case SAME, AT_MOST -> throw new AssertionError("not used by interactions");
    };
  }

  private static Comparator<Map<String, Object>> order(List<Ordering> orderBy) {
    return orderBy.stream().map(MemoryTable::order).reduce(Comparator::thenComparing).orElseThrow();
  }

  private static Comparator<Map<String, Object>> order(Ordering ordering) {
    Comparator<Object> values = MemoryTable::compare;
    return Comparator.comparing(
        row -> row.get(column(ordering.by())),
        Comparator.nullsLast(ordering.descending() ? values.reversed() : values));
  }

  private static Object parameter(Map<String, Object> parameters, Expression expression) {
    String name = ((Parameter) expression).name();
    Object value = parameters.get(name);
    if (value == null) {
      throw new AssertionError("parameter :" + name + " is not bound");
    }
    return value;
  }

  private static String column(Expression expression) {
    return ((Column) expression).name().parts().get(0);
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }
}
