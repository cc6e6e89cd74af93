// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.sql.ColumnKind;
import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Between;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Cast;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.In;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Not;
import java.time.Instant;
import java.util.List;

/**
 * Turns comparisons into conditions. NULL counts as not true, so that only negations need care. For
 * one statement.
 */
final class Comparisons {

  /** Beyond, a list travels as one JSON text. */
  private static final int LONGEST_IN = 50;

  private final Instant asOf;
  private final Parameters parameters;

  Comparisons(Instant asOf, Parameters parameters) {
    this.asOf = asOf;
    this.parameters = parameters;
  }

  /** Joins a list of values to where a condition stands. */
  interface Lists {
    /**
     * @param json the values as a JSON array
     * @param type the SQL type of that array
     * @return a value that is NULL where the list lacks the compared one
     */
    Expression join(Expression compared, Expression json, String type);
  }

  /** The condition. */
  Expression of(BoundRule.Comparison rule, Expression value, Lists lists) {
    Operator operator = rule.operator();
    if (operator.test() == Operator.Test.NULL) {
      return new IsNull(value, operator.negated());
    }
    if (!operator.negated()) {
      return positive(rule, value, lists);
    }
    Expression opposite =
        operator.test() == Operator.Test.EQUAL
            ? new Not(new Comparison(value, Comparator.SAME, single(rule)))
            : not(positive(rule, value, lists));
    return operator.strict() ? new All(List.of(new IsNull(value, true), opposite)) : opposite;
  }

  /** The opposite, which an unknown condition fulfils. */
  static Expression not(Expression condition) {
    return new Not(Call.of("coalesce", condition, new Expression.Truth(false)));
  }

  private Expression positive(BoundRule.Comparison rule, Expression value, Lists lists) {
    DataType type = rule.operand().type();
    return switch (rule.operator().test()) {
      case EQUAL -> compared(value, Comparator.EQUAL, rule, 0);
      case LESS -> compared(value, Comparator.LESS, rule, 0);
      case AT_MOST -> compared(value, Comparator.AT_MOST, rule, 0);
      case GREATER -> compared(value, Comparator.GREATER, rule, 0);
      case AT_LEAST -> compared(value, Comparator.AT_LEAST, rule, 0);
      case BETWEEN -> between(rule, value);
      case IN -> in(rule, value, lists);
      case CONTAINS -> Call.of(type.array() ? "array_contains" : "contains", value, single(rule));
      case BEGINS_WITH -> Call.of("startswith", value, single(rule));
      case ENDS_WITH -> Call.of("endswith", value, single(rule));
      case NULL -> throw new IllegalStateException("NULL is tested elsewhere");
    };
  }

  private Expression compared(
      Expression value, Comparator comparator, BoundRule.Comparison rule, int index) {
    BoundValue bound = rule.values().get(index);
    return new Comparison(value, dated(comparator, bound), parameter(rule, bound));
  }

  /** Where no date equals the bound, dates before it are those below the next midnight. */
  private Comparator dated(Comparator comparator, BoundValue bound) {
    if (!(bound instanceof BoundValue.Time time)
        || time.kind() != ColumnKind.DATE
        || BoundValue.onMidnight(time.at(asOf), time.wallClock())) {
      return comparator;
    }
    return switch (comparator) {
      case AT_MOST -> Comparator.LESS;
      case GREATER -> Comparator.AT_LEAST;
      default -> comparator;
    };
  }

  private Expression between(BoundRule.Comparison rule, Expression value) {
    BoundValue low = rule.values().get(0);
    BoundValue high = rule.values().get(1);
    if (low instanceof BoundValue.Time from
        && high instanceof BoundValue.Time to
        // Of one that moves and one that does not, nothing is in between for a while.
        && from.moment() instanceof Moment.Ago == to.moment() instanceof Moment.Ago
        && from.at(asOf).isAfter(to.at(asOf))) {
      throw new DefinitionException(
          rule.path() + "/value", "has a lower bound above the upper one");
    }
    return dated(Comparator.AT_MOST, high) == Comparator.AT_MOST
        ? new Between(value, parameter(rule, low), parameter(rule, high))
        : new All(
            List.of(
                compared(value, Comparator.AT_LEAST, rule, 0),
                compared(value, Comparator.AT_MOST, rule, 1)));
  }

  private Expression in(BoundRule.Comparison rule, Expression value, Lists lists) {
    if (rule.values().size() <= LONGEST_IN) {
      return new In(value, rule.values().stream().map(each -> parameter(rule, each)).toList());
    }
    List<Object> all = rule.values().stream().map(this::value).toList();
    return new IsNull(
        lists.join(
            value,
            parameters.add(JsonValues.text(all)),
            "ARRAY<" + elementType(rule.operand().type(), all) + ">"),
        true);
  }

  private static String elementType(DataType type, List<Object> values) {
    return switch (type.kind()) {
      case TEXT, COLLATED_TEXT -> "STRING";
      case INTEGER -> "BIGINT";
      case DECIMAL -> DecimalType.of(values).toString();
      case FLOATING -> type.single() ? "FLOAT" : "DOUBLE";
      default -> type.kind().name();
    };
  }

  private Expression single(BoundRule.Comparison rule) {
    return parameter(rule, rule.values().get(0));
  }

  private Expression parameter(BoundRule.Comparison rule, BoundValue bound) {
    DataType type = rule.operand().type();
    Expression parameter = parameters.add(value(bound));
    return type.element()
        .orElse(type)
        .castOf()
        .<Expression>map(single -> new Cast(parameter, single))
        .orElse(parameter);
  }

  private Object value(BoundValue bound) {
    return bound instanceof BoundValue.Time time
        ? BoundValue.of(time.at(asOf), time.wallClock(), time.kind())
        : ((BoundValue.Constant) bound).value();
  }
}
