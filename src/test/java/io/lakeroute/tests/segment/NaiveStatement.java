// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import io.lakeroute.processors.segment.Aggregate;
import io.lakeroute.processors.segment.MatchMode;
import io.lakeroute.processors.segment.Operator;
import io.lakeroute.processors.segment.Rule;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.segment.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A segment the way that first comes to mind: one sub-select for each condition with its filters in
 * it, put together by INTERSECT, UNION and EXCEPT. It returns the same members as the compiled
 * statement, and does not check that keys are unique. For one segment.
 */
public final class NaiveStatement {

  private final SegmentModel model;
  private final NaiveConditions conditions;
  private final String population;

  private NaiveStatement(SegmentModel model, Instant asOf) {
    this.model = model;
    this.conditions = new NaiveConditions(model, asOf);
    this.population = select(model.population()).keys();
  }

  public static Statement of(SegmentModel model, Segment segment, Instant asOf) {
    NaiveStatement naive = new NaiveStatement(model, asOf);
    Keys rules = naive.set(segment.rules());
    String members =
        rules.ofPopulation()
            ? rules.sql()
            : "(%s)\nINTERSECT (%s)".formatted(naive.population, rules.sql());
    return new Statement("SELECT k FROM (" + members + ") ORDER BY k", naive.conditions.values());
  }

  /**
   * Keys that fulfil a rule.
   *
   * @param ofPopulation whether all of them are the population's
   */
  private record Keys(String sql, boolean ofPopulation) {}

  private Keys set(Rule rule) {
    if (rule instanceof Rule.Group group) {
      List<Keys> sets = group.rules().stream().map(this::set).toList();
      String all =
          sets.stream()
              .map(each -> "(" + each.sql() + ")")
              .collect(Collectors.joining(group.any() ? "\nUNION " : "\nINTERSECT "));
      if (group.not()) {
        return others(all);
      }
      return new Keys(
          all,
          group.any()
              ? sets.stream().allMatch(Keys::ofPopulation)
              : sets.stream().anyMatch(Keys::ofPopulation));
    }
    if (rule instanceof Rule.OfField field) {
      return ofField(field);
    }
    if (rule instanceof Rule.Match match) {
      return match(match);
    }
    if (rule instanceof Rule.OfRows rows) {
      return ofRows(rows);
    }
    throw new IllegalArgumentException("not written here: " + rule.path());
  }

  private NaiveSelect select(String source) {
    return new NaiveSelect(model.sources().get(source), conditions);
  }

  private Keys others(String keys) {
    return new Keys("(%s)\nEXCEPT (%s)".formatted(population, keys), true);
  }

  private Keys ofField(Rule.OfField rule) {
    int dot = rule.field().indexOf('.');
    NaiveSelect select = select(rule.field().substring(0, dot));
    String column = select.column(rule.field().substring(dot + 1));
    boolean ofPopulation = select.source().name().equals(model.population());
    Operator operator = rule.operator();
    boolean complement = operator.negated() && !operator.strict();
    String holds;
    if (operator.test() == Operator.Test.NULL) {
      holds = column + " IS NOT NULL";
      complement = !operator.negated();
    } else {
      holds = conditions.of(operator, column, rule.value());
      if (operator.strict()) {
        holds = column + " IS NOT NULL AND NOT " + holds;
      }
    }
    if (complement && !ofPopulation) {
      return others(select.where(holds).keys());
    }
    String condition = complement ? "NOT coalesce(" + holds + ", FALSE)" : holds;
    return new Keys(select.where(condition).keys(), ofPopulation);
  }

  private Keys match(Rule.Match rule) {
    NaiveSelect select = select(rule.source());
    rule.window().ifPresent(select::window);
    if (rule.mode() == MatchMode.ALL) {
      String where = rule.where().map(group -> conditions.group(group, select)).orElse("TRUE");
      return some(select.having("count(*) = count_if(" + where + ")"));
    }
    rule.where().ifPresent(group -> select.where(conditions.group(group, select)));
    int most = rule.threshold();
    return switch (rule.mode()) {
      case SOME -> some(select.keys());
      case NONE -> others(select.keys());
      case AT_LEAST ->
          most == 0 ? new Keys(population, true) : some(select.having("count(*) >= " + most));
      case AT_MOST -> others(select.having("count(*) > " + most));
      case EXACTLY -> most == 0 ? others(select.keys()) : some(select.having("count(*) = " + most));
      case ALL -> throw new IllegalStateException("all is written above");
    };
  }

  private static Keys some(String keys) {
    return new Keys(keys, false);
  }

  private Keys ofRows(Rule.OfRows rule) {
    Rule.Rows rows = rule.rows();
    NaiveSelect select = select(rows.source());
    rows.window().ifPresent(select::window);
    rows.where().ifPresent(group -> select.where(conditions.group(group, select)));
    boolean zero = rows.aggregate().zeroWithoutRows();
    String value = aggregate(rows, select);
    if (!zero) {
      String holds = conditions.of(rule.operator(), value, rule.value());
      return rule.operator().negated() ? others(select.having(holds)) : some(select.having(holds));
    }
    String holds = conditions.of(rule.operator(), "coalesce(" + value + ", 0)", rule.value());
    String wanted = rule.operator().negated() ? "NOT " + holds : holds;
    return NaiveConditions.holdsForZero(rule.operator(), rule.value())
        ? others(select.having("NOT (" + wanted + ")"))
        : some(select.having(wanted));
  }

  private static String aggregate(Rule.Rows rows, NaiveSelect select) {
    if (rows.aggregate() == Aggregate.COUNT) {
      return "count(*)";
    }
    String of = select.column(rows.of().orElseThrow());
    return switch (rows.aggregate()) {
      case COUNT_DISTINCT -> "count(DISTINCT " + of + ")";
      case SUM, AVERAGE, MIN, MAX -> rows.aggregate().text() + "(" + of + ")";
      default -> throw new IllegalArgumentException("not written here: " + rows.aggregate());
    };
  }
}
