// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.Whole;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The population of a model, joined with one scan of each source that is needed. For one statement.
 */
final class MemberQuery {

  private final BoundModel model;
  private final StatementScope scope;
  private final SourceScan population;
  private final Map<String, SourceScan> scans = new LinkedHashMap<>();
  private final List<Query.Join> lists = new ArrayList<>();

  MemberQuery(BoundModel model, StatementScope scope) {
    this.model = model;
    this.scope = scope;
    this.population = scan(model.population());
  }

  /** The key of a row. */
  Expression key() {
    return population.key();
  }

  /** A value of a row. */
  Expression value(BoundRule.Operand operand) {
    return scan(operand.source()).value(operand);
  }

  /** Whether a row is a member; NULL for no. */
  Expression member(BoundRule.Group rules) {
    return scope.group(rules, this::leaf);
  }

  /** The condition of a rule that is no group. */
  Expression leaf(BoundRule rule) {
    if (rule instanceof BoundRule.Comparison comparison) {
      return scan(comparison.operand().source())
          .condition(comparison, (compared, json, type) -> scope.list(lists, compared, json, type));
    }
    if (rule instanceof BoundRule.Matching matching) {
      return matching(matching);
    }
    BoundRule.Member member = (BoundRule.Member) rule;
    Expression in = member(member.segment().rules());
    return member.negated() ? Comparisons.not(in) : in;
  }

  private Expression matching(BoundRule.Matching rule) {
    Expression count = value(new BoundRule.OfRows(rule.rows()));
    if (rule.mode() == MatchMode.ALL) {
      Expression total = value(new BoundRule.OfRows(rule.total().orElseThrow()));
      return new All(
          List.of(
              new Comparison(total, Comparator.GREATER, new Whole(0)),
              new Comparison(count, Comparator.EQUAL, total)));
    }
    return switch (rule.mode()) {
      case SOME -> new Comparison(count, Comparator.AT_LEAST, new Whole(1));
      case NONE -> new Comparison(count, Comparator.EQUAL, new Whole(0));
      case AT_LEAST -> counted(count, Comparator.AT_LEAST, rule);
      case AT_MOST -> counted(count, Comparator.AT_MOST, rule);
      case EXACTLY -> counted(count, Comparator.EQUAL, rule);
      case ALL -> throw new IllegalStateException("all is compared above");
    };
  }

  private Expression counted(Expression count, Comparator comparator, BoundRule.Matching rule) {
    return new Comparison(count, comparator, scope.parameters().add((long) rule.threshold()));
  }

  private SourceScan scan(BoundModel.Source source) {
    return scans.computeIfAbsent(
        source.name(),
        name ->
            SourceScan.of(
                scope.alias("s"), source, scope, name.equals(model.model().population())));
  }

  /** The tables that it reads so far, by {@code source} or {@code source.lookup}. */
  Map<String, SqlName> tables() {
    Map<String, SqlName> tables = new LinkedHashMap<>();
    scans.values().forEach(scan -> tables.putAll(scan.tables()));
    return tables;
  }

  /** The rows with what was asked for so far; call it last. */
  Query rows(List<Query.Item> items) {
    List<Query.Named> with = new ArrayList<>();
    List<Query.Join> joins = new ArrayList<>();
    for (SourceScan scan : scans.values()) {
      with.add(new Query.Named(scan.alias(), scan.query()));
      if (scan != population) {
        joins.add(
            new Query.Join(
                new Query.Reference(scan.alias()),
                new Comparison(scan.key(), Comparator.EQUAL, population.key())));
      }
    }
    joins.addAll(lists);
    return Query.select(items, new Query.Reference(population.alias())).with(with).joined(joins);
  }
}
