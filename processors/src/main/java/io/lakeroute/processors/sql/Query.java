// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.sql;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A SELECT; immutable.
 *
 * @param with named queries that it reads
 * @param distinct whether equal rows are returned once
 * @param items what it returns
 * @param from what it reads; empty for one row of nothing
 * @param joins what is joined to that, in order
 * @param where the rows that count; empty for all
 * @param groupBy empty for no grouping
 * @param having the groups that count
 * @param orderBy the order of the rows
 * @param limit the most rows; empty for all
 */
public record Query(
    List<Named> with,
    boolean distinct,
    List<Item> items,
    Optional<From> from,
    List<Join> joins,
    Optional<Expression> where,
    List<Expression> groupBy,
    Optional<Expression> having,
    List<Ordering> orderBy,
    Optional<Expression> limit)
    implements Writable {

  public Query {
    with = List.copyOf(with);
    items = List.copyOf(items);
    joins = List.copyOf(joins);
    groupBy = List.copyOf(groupBy);
    orderBy = List.copyOf(orderBy);
  }

  /** Returns the items of what it reads. */
  public static Query select(List<Item> items, From from) {
    return select(items, Optional.of(from));
  }

  /** Returns the items of one row of nothing. */
  public static Query select(List<Item> items) {
    return select(items, Optional.empty());
  }

  private static Query select(List<Item> items, Optional<From> from) {
    return new Query(
        List.of(),
        false,
        items,
        from,
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** A query with a name of our own. */
  public record Named(String name, Query query) {}

  /**
   * What is returned.
   *
   * @param name its name; empty to keep that of the column
   */
  public record Item(Expression value, Optional<SqlName> name) {
    public static Item of(Expression value) {
      return new Item(value, Optional.empty());
    }

    public static Item as(Expression value, String name) {
      return new Item(value, Optional.of(SqlName.column(name)));
    }
  }

  /** What a query reads; aliases are names of our own. */
  public sealed interface From {}

  /** A table or view, maybe at a version. */
  public record Table(SqlName name, OptionalLong version, Optional<String> alias) implements From {}

  /** A query of the WITH clause. */
  public record Reference(String name) implements From {}

  /** A query in parentheses. */
  public record Nested(Query query, String alias) implements From {}

  /** All rows of the queries, UNION ALL, in parentheses. */
  public record Union(List<Query> queries, String alias) implements From {
    public Union {
      queries = List.copyOf(queries);
    }
  }

  /** A LEFT JOIN. */
  public record Join(From to, Expression on) {}

  /**
   * One column of an ORDER BY.
   *
   * @param nullsLast whether NULL comes last in either direction; otherwise as the engine has it
   */
  public record Ordering(Expression by, boolean descending, boolean nullsLast) {}

  public Query with(List<Named> queries) {
    return new Query(queries, distinct, items, from, joins, where, groupBy, having, orderBy, limit);
  }

  public Query asDistinct() {
    return new Query(with, true, items, from, joins, where, groupBy, having, orderBy, limit);
  }

  public Query joined(List<Join> to) {
    return new Query(with, distinct, items, from, to, where, groupBy, having, orderBy, limit);
  }

  public Query where(Expression condition) {
    return where(Optional.of(condition));
  }

  public Query where(Optional<Expression> condition) {
    return new Query(
        with, distinct, items, from, joins, condition, groupBy, having, orderBy, limit);
  }

  public Query groupedBy(List<Expression> keys) {
    return new Query(with, distinct, items, from, joins, where, keys, having, orderBy, limit);
  }

  public Query having(Expression condition) {
    return new Query(
        with, distinct, items, from, joins, where, groupBy, Optional.of(condition), orderBy, limit);
  }

  public Query orderedBy(List<Ordering> order) {
    return new Query(with, distinct, items, from, joins, where, groupBy, having, order, limit);
  }

  /** At most as many rows as the expression, an INT, says. */
  public Query limited(Expression rows) {
    return new Query(
        with, distinct, items, from, joins, where, groupBy, having, orderBy, Optional.of(rows));
  }

  @Override
  public Writable.Written write() {
    return new SqlWriter().query(this);
  }
}
