// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.sql;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An expression of a statement over columns and named parameters; immutable. Values never stand in
 * it: what is literal is a number or a text of our own.
 */
public sealed interface Expression {

  /** How two expressions compare. */
  enum Comparator {
    EQUAL("="),
    /** NULL equals NULL. */
    SAME("<=>"),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String symbol;

    Comparator(String symbol) {
      this.symbol = symbol;
    }

    String symbol() {
      return symbol;
    }
  }

  /**
   * A column of what the statement reads.
   *
   * @param source our alias of what has the column; empty if there is only one source
   */
  record Column(Optional<String> source, SqlName name) implements Expression {
    public Column {
      source.ifPresent(Expression::requireOwn);
    }

    /** A column of the only source. */
    public Column(SqlName name) {
      this(Optional.empty(), name);
    }

    /** A column of a source that has an alias. */
    public static Column of(String source, String column) {
      return new Column(Optional.of(source), SqlName.column(column));
    }
  }

  /** A name that the statement itself gave, such as {@code s1.v.f2}. */
  record Own(List<String> path) implements Expression {
    public Own {
      path = List.copyOf(path);
      path.forEach(Expression::requireOwn);
    }

    public static Own of(String... path) {
      return new Own(List.of(path));
    }
  }

  /** The value of the named parameter. */
  record Parameter(String name) implements Expression {
    public Parameter {
      requireOwn(name);
    }
  }

  /** A whole number of ours. */
  record Whole(long value) implements Expression {}

  /** TRUE or FALSE. */
  record Truth(boolean value) implements Expression {}

  /** NULL. */
  record Null() implements Expression {}

  /** A constant text of ours, never one that came from outside. */
  record Text(String value) implements Expression {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_|<>(), :]*");

    public Text {
      if (!ALLOWED.matcher(value).matches()) {
        throw new IllegalArgumentException("only constants of our own are written into statements");
      }
    }
  }

  /** All columns, as in {@code count(*)}. */
  record Star() implements Expression {}

  /**
   * A function of arguments.
   *
   * @param filter the rows an aggregate takes; empty for all
   */
  record Call(
      String function, boolean distinct, List<Expression> arguments, Optional<Expression> filter)
      implements Expression {
    public Call {
      requireOwn(function);
      arguments = List.copyOf(arguments);
    }

    public static Call of(String function, Expression... arguments) {
      return new Call(function, false, List.of(arguments), Optional.empty());
    }

    /** The aggregate over the rows that fulfil a condition. */
    public Call where(Optional<Expression> condition) {
      return new Call(function, distinct, arguments, condition);
    }
  }

  /** A window function over all rows of the statement. */
  record OverAll(Call aggregate) implements Expression {}

  /** {@code left comparator right}. */
  record Comparison(Expression left, Comparator comparator, Expression right)
      implements Expression {}

  /** {@code of BETWEEN low AND high}, inclusive. */
  record Between(Expression of, Expression low, Expression high) implements Expression {}

  /** {@code of IN (first, second)}. */
  record In(Expression of, List<Expression> values) implements Expression {
    public In {
      values = List.copyOf(values);
    }
  }

  /** {@code of IS NULL}, or {@code IS NOT NULL}. */
  record IsNull(Expression of, boolean not) implements Expression {}

  /** {@code NOT of}. */
  record Not(Expression of) implements Expression {}

  /** All of the conditions hold. */
  record All(List<Expression> conditions) implements Expression {
    public All {
      conditions = List.copyOf(conditions);
    }
  }

  /** At least one of the conditions holds. */
  record Any(List<Expression> conditions) implements Expression {
    public Any {
      conditions = List.copyOf(conditions);
    }
  }

  /** {@code CAST(of AS type)}. */
  record Cast(Expression of, String type) implements Expression {
    private static final Pattern TYPE = Pattern.compile("[A-Z_]+(\\([0-9]+(,[0-9]+)?\\))?");

    public Cast {
      if (!TYPE.matcher(type).matches()) {
        throw new IllegalArgumentException("not the name of a scalar type: " + type);
      }
    }
  }

  private static void requireOwn(String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException("not a name of our own: " + name);
    }
  }
}
