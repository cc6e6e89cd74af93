package io.lakeroute.processors.interactions;

import io.lakeroute.processors.sql.Condition;
import io.lakeroute.processors.sql.Condition.All;
import io.lakeroute.processors.sql.Condition.Any;
import io.lakeroute.processors.sql.Condition.Comparison;
import io.lakeroute.processors.sql.Condition.In;
import io.lakeroute.processors.sql.Condition.IsNull;
import io.lakeroute.processors.sql.Condition.Never;
import io.lakeroute.processors.sql.Select;
import io.lakeroute.processors.sql.Select.Ordering;
import io.lakeroute.processors.sql.SqlName;
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

  List<Map<String, Object>> select(Select select, Map<String, Object> parameters, int limit) {
    return rows.stream()
        .filter(row -> holds(select.where(), row, parameters).orElse(false))
        .sorted(order(select.orderBy()))
        .limit(limit)
        .toList();
  }

  private static Optional<Boolean> holds(
      Condition condition, Map<String, Object> row, Map<String, Object> parameters) {
    if (condition instanceof Comparison comparison) {
      Object value = row.get(column(comparison.column()));
      return value == null
          ? Optional.empty()
          : Optional.of(
              holds(
                  comparison.operator(),
                  compare(value, parameter(parameters, comparison.parameter()))));
    }
    if (condition instanceof In in) {
      Object value = row.get(column(in.column()));
      return value == null
          ? Optional.empty()
          : Optional.of(
              in.parameters().stream()
                  .anyMatch(name -> compare(value, parameter(parameters, name)) == 0));
    }
    if (condition instanceof IsNull isNull) {
      return Optional.of(row.get(column(isNull.column())) == null);
    }
    if (condition instanceof All all) {
      return combine(all.conditions(), row, parameters, false);
    }
    if (condition instanceof Any any) {
      return combine(any.conditions(), row, parameters, true);
    }
    if (condition instanceof Never) {
      return Optional.of(false);
    }
    throw new AssertionError("unknown condition " + condition);
  }

  /** AND is decided by one false, OR by one true; else an unknown leaves it unknown. */
  private static Optional<Boolean> combine(
      List<Condition> conditions,
      Map<String, Object> row,
      Map<String, Object> parameters,
      boolean deciding) {
    boolean unknown = false;
    for (Condition each : conditions) {
      Optional<Boolean> holds = holds(each, row, parameters);
      if (holds.isPresent() && holds.get() == deciding) {
        return holds;
      }
      unknown |= holds.isEmpty();
    }
    return unknown ? Optional.empty() : Optional.of(!deciding);
  }

  private static boolean holds(Condition.Operator operator, int comparison) {
    return switch (operator) {
      case EQUAL -> comparison == 0;
      case LESS -> comparison < 0;
      case GREATER -> comparison > 0;
      case AT_LEAST -> comparison >= 0;
    };
  }

  private static Comparator<Map<String, Object>> order(List<Ordering> orderBy) {
    return orderBy.stream().map(MemoryTable::order).reduce(Comparator::thenComparing).orElseThrow();
  }

  private static Comparator<Map<String, Object>> order(Ordering ordering) {
    Comparator<Object> values = MemoryTable::compare;
    return Comparator.comparing(
        row -> row.get(column(ordering.column())),
        Comparator.nullsLast(ordering.descending() ? values.reversed() : values));
  }

  private static Object parameter(Map<String, Object> parameters, String name) {
    Object value = parameters.get(name);
    if (value == null) {
      throw new AssertionError("parameter :" + name + " is not bound");
    }
    return value;
  }

  private static String column(SqlName name) {
    return name.parts().get(0);
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }
}
