// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Any;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.IsNull;
import io.lakeroute.processors.sql.Expression.Null;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Star;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Expression.Whole;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The people of an audience beside what is remembered of them. For one statement. */
final class RememberedPeople {

  private static final String ROW = "m";
  private static final String STATE = "r";
  private static final String MEMBER = "_member";
  private static final String THERE = "_there";

  /** Runs of one schedule begin some time later on one day than on the next. */
  private static final Duration EARLY = Duration.ofMinutes(1);

  /** And days have 23 to 25 hours, in the zone of the schedule, which is not known here. */
  private static final Duration EARLY_DAYS = Duration.ofMinutes(90);

  private final RememberedAudience audience;
  private final StatementScope scope;
  private final Pin pin;

  RememberedPeople(RememberedAudience audience, StatementScope scope, Pin pin) {
    this.audience = audience;
    this.scope = scope;
    this.pin = pin;
  }

  /** Those who are in it, or are remembered. */
  Query query() {
    MemberQuery query = new MemberQuery(audience.audience().model(), scope);
    Expression key = query.key();
    List<Item> items = new ArrayList<>();
    items.add(Item.as(key, "k"));
    audience
        .audience()
        .returns()
        .forEach(each -> items.add(Item.as(query.value(each.value()), each.name())));
    items.add(Item.as(member(query), MEMBER));
    for (int i = 0; i < audience.stages().size(); i++) {
      items.add(
          Item.as(
              audience.statements().branch(query, audience.statements().stages().get(i)),
              branch(i)));
    }
    Expression known =
        new Comparison(
            Own.of(STATE, "generation"),
            Comparator.EQUAL,
            scope.parameters().add((long) audience.generation()));
    items.add(Item.as(Call.of("coalesce", known, new Truth(false)), RememberedAudience.KNOWN));
    items.add(Item.as(stage(), RememberedAudience.STAGE));
    items.add(Item.as(Own.of(STATE, "stage"), RememberedAudience.WAS_STAGE));
    items.add(Item.as(Own.of(STATE, "arm"), RememberedAudience.WAS_ARM));
    items.add(Item.as(new IsNull(Own.of(STATE, RememberedAudience.CUSTOMER), true), THERE));
    Query rows = query.rows(items);
    List<Query.Join> joins = new ArrayList<>(rows.joins());
    joins.add(
        new Query.Join(
            new Query.Table(audience.memory(), OptionalLong.empty(), Optional.of(STATE)),
            new Comparison(Own.of(STATE, RememberedAudience.CUSTOMER), Comparator.EQUAL, key)));
    Query nested = rows.joined(joins).with(List.of());
    Expression asOf = scope.parameters().add(pin.asOf());
    Query there =
        Query.select(present(asOf), new Query.Nested(nested, ROW))
            .where(new Any(List.of(Own.of(ROW, MEMBER), Own.of(ROW, THERE))));
    return Query.select(
            List.of(Item.of(new Star())), new Query.Union(List.of(there, deleted(asOf)), "p"))
        .with(rows.with());
  }

  private Expression member(MemberQuery query) {
    Expression member = query.member(audience.audience().rules());
    Expression drawn =
        new Draw(audience.audience().definition(), scope, query.key())
            .sample()
            .<Expression>map(sample -> new All(List.of(member, sample)))
            .orElse(member);
    return Call.of("coalesce", drawn, new Truth(false));
  }

  private static String branch(int stage) {
    return AudienceStatements.BRANCH + "_" + stage;
  }

  /** The stage that is remembered, or the next where its time has come; else the first. */
  private Expression stage() {
    Expression stage = new Whole(0);
    for (int i = audience.stages().size() - 1; i >= 0; i--) {
      Expression in =
          new All(
              List.of(
                  new Comparison(
                      Own.of(STATE, "generation"),
                      Comparator.EQUAL,
                      scope.parameters().add((long) audience.generation())),
                  new Comparison(
                      Own.of(STATE, "stage"),
                      Comparator.EQUAL,
                      scope.parameters().add(audience.stages().get(i).name()))));
      stage = Call.of("IF", in, current(i), stage);
    }
    return stage;
  }

  private Expression current(int stage) {
    if (stage + 1 == audience.stages().size()) {
      return new Whole(stage);
    }
    Moment.Ago wait = audience.stages().get(stage + 1).after().orElseThrow();
    Expression due =
        new Comparison(
            Own.of(STATE, "entered_at"), Comparator.LESS, scope.parameters().add(after(wait)));
    return Call.of("IF", due, new Whole(stage + 1), new Whole(stage));
  }

  /** Who entered before has waited long enough. */
  private Instant after(Moment.Ago wait) {
    return wait.at(pin.asOf(), ZoneOffset.UTC)
        .plus(wait.unit() == CalendarUnit.HOUR ? EARLY : EARLY_DAYS);
  }

  private List<Item> present(Expression asOf) {
    Expression branch = Own.of(ROW, branch(audience.stages().size() - 1));
    for (int i = audience.stages().size() - 2; i >= 0; i--) {
      branch =
          Call.of(
              "IF",
              new Comparison(Own.of(ROW, RememberedAudience.STAGE), Comparator.EQUAL, new Whole(i)),
              Own.of(ROW, branch(i)),
              branch);
    }
    List<Item> items = new ArrayList<>();
    items.add(Item.as(Own.of(ROW, "k"), audience.audience().keyColumn()));
    items.add(Item.as(Own.of(ROW, RememberedAudience.STAGE), RememberedAudience.STAGE));
    items.add(
        Item.as(
            Call.of("IF", Own.of(ROW, MEMBER), branch, new Whole(RememberedAudience.GONE)),
            AudienceStatements.BRANCH));
    for (String same :
        List.of(
            RememberedAudience.WAS_STAGE, RememberedAudience.WAS_ARM, RememberedAudience.KNOWN)) {
      items.add(Item.as(Own.of(ROW, same), same));
    }
    items.add(Item.as(asOf, RememberedAudience.AS_OF));
    audience
        .audience()
        .returns()
        .forEach(each -> items.add(Item.as(Own.of(ROW, each.name()), each.name())));
    return items;
  }

  /** People of whom the model knows nothing any more. */
  private Query deleted(Expression asOf) {
    BoundModel.Source population = audience.audience().model().population();
    List<Item> items = new ArrayList<>();
    items.add(Item.as(Own.of(STATE, RememberedAudience.CUSTOMER), audience.audience().keyColumn()));
    items.add(Item.as(new Whole(0), RememberedAudience.STAGE));
    items.add(Item.as(new Whole(RememberedAudience.GONE), AudienceStatements.BRANCH));
    items.add(Item.as(Own.of(STATE, "stage"), RememberedAudience.WAS_STAGE));
    items.add(Item.as(Own.of(STATE, "arm"), RememberedAudience.WAS_ARM));
    items.add(Item.as(new Truth(true), RememberedAudience.KNOWN));
    items.add(Item.as(asOf, RememberedAudience.AS_OF));
    audience.audience().returns().forEach(each -> items.add(Item.as(new Null(), each.name())));
    SourceScan scan = SourceScan.of("n", population, scope, true);
    Query keys =
        Query.select(List.of(Item.as(scan.rowKey(), "k")), scan.table())
            .where(new All(scan.keyed()))
            .asDistinct();
    return Query.select(
            items, new Query.Table(audience.memory(), OptionalLong.empty(), Optional.of(STATE)))
        .joined(
            List.of(
                new Query.Join(
                    new Query.Nested(keys, "n"),
                    new Comparison(
                        Own.of("n", "k"),
                        Comparator.EQUAL,
                        Own.of(STATE, RememberedAudience.CUSTOMER)))))
        .where(new IsNull(Own.of("n", "k"), false));
  }
}
