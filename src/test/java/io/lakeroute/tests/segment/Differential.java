// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.processors.segment.TruthStatements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Compares the members that statements find with those that the evaluator in memory finds. Safe for
 * threads if the query is.
 */
final class Differential {

  /** Numbers of our own, {@code VERSION AS OF} aside, are these. */
  private static final Pattern FOREIGN_NUMBER =
      Pattern.compile("(?<![\\w.:`])(?![01]\\b)\\d[\\w.]*");

  /** Texts of our own: names of structs, the type of a list, an error. */
  private static final Pattern OWN_TEXT =
      Pattern.compile("'([fc]\\d+|l|ARRAY<[A-Z_0-9(),]+>|LAKEROUTE_DUPLICATE_KEY \\w+)'");

  private final BiFunction<String, Map<String, Object>, List<Map<String, Object>>> query;

  /**
   * @param query runs a statement with its parameters
   */
  Differential(BiFunction<String, Map<String, Object>, List<Map<String, Object>>> query) {
    this.query = query;
  }

  /** What differs, as sentences; empty if nothing does. */
  List<String> differences(Batch batch) {
    return differences(batch, UnaryOperator.identity());
  }

  /**
   * What differs when statements are changed before they are sent.
   *
   * @param change of the SQL text
   */
  List<String> differences(Batch batch, UnaryOperator<String> change) {
    Statement statement;
    try {
      statement = TruthStatements.truths(batch.bound(), new Pin(batch.asOf(), Map.of()));
    } catch (DefinitionException e) {
      if (batch.segments().size() == 1 || !e.getMessage().contains("a statement holds 255")) {
        throw e;
      }
      return batch.halves().stream().flatMap(half -> differences(half, change).stream()).toList();
    }
    assertHoldsNoValue(statement.sql());
    return compare(batch, query.apply(change.apply(statement.sql()), statement.parameters()));
  }

  private static List<String> compare(Batch batch, List<Map<String, Object>> rows) {
    MemoryEvaluator evaluator = batch.evaluator((rule, operator, kind, unknown, not) -> {});
    List<String> found = new ArrayList<>();
    List<Object> keys = rows.stream().map(row -> row.get(TruthStatements.KEY)).toList();
    Set<Object> population = new TreeSet<>(evaluator.population());
    if (keys.size() != population.size() || !population.equals(new TreeSet<>(keys))) {
      found.add(
          "%s: %d rows of %d keys for a population of %d"
              .formatted(batch.title(), keys.size(), Set.copyOf(keys).size(), population.size()));
    }
    for (int i = 0; i < batch.segments().size(); i++) {
      Segment segment = batch.segments().get(i);
      Set<Object> expected = evaluator.members(segment, batch.asOf());
      Set<Object> actual = members(rows, TruthStatements.column(i));
      if (!actual.equals(expected)) {
        found.add(
            "%s at %s: %s\n  lacks %s\n  has too %s"
                .formatted(
                    batch.title(),
                    batch.asOf(),
                    batch.definitions().get(i),
                    without(expected, actual),
                    without(actual, expected)));
      }
    }
    return found;
  }

  private static Set<Object> members(List<Map<String, Object>> rows, String column) {
    Set<Object> members = new TreeSet<>();
    for (Map<String, Object> row : rows) {
      if ((boolean) row.get(column)) {
        members.add(row.get(TruthStatements.KEY));
      }
    }
    return members;
  }

  private static Set<Object> without(Set<Object> all, Set<Object> others) {
    Set<Object> rest = new TreeSet<>(all);
    rest.removeAll(others);
    return rest;
  }

  /** No value of a segment stands in the text: neither a marked one nor any other literal. */
  static void assertHoldsNoValue(String sql) {
    String names = sql.replaceAll("`[^`]*`", "``");
    assertThat(sql).doesNotContain(Pools.MARKS);
    String rest = OWN_TEXT.matcher(names).replaceAll("");
    assertThat(rest).as(sql).doesNotContain("'").doesNotContain("\"");
    assertThat(FOREIGN_NUMBER.matcher(rest).results().map(each -> each.group()).toList())
        .as(sql)
        .isEmpty();
  }
}
