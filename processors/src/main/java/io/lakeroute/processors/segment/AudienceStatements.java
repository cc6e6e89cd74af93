// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.segment.StatementScope.Narrowing;
import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.Any;
import io.lakeroute.processors.sql.Expression.Call;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.Own;
import io.lakeroute.processors.sql.Expression.Star;
import io.lakeroute.processors.sql.Expression.Whole;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import io.lakeroute.processors.sql.SqlName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements of an audience whose members take branches: the first condition of a stage that
 * holds. Immutable.
 *
 * @param audience with all that is returned of a member
 * @param suppressed segments whose members take no branch
 * @param stages the conditions of their branches, in order; an empty condition always holds
 */
public record AudienceStatements(
    BoundSegment audience,
    List<BoundSegment> suppressed,
    List<List<Optional<BoundSegment>>> stages) {

  /** Column of the branch, from 1; or one of the two that follow. */
  public static final String BRANCH = "_branch";

  /** The branch of a member for whom no condition holds. */
  public static final int UNMATCHED = 0;

  /** The branch of a member of a suppressed segment. */
  public static final int SUPPRESSED = -1;

  /** Column of {@link #counts}: members. */
  public static final String COUNT = "count";

  private static final String NESTED = "m";

  public AudienceStatements {
    suppressed = List.copyOf(suppressed);
    stages = List.copyOf(stages);
  }

  /** The table of the population. */
  public SqlName population() {
    return audience.model().population().definition().table();
  }

  /** The tables that they read, by {@code source} or {@code source.lookup}. */
  public Map<String, SqlName> tables() {
    Map<String, SqlName> tables = new LinkedHashMap<>(SegmentStatements.tables(audience));
    MemberQuery query =
        new MemberQuery(
            audience.model(),
            new StatementScope(new Pin(Instant.EPOCH, Map.of()), List.of(), Narrowing.ROWS));
    branches(query);
    tables.putAll(query.tables());
    return tables;
  }

  /**
   * Returns each member once, ordered by key, with its branch in the first stage.
   *
   * @throws DefinitionException when it binds more values than a statement can
   */
  public Statement members(Pin pin) {
    return members(pin, Optional.empty());
  }

  /** Returns no row, with the columns of {@link #members}. */
  public Statement nobody(Pin pin) {
    return members(pin, Optional.of(0));
  }

  private Statement members(Pin pin, Optional<Integer> limit) {
    return SegmentStatements.statement(
        pin,
        scope ->
            new SegmentStatements(audience, pin)
                .members(
                    scope, limit, query -> List.of(Item.as(branch(query, stages.get(0)), BRANCH))));
  }

  /** Counts in one row all members, and those of each branch of each stage. */
  public Statement counts(Pin pin) {
    return SegmentStatements.statement(
        pin,
        scope -> {
          Query rows =
              new SegmentStatements(audience, pin)
                  .members(scope, Optional.empty(), this::branches)
                  .orderedBy(List.of());
          List<Item> counts = new ArrayList<>();
          counts.add(Item.as(Call.of("count", new Star()), COUNT));
          for (int stage = 0; stage < stages.size(); stage++) {
            for (int branch = SUPPRESSED; branch <= stages.get(stage).size(); branch++) {
              Expression taken = Own.of(NESTED, column(stage));
              counts.add(
                  Item.as(
                      Call.of(
                          "count_if", new Comparison(taken, Comparator.EQUAL, new Whole(branch))),
                      count(stage, branch)));
            }
          }
          return Query.select(counts, new Query.Nested(rows.with(List.of()), NESTED))
              .with(rows.with());
        });
  }

  /** Column of {@link #counts}: members that take a branch, both by their place. */
  public static String count(int stage, int branch) {
    return "s" + stage + "_" + (branch < 0 ? "suppressed" : String.valueOf(branch));
  }

  private static String column(int stage) {
    return BRANCH + "_" + stage;
  }

  private List<Item> branches(MemberQuery query) {
    List<Item> items = new ArrayList<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      items.add(Item.as(branch(query, stages.get(stage)), column(stage)));
    }
    return items;
  }

  /** The place of the first condition that holds; the engine takes NULL for one that does not. */
  Expression branch(MemberQuery query, List<Optional<BoundSegment>> conditions) {
    Expression branch = new Whole(UNMATCHED);
    for (int i = conditions.size() - 1; i >= 0; i--) {
      Expression here = new Whole(i + 1);
      Expression others = branch;
      branch =
          conditions
              .get(i)
              .<Expression>map(
                  condition -> Call.of("IF", query.member(condition.rules()), here, others))
              .orElse(here);
    }
    if (suppressed.isEmpty()) {
      return branch;
    }
    List<Expression> left = suppressed.stream().map(each -> query.member(each.rules())).toList();
    return Call.of("IF", new Any(left), new Whole(SUPPRESSED), branch);
  }
}
