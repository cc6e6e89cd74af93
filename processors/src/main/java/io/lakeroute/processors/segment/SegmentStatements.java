// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.segment.StatementScope.Narrowing;
import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Cast;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.OverAll;
import io.lakeroute.processors.sql.Expression.Star;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import io.lakeroute.processors.sql.Query.Ordering;
import io.lakeroute.processors.sql.SqlName;
import io.lakeroute.processors.sql.Writable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The statements of a segment at a pin. Thread-safe. */
public final class SegmentStatements {

  /** Column of a count: keys of the population. */
  public static final String POPULATION = "population";

  /** Column of a count: members. */
  public static final String COUNT = "count";

  /** Column of {@link #countAndPreview}: whether the row is a member. */
  public static final String MEMBER = "_member";

  private final BoundSegment segment;
  private final Pin pin;

  public SegmentStatements(BoundSegment segment, Pin pin) {
    this.segment = segment;
    this.pin = pin;
  }

  /** Returns each member once, ordered by key. */
  public Statement members() {
    return statement(pin, scope -> members(scope, Optional.empty()));
  }

  /** Returns the first members by key. */
  public Statement preview(int limit) {
    return statement(pin, scope -> members(scope, Optional.of(limit)));
  }

  /** Counts population and members in one row, before limit and sample. */
  public Statement count() {
    return statement(
        pin,
        scope -> {
          MemberQuery query = new MemberQuery(segment.model(), scope);
          Expression member = query.member(segment.rules());
          return query.rows(
              List.of(
                  Item.as(Call.of("count", new Star()), POPULATION),
                  Item.as(Call.of("count_if", member), COUNT)));
        });
  }

  /**
   * Returns the first members by key with both counts in each row, for sources that may change from
   * one statement to the next. Rows whose {@link #MEMBER} is false only carry the counts.
   */
  public Statement countAndPreview(int limit) {
    return statement(
        pin,
        scope -> {
          MemberQuery query = new MemberQuery(segment.model(), scope);
          Expression member = Call.of("coalesce", query.member(segment.rules()), new Truth(false));
          List<Item> items = items(query);
          List<Item> outer = new ArrayList<>();
          items.forEach(item -> outer.add(Item.of(new Column(item.name().orElseThrow()))));
          Column isMember = new Column(SqlName.column(MEMBER));
          outer.add(Item.of(isMember));
          outer.add(Item.as(new OverAll(Call.of("count", new Star())), "_" + POPULATION));
          outer.add(Item.as(new OverAll(Call.of("count_if", isMember)), "_" + COUNT));
          items.add(Item.as(member, MEMBER));
          Query rows = query.rows(items);
          return Query.select(outer, new Query.Nested(rows.with(List.of()), "m"))
              .with(rows.with())
              .orderedBy(List.of(new Ordering(isMember, true, false), byKey()))
              .limited(rows(scope, limit));
        });
  }

  /** The windows of the segment, as they are at the pin. */
  public List<WindowBounds> windows() {
    StatementScope scope = new StatementScope(pin, List.of(), Narrowing.ROWS);
    members(scope, Optional.empty());
    return List.copyOf(scope.windows());
  }

  /** The tables that a segment reads, by {@code source} or {@code source.lookup}. */
  public static Map<String, SqlName> tables(BoundSegment segment) {
    Pin any = new Pin(Instant.EPOCH, Map.of());
    MemberQuery query =
        new MemberQuery(segment.model(), new StatementScope(any, List.of(), Narrowing.ROWS));
    segment.returns().forEach(each -> query.value(each.value()));
    query.member(segment.rules());
    return query.tables();
  }

  /** What {@link RuleEffects} says of all members. */
  public Statement explain() {
    return statement(pin, scope -> new RuleEffects(segment, scope).explain());
  }

  /**
   * What {@link RuleTruths} says of one key.
   *
   * @param key a text or a Long, as the keys of the model are
   */
  public Statement why(Object key) {
    StatementScope scope = new StatementScope(pin, List.of(key), Narrowing.NONE);
    return Statement.of(new RuleTruths(segment, scope).why(), scope.parameters());
  }

  Query members(StatementScope scope, Optional<Integer> limit) {
    return members(scope, limit, query -> List.of());
  }

  /**
   * @param more what is returned besides
   */
  Query members(
      StatementScope scope, Optional<Integer> limit, Function<MemberQuery, List<Item>> more) {
    MemberQuery query = new MemberQuery(segment.model(), scope);
    List<Item> items = items(query);
    items.addAll(more.apply(query));
    Expression member = query.member(segment.rules());
    Draw draw = new Draw(segment.definition(), scope, query.key());
    Query rows =
        query
            .rows(items)
            .where(
                draw.sample()
                    .<Expression>map(drawn -> new All(List.of(member, drawn)))
                    .orElse(member));
    if (segment.definition().limit().isPresent()) {
      Query drawn =
          rows.with(List.of())
              .orderedBy(
                  List.of(
                      new Ordering(draw.hash(), false, false),
                      new Ordering(query.key(), false, false)))
              .limited(rows(scope, segment.definition().limit().getAsInt()));
      rows =
          Query.select(List.of(Item.of(new Star())), new Query.Nested(drawn, "m"))
              .with(rows.with());
    }
    Query ordered = rows.orderedBy(List.of(byKey()));
    return limit.map(most -> ordered.limited(rows(scope, most))).orElse(ordered);
  }

  private List<Item> items(MemberQuery query) {
    List<Item> items = new ArrayList<>();
    items.add(Item.as(query.key(), segment.keyColumn()));
    segment.returns().forEach(each -> items.add(Item.as(query.value(each.value()), each.name())));
    return items;
  }

  private Ordering byKey() {
    return new Ordering(new Column(SqlName.column(segment.keyColumn())), false, false);
  }

  private static Expression rows(StatementScope scope, int most) {
    return new Cast(scope.parameters().add((long) most), "INT");
  }

  /** Smaller scans bind more values: the smallest that a statement can hold. */
  static Statement statement(Pin pin, Function<StatementScope, ? extends Writable> build) {
    for (Narrowing narrowing : List.of(Narrowing.ROWS, Narrowing.WINDOWS)) {
      StatementScope scope = new StatementScope(pin, List.of(), narrowing);
      Writable written = build.apply(scope);
      if (written.write().parameters() <= Statement.MOST_VALUES) {
        return Statement.of(written, scope.parameters());
      }
    }
    StatementScope scope = new StatementScope(pin, List.of(), Narrowing.NONE);
    return Statement.of(build.apply(scope), scope.parameters());
  }
}
