// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Truth;
import io.lakeroute.processors.sql.Expression.Whole;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The truth of each rule of a segment, for all keys or for one. Columns are numbered as {@link
 * #rules} lists the rules. Each condition stands once in the statement, and each group is a column
 * made of those in it, so that the text grows with the rules. For one statement.
 */
final class RuleTruths {

  /** Column prefix of an answer: keys for which a rule is true, or whether it is. */
  static final String TRUE = "t";

  /** Column prefix of an answer: the value that a rule compares. */
  private static final String OBSERVED = "o";

  /** Inner column prefix: whether a rule that is no group is true. */
  private static final String RULE = "r";

  /** Inner column prefix: how many rules of a group decide it; see {@link #deciding}. */
  private static final String DECIDING = "d";

  private final BoundRule.Group root;
  private final MemberQuery query;
  private final Map<BoundRule, Integer> numbers = new IdentityHashMap<>();
  private final List<List<BoundRule.Group>> levels = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();

  RuleTruths(BoundSegment segment, StatementScope scope) {
    this.root = segment.rules();
    this.query = new MemberQuery(segment.model(), scope);
    for (BoundRule rule : rules()) {
      numbers.put(rule, numbers.size());
      if (!(rule instanceof BoundRule.Group)) {
        Expression condition = Call.of("coalesce", query.leaf(rule), new Truth(false));
        items.add(Item.as(condition, name(RULE, rule)));
      }
    }
    for (List<BoundRule.Group> level = List.of(root); !level.isEmpty(); level = below(level)) {
      levels.add(level);
    }
  }

  private static List<BoundRule.Group> below(List<BoundRule.Group> level) {
    return level.stream()
        .flatMap(group -> group.rules().stream())
        .filter(BoundRule.Group.class::isInstance)
        .map(BoundRule.Group.class::cast)
        .toList();
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

  List<BoundRule> rules() {
    return rules(root);
  }

  /** The groups: the outermost, then those in it, and so on. */
  List<List<BoundRule.Group>> levels() {
    return levels;
  }

  /** One row with the truth of each rule and what it saw; none if the key is unknown. */
  Query why() {
    List<Item> answers = new ArrayList<>();
    answers.add(Item.as(truth(root), SegmentStatements.MEMBER));
    for (BoundRule rule : rules()) {
      answers.add(Item.as(truth(rule), name(TRUE, rule)));
      operand(rule)
          .ifPresent(
              operand -> {
                items.add(Item.as(query.value(operand), name(OBSERVED, rule)));
                answers.add(Item.of(column(OBSERVED, rule)));
              });
    }
    return steps().select(answers);
  }

  private static Optional<BoundRule.Operand> operand(BoundRule rule) {
    if (rule instanceof BoundRule.Comparison comparison) {
      return Optional.of(comparison.operand());
    }
    return rule instanceof BoundRule.Matching matching
        ? Optional.of(new BoundRule.OfRows(matching.rows()))
        : Optional.empty();
  }

  /** Each key with the columns of which {@link #truth} and {@link #decided} are made. */
  ColumnSteps steps() {
    ColumnSteps steps = new ColumnSteps(query.rows(items));
    for (int depth = levels.size() - 1; depth >= 0; depth--) {
      steps.add(
          levels.get(depth).stream()
              .map(group -> Item.as(deciding(group), name(DECIDING, group)))
              .toList());
    }
    return steps;
  }

  /**
   * How many rules of a group decide it: false ones of an AND, true ones of an OR. None: each rule
   * alone could change the group's truth. One: only that one could. More: none could. An array,
   * since a sum of as many terms would be as deep as it is long.
   */
  private Expression deciding(BoundRule.Group group) {
    List<Expression> all = group.rules().stream().map(this::truth).toList();
    Call array = new Call("array", false, all, Optional.empty());
    return Call.of("size", Call.of("array_remove", array, new Truth(!group.any())));
  }

  /** Whether that many rules of a group decide it. */
  Expression decided(BoundRule.Group group, int rules) {
    return new Comparison(column(DECIDING, group), Comparator.EQUAL, new Whole(rules));
  }

  /** Whether a rule is true; never NULL. */
  Expression truth(BoundRule rule) {
    if (!(rule instanceof BoundRule.Group group)) {
      return column(RULE, rule);
    }
    return group.any() == group.not()
        ? decided(group, 0)
        : new Comparison(column(DECIDING, group), Comparator.GREATER, new Whole(0));
  }

  /** The name of a column of that kind. */
  String name(String prefix, BoundRule rule) {
    return prefix + numbers.get(rule);
  }

  /** The column of that name. */
  Expression column(String prefix, BoundRule rule) {
    return Own.of(name(prefix, rule));
  }
}
