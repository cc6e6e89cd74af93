// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Any;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Not;
import io.lakeroute.processors.sql.Expression.Star;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Counts the keys that each rule of a segment keeps out by itself. For one statement. */
final class RuleEffects {

  /** Column prefix of an answer: keys that are no members, and would be if the rule were true. */
  static final String WOULD_ADD = "w";

  /** Inner column prefix: a key is no member, and would be if the group had the other truth. */
  private static final String PIVOTAL = "p";

  /** Inner column prefix: a key is no member, and would be if a false rule of the group held. */
  private static final String OPEN = "q";

  private final RuleTruths truths;
  private final BoundRule.Group root;
  private final Map<BoundRule, BoundRule.Group> groups = new IdentityHashMap<>();

  RuleEffects(BoundSegment segment, StatementScope scope) {
    this.truths = new RuleTruths(segment, scope);
    this.root = segment.rules();
    truths
        .levels()
        .forEach(
            level ->
                level.forEach(group -> group.rules().forEach(rule -> groups.put(rule, group))));
  }

  /** One row with the counts of the population, the members and each rule. */
  Query explain() {
    ColumnSteps steps = truths.steps();
    List<Item> open = new ArrayList<>();
    for (List<BoundRule.Group> level : truths.levels()) {
      steps.add(
          level.stream()
              .map(group -> Item.as(pivotal(group), truths.name(PIVOTAL, group)))
              .toList());
      level.forEach(group -> open.add(Item.as(open(group), truths.name(OPEN, group))));
    }
    steps.add(open);
    List<Item> counts = new ArrayList<>();
    counts.add(Item.as(Call.of("count", new Star()), SegmentStatements.POPULATION));
    counts.add(Item.as(count(truths.truth(root)), SegmentStatements.COUNT));
    for (BoundRule rule : truths.rules()) {
      counts.add(Item.as(count(truths.truth(rule)), truths.name(RuleTruths.TRUE, rule)));
      counts.add(Item.as(count(wouldAdd(rule)), truths.name(WOULD_ADD, rule)));
    }
    return steps.select(counts);
  }

  private static Expression count(Expression condition) {
    return Call.of("count_if", condition);
  }

  private Expression pivotal(BoundRule.Group group) {
    if (group == root) {
      return new Not(truths.truth(root));
    }
    BoundRule.Group outer = groups.get(group);
    Expression truth = truths.truth(group);
    Expression decides = outer.any() ? truth : new Not(truth);
    Expression alone = new All(List.of(truths.decided(outer, 1), decides));
    return new All(
        List.of(truths.column(PIVOTAL, outer), new Any(List.of(truths.decided(outer, 0), alone))));
  }

  /** The false rule decides an AND, and must be the only one that does; in an OR none must. */
  private Expression open(BoundRule.Group group) {
    return new All(
        List.of(truths.column(PIVOTAL, group), truths.decided(group, group.any() ? 0 : 1)));
  }

  private Expression wouldAdd(BoundRule rule) {
    return rule == root
        ? truths.column(PIVOTAL, root)
        : new All(List.of(truths.column(OPEN, groups.get(rule)), new Not(truths.truth(rule))));
  }
}
