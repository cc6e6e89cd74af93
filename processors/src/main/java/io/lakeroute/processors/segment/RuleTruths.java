package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.All;
import io.lakeroute.processors.sql.Expression.Any;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Not;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Star;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The truth of each rule of a segment, for all keys or for one. Columns are numbered as {@link
 * #rules} lists the rules. For one statement.
 */
final class RuleTruths {

  /** Column prefix: keys for which a rule is true, or whether it is. */
  static final String TRUE = "t";

  /** Column prefix: keys that are no members, and would be if the rule were true. */
  static final String WOULD_ADD = "w";

  /** Column prefix: the value that a rule compares. */
  static final String OBSERVED = "o";

  private static final String ROW = "m";

  private final BoundSegment segment;
  private final MemberQuery query;
  private final Map<BoundRule, Expression> leaves = new IdentityHashMap<>();
  private final List<Item> items = new ArrayList<>();

  RuleTruths(BoundSegment segment, StatementScope scope) {
    this.segment = segment;
    this.query = new MemberQuery(segment.model(), scope);
    rules(segment.rules()).stream()
        .filter(rule -> !(rule instanceof BoundRule.Group))
        .forEach(
            rule -> {
              String name = "r" + (leaves.size() + 1);
              leaves.put(rule, Own.of(ROW, name));
              items.add(Item.as(Call.of("coalesce", query.leaf(rule), new Truth(false)), name));
            });
  }

  /** All rules, each group before its own. */
  static List<BoundRule> rules(BoundRule.Group group) {
    List<BoundRule> rules = new ArrayList<>();
    rules.add(group);
    for (BoundRule rule : group.rules()) {
      if (rule instanceof BoundRule.Group inner) {
        rules.addAll(rules(inner));
      } else {
        rules.add(rule);
      }
    }
    return rules;
  }

  Query explain() {
    Expression member = truth(segment.rules(), Optional.empty());
    List<Item> counts = new ArrayList<>();
    counts.add(Item.as(Call.of("count", new Star()), SegmentStatements.POPULATION));
    counts.add(Item.as(Call.of("count_if", member), SegmentStatements.COUNT));
    List<BoundRule> rules = rules(segment.rules());
    for (int i = 0; i < rules.size(); i++) {
      Expression would = truth(segment.rules(), Optional.of(rules.get(i)));
      counts.add(Item.as(Call.of("count_if", truth(rules.get(i), Optional.empty())), TRUE + i));
      counts.add(
          Item.as(Call.of("count_if", new All(List.of(new Not(member), would))), WOULD_ADD + i));
    }
    return over(counts);
  }

  Query why() {
    List<Item> answers = new ArrayList<>();
    answers.add(Item.as(truth(segment.rules(), Optional.empty()), SegmentStatements.MEMBER));
    List<BoundRule> rules = rules(segment.rules());
    for (int i = 0; i < rules.size(); i++) {
      answers.add(Item.as(truth(rules.get(i), Optional.empty()), TRUE + i));
      Optional<BoundRule.Operand> operand = operand(rules.get(i));
      if (operand.isPresent()) {
        items.add(Item.as(query.value(operand.get()), OBSERVED + i));
        answers.add(Item.as(Own.of(ROW, OBSERVED + i), OBSERVED + i));
      }
    }
    return over(answers);
  }

  private static Optional<BoundRule.Operand> operand(BoundRule rule) {
    if (rule instanceof BoundRule.Comparison comparison) {
      return Optional.of(comparison.operand());
    }
    return rule instanceof BoundRule.Matching matching
        ? Optional.of(new BoundRule.OfRows(matching.rows()))
        : Optional.empty();
  }

  private Query over(List<Item> outer) {
    Query rows = query.rows(items);
    return Query.select(outer, new Query.Nested(rows.with(List.of()), ROW)).with(rows.with());
  }

  /**
   * Whether a rule is true, from the truth of those in it.
   *
   * @param forced a rule that is taken to be true
   */
  private Expression truth(BoundRule rule, Optional<BoundRule> forced) {
    if (forced.isPresent() && forced.get() == rule) {
      return new Truth(true);
    }
    if (!(rule instanceof BoundRule.Group group)) {
      return leaves.get(rule);
    }
    List<Expression> inner = group.rules().stream().map(each -> truth(each, forced)).toList();
    Expression all =
        inner.size() == 1 ? inner.get(0) : group.any() ? new Any(inner) : new All(inner);
    return group.not() ? new Not(all) : all;
  }
}
