// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.segment.Operator;
import io.lakeroute.processors.segment.Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the random segments of {@link SegmentTruthTest} compare. */
@Tag("matrix")
class CoverageTest {

  private static final int LEAST = 20;

  /** Which rules of which segments compared a value of that kind. */
  private final Map<String, Set<String>> cells = new TreeMap<>();

  @Test
  void every_operator_meets_every_type_with_and_without_null_and_not_twenty_times() {
    SampleTables tables = SampleTables.inMemory();
    for (long seed = 1; seed <= SegmentTruthTest.BATCHES; seed++) {
      observe(seed, Batch.random(seed, SegmentTruthTest.SIZE, tables));
    }

    List<String> few = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (String name : kind.operators()) {
        String operator = Operator.byName().get(name).toString();
        for (boolean unknown : new boolean[] {false, true}) {
          for (boolean not : new boolean[] {false, true}) {
            int found = cells.getOrDefault(cell(kind, operator, unknown, not), Set.of()).size();
            if (found < LEAST) {
              few.add("%s %s, NULL %s, not %s: %d".formatted(kind, name, unknown, not, found));
            }
          }
        }
      }
    }

    assertThat(few).as("of %d cells", cells.size()).isEmpty();
  }

  /** Asks of a fifth of the keys, which have NULLs enough. */
  private void observe(long seed, Batch batch) {
    for (int i = 0; i < batch.segments().size(); i++) {
      Segment segment = batch.segments().get(i);
      String name = seed + "/" + i;
      MemoryEvaluator evaluator =
          batch.evaluator(
              (rule, operator, kind, unknown, not) ->
                  cells
                      .computeIfAbsent(
                          cell(kind, operator.toString(), unknown, not), each -> new HashSet<>())
                      .add(name + rule.path()));
      int at = 0;
      for (Object key : evaluator.population()) {
        if (at++ % 5 == 0) {
          evaluator.member(segment, batch.asOf(), key);
        }
      }
    }
  }

  private static String cell(Kind kind, String operator, boolean unknown, boolean not) {
    return kind + " " + operator + " " + unknown + " " + not;
  }
}
