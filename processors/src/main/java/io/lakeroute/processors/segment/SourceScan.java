// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Cast;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Text;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Expression.Whole;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one scan of a source in a statement, which collects what the statement needs of it. For one
 * statement.
 */
abstract class SourceScan {

  /** The error with which a statement fails where a key has two rows; the source follows. */
  static final String DUPLICATE = "LAKEROUTE_DUPLICATE_KEY ";

  static final String ROW = "t";

  private final String alias;
  private final BoundModel.Source source;
  private final StatementScope scope;
  private final boolean population;
  private final List<Query.Join> keyLists = new ArrayList<>();

  SourceScan(String alias, BoundModel.Source source, StatementScope scope, boolean population) {
    this.alias = alias;
    this.source = source;
    this.scope = scope;
    this.population = population;
  }

  static SourceScan of(
      String alias, BoundModel.Source source, StatementScope scope, boolean population) {
    if (source.many()) {
      return new ManyRows(alias, source, scope, population);
    }
    return source.latest().isPresent()
        ? new LatestRow(alias, source, scope, population)
        : new OneRow(alias, source, scope, population);
  }

  /** The value of a key, once the scan is joined. */
  abstract Expression value(BoundRule.Operand operand);

  /**
   * Whether a key fulfils a comparison, once the scan is joined; NULL for no.
   *
   * @param joined joins a list to where the scan is joined
   */
  Expression condition(BoundRule.Comparison comparison, Comparisons.Lists joined) {
    return scope.comparisons().of(comparison, value(comparison.operand()), joined);
  }

  /** The scan with all that was asked for. */
  abstract Query query();

  String alias() {
    return alias;
  }

  BoundModel.Source source() {
    return source;
  }

  StatementScope scope() {
    return scope;
  }

  boolean population() {
    return population;
  }

  /** The tables that it reads, by {@code source} or {@code source.lookup}. */
  Map<String, SqlName> tables() {
    return Map.of(source.name(), source.definition().table());
  }

  /** Its key, once it is joined. */
  Expression key() {
    return Own.of(alias, "k");
  }

  Query.From table() {
    return new Query.Table(
        source.definition().table(), scope.version(source.name()), Optional.of(ROW));
  }

  /** The key of a row. */
  Expression rowKey() {
    Expression key = Column.of(ROW, source.key());
    return source.definition().keyAsText() ? new Cast(key, "STRING") : key;
  }

  /** The rows that count: those of the keys that are asked for, or of any. */
  List<Expression> keyed() {
    List<Expression> conditions = new ArrayList<>();
    conditions.add(new IsNull(Column.of(ROW, source.key()), true));
    List<Object> keys = scope.onlyKeys();
    if (keys.size() == 1) {
      conditions.add(
          new Comparison(rowKey(), Comparator.EQUAL, scope.parameters().add(keys.get(0))));
    } else if (!keys.isEmpty()) {
      Expression json = scope.parameters().add(JsonValues.text(keys));
      String type = keys.get(0) instanceof Long ? "ARRAY<BIGINT>" : "ARRAY<STRING>";
      conditions.add(new IsNull(scope.list(keyLists, rowKey(), json, type), true));
    }
    return conditions;
  }

  /** The lists of keys that {@link #keyed} compares with. */
  List<Query.Join> keyLists() {
    return keyLists;
  }

  /** Fails where a group has two rows. */
  static Expression single(String source) {
    return Call.of("IF", oneRow(), new Truth(true), new Cast(twoRows(source), "BOOLEAN"));
  }

  /** The values of a group; fails where the group has two rows. */
  static Expression ofSingle(Expression value, String source) {
    return Call.of("IF", oneRow(), value, twoRows(source));
  }

  private static Expression oneRow() {
    return new Comparison(Call.of("count", new Expression.Star()), Comparator.EQUAL, new Whole(1));
  }

  private static Expression twoRows(String source) {
    return Call.of("raise_error", new Text(DUPLICATE + source));
  }
}
