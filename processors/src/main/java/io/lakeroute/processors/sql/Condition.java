package io.lakeroute.processors.sql;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A condition of a statement over columns and named parameters, never over values; immutable. */
public sealed interface Condition {

  /** The condition in SQL, in parentheses where an operator around it could bind tighter. */
  String sql();

  /** How a column compares with a parameter. */
  enum Operator {
    EQUAL("="),
    LESS("<"),
    GREATER(">"),
    AT_LEAST(">=");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }
  }

  /** {@code column operator :parameter}. */
  record Comparison(SqlName column, Operator operator, String parameter) implements Condition {
    @Override
    public String sql() {
      return column.quoted() + " " + operator.symbol + " :" + parameter;
    }
  }

  /** {@code column IN (:first, :second)}. */
  record In(SqlName column, List<String> parameters) implements Condition {
    public In {
      parameters = List.copyOf(parameters);
    }

    @Override
    public String sql() {
      return parameters.stream()
          .map(parameter -> ":" + parameter)
          .collect(Collectors.joining(", ", column.quoted() + " IN (", ")"));
    }
  }

  /** {@code column IS NULL}. */
  record IsNull(SqlName column) implements Condition {
    @Override
    public String sql() {
      return column.quoted() + " IS NULL";
    }
  }

  /** All of the conditions hold. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public String sql() {
      return joined(conditions, " AND ", Condition::sql);
    }
  }

  /** At least one of the conditions holds. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public String sql() {
      return "("
          + joined(
              conditions, " OR ", each -> each instanceof All ? "(" + each.sql() + ")" : each.sql())
          + ")";
    }
  }

  /** No row fulfils it. */
  record Never() implements Condition {
    @Override
    public String sql() {
      return "FALSE";
    }
  }

  private static String joined(
      List<Condition> conditions, String separator, Function<Condition, String> text) {
    return conditions.stream().map(text).collect(Collectors.joining(separator));
  }
}
