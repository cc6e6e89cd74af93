package io.lakeroute.processors.interactions;

import io.lakeroute.processors.sql.Condition;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.List;

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
  static Condition after(List<SourceColumn> order, long nulls, Order direction) {
    Condition after = new Condition.Never();
    for (int i = order.size() - 1; i >= 0; i--) {
      SqlName column = order.get(i).sqlName();
      boolean isNull = (nulls & (1L << i)) != 0;
      after =
          isNull
              ? both(new Condition.IsNull(column), after)
              : laterOrSame(column, parameter(i), direction, after);
    }
    return after;
  }

  static String parameter(int index) {
    return "p" + index;
  }

  private static Condition laterOrSame(
      SqlName column, String parameter, Order direction, Condition afterSame) {
    Condition.Operator later =
        direction == Order.ASC ? Condition.Operator.GREATER : Condition.Operator.LESS;
    List<Condition> any = new ArrayList<>();
    any.add(new Condition.Comparison(column, later, parameter));
    any.add(new Condition.IsNull(column));
    Condition same =
        both(new Condition.Comparison(column, Condition.Operator.EQUAL, parameter), afterSame);
    if (!(same instanceof Condition.Never)) {
      any.add(same);
    }
    return new Condition.Any(any);
  }

  private static Condition both(Condition first, Condition second) {
    return second instanceof Condition.Never ? second : new Condition.All(List.of(first, second));
  }
}
