// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The condition "after this row" of a total order in which NULLs come last; stateless.
 *
 * <p>Lexicographic, with null-aware equality: after (a, b) means a later first value, or the same
 * first value and a later second one. NULL is later than every value, and nothing is later than
 * NULL.
 */
final class Keyset {

  private Keyset() {}

  /**
   * The rows after one row.
   *
   * @param order the ordering columns
   * @param nulls the bits of the columns whose value in the row is NULL
   * @return a condition over the parameters {@code p0}, {@code p1}, ...
   */
  static Expression after(List<SourceColumn> order, long nulls, Order direction) {
    Optional<Expression> after = Optional.empty();
    for (int i = order.size() - 1; i >= 0; i--) {
      Column column = new Column(order.get(i).sqlName());
      boolean isNull = (nulls & (1L << i)) != 0;
      after =
          isNull
              ? both(new IsNull(column, false), after)
              : Optional.of(laterOrSame(column, new Parameter(parameter(i)), direction, after));
    }
    return after.orElse(new Expression.Truth(false));
  }

  static String parameter(int index) {
    return "p" + index;
  }

  private static Expression laterOrSame(
      Column column, Parameter value, Order direction, Optional<Expression> afterSame) {
    List<Expression> any = new ArrayList<>();
    any.add(
        new Comparison(
            column, direction == Order.ASC ? Comparator.GREATER : Comparator.LESS, value));
    any.add(new IsNull(column, false));
    both(new Comparison(column, Comparator.EQUAL, value), afterSame).ifPresent(any::add);
    return new Expression.Any(any);
  }

  /** Nothing is after NULL. */
  private static Optional<Expression> both(Expression first, Optional<Expression> second) {
    return second.map(then -> new Expression.All(List.of(first, then)));
  }
}
