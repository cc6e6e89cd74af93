// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.segment.StatementScope.Narrowing;
import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Any;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Null;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Star;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import io.lakeroute.processors.sql.SqlName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Many rows of a key, and what is made of them. For one statement. */
final class ManyRows extends SourceScan {

  private final List<Item> aggregates = new ArrayList<>();
  private final List<Expression> predicates = new ArrayList<>();
  private final Map<String, LookupScan> lookups = new LinkedHashMap<>();
  private final List<Query.Join> lists = new ArrayList<>();
  private final List<Window.Bounds> windows = new ArrayList<>();
  private boolean unconditional;

  ManyRows(String alias, BoundModel.Source source, StatementScope scope, boolean population) {
    super(alias, source, scope, population);
  }

  @Override
  Expression value(BoundRule.Operand operand) {
    BoundRule.Rows rows = ((BoundRule.OfRows) operand).rows();
    Optional<Expression> condition = predicate(rows);
    condition.ifPresentOrElse(predicates::add, () -> unconditional = true);
    String name = "a" + (aggregates.size() + 1);
    aggregates.add(Item.as(aggregate(rows, condition), name));
    Expression value = Own.of(alias(), name);
    return rows.aggregate().zeroWithoutRows()
        ? Call.of("coalesce", value, new Expression.Whole(0))
        : value;
  }

  private Expression aggregate(BoundRule.Rows rows, Optional<Expression> condition) {
    if (rows.aggregate() == Aggregate.COUNT) {
      return condition
          .map(each -> Call.of("count_if", each))
          .orElseGet(() -> Call.of("count", new Star()));
    }
    Expression of = column(rows.of().orElseThrow());
    return switch (rows.aggregate()) {
      case COUNT_DISTINCT -> distinct(of, condition);
      case SUM -> Call.of("sum", of).where(condition);
      case AVERAGE -> Call.of("avg", of).where(condition);
      case MIN -> Call.of("min", of).where(condition);
      case MAX -> Call.of("max", of).where(condition);
      case FIRST -> byTime("min_by", of, condition);
      case LAST -> byTime("max_by", of, condition);
      case COUNT -> throw new IllegalStateException("rows are counted above");
    };
  }

  /** With FILTER, engines read the rows once more. */
  private static Expression distinct(Expression of, Optional<Expression> condition) {
    Expression counted =
        condition.map(each -> (Expression) Call.of("IF", each, of, new Null())).orElse(of);
    return new Call("count", true, List.of(counted), Optional.empty());
  }

  /** Of two rows at the same time, the smaller or larger value counts: always the same. */
  private Expression byTime(String function, Expression of, Optional<Expression> condition) {
    Expression time = column(source().time().orElseThrow());
    List<Expression> known = new ArrayList<>(List.of(new IsNull(time, true), new IsNull(of, true)));
    condition.ifPresent(known::add);
    return Call.of(function, of, Call.of("struct", time, of)).where(Optional.of(new All(known)));
  }

  @Override
  Map<String, SqlName> tables() {
    Map<String, SqlName> tables = new LinkedHashMap<>(super.tables());
    lookups
        .keySet()
        .forEach(
            name -> tables.put(source().name() + "." + name, source().lookups().get(name).table()));
    return tables;
  }

  private Optional<Expression> predicate(BoundRule.Rows rows) {
    List<Expression> conditions = new ArrayList<>();
    rows.where().ifPresent(group -> conditions.add(group(group)));
    rows.window()
        .ifPresentOrElse(
            window -> {
              BoundModel.Column time = source().time().orElseThrow();
              Window.Bounds bounds = scope().bounds(window, rows.zone());
              windows.add(bounds);
              bounds
                  .from()
                  .ifPresent(
                      from -> conditions.add(bound(time, Expression.Comparator.AT_LEAST, from)));
              bounds
                  .to()
                  .ifPresent(to -> conditions.add(bound(time, Expression.Comparator.LESS, to)));
            },
            () -> windows.add(new Window.Bounds(Optional.empty(), Optional.empty())));
    return conditions.isEmpty()
        ? Optional.empty()
        : Optional.of(conditions.size() == 1 ? conditions.get(0) : new All(conditions));
  }

  private Expression bound(
      BoundModel.Column time, Expression.Comparator comparator, Instant instant) {
    return new Comparison(
        column(time),
        comparator,
        scope().parameters().add(BoundValue.of(instant, source().timeZone(), time.type().kind())));
  }

  private Expression group(BoundRule.Group group) {
    return scope().group(group, this::comparison);
  }

  private Expression comparison(BoundRule rule) {
    BoundRule.Comparison comparison = (BoundRule.Comparison) rule;
    BoundModel.Column column = ((BoundRule.OfColumn) comparison.operand()).column();
    if (column.lookup().isPresent()) {
      return lookup(column.lookup().get()).condition(comparison);
    }
    return scope()
        .comparisons()
        .of(
            comparison,
            column(column),
            (compared, json, type) -> scope().list(lists, compared, json, type));
  }

  private Expression column(BoundModel.Column column) {
    return column
        .lookup()
        .map(name -> lookup(name).field(column))
        .orElseGet(() -> Column.of(ROW, column.name()));
  }

  private LookupScan lookup(String name) {
    return lookups.computeIfAbsent(
        name,
        as ->
            new LookupScan(
                source().name() + "_" + as,
                scope().alias("l"),
                source().lookups().get(as),
                scope().version(source().name() + "." + as),
                scope()));
  }

  /** Leaves out rows that no aggregate takes. */
  private List<Expression> narrowed() {
    List<Expression> conditions = new ArrayList<>();
    boolean alternatives = scope().narrowing() == Narrowing.ROWS;
    if (scope().narrowing() == Narrowing.WINDOWS || (alternatives && windows.size() > 1)) {
      // Engines skip files by these, and not by the bounds in each of the alternatives below.
      Optional<Instant> first = furthest(Window.Bounds::from, Comparator.naturalOrder());
      Optional<Instant> last = furthest(Window.Bounds::to, Comparator.reverseOrder());
      source()
          .time()
          .ifPresent(
              time -> {
                first.ifPresent(
                    from -> conditions.add(bound(time, Expression.Comparator.AT_LEAST, from)));
                last.ifPresent(to -> conditions.add(bound(time, Expression.Comparator.LESS, to)));
              });
    }
    if (alternatives && !predicates.isEmpty()) {
      conditions.add(predicates.size() == 1 ? predicates.get(0) : new Any(predicates));
    }
    return conditions;
  }

  /** The bound within which all windows are; none if one of them has none. */
  private Optional<Instant> furthest(
      Function<Window.Bounds, Optional<Instant>> bound, Comparator<Instant> order) {
    return windows.stream().map(bound).allMatch(Optional::isPresent)
        ? windows.stream().map(bound).flatMap(Optional::stream).min(order)
        : Optional.empty();
  }

  @Override
  Query query() {
    List<Item> items = new ArrayList<>();
    items.add(Item.as(rowKey(), "k"));
    items.addAll(aggregates);
    List<Expression> where = keyed();
    if (!population() && !unconditional) {
      where.addAll(narrowed());
    }
    List<Query.Join> joins = new ArrayList<>(keyLists());
    lookups.values().forEach(lookup -> joins.add(lookup.join()));
    joins.addAll(lists);
    return Query.select(items, table())
        .joined(joins)
        .where(new All(where))
        .groupedBy(List.of(rowKey()));
  }
}
