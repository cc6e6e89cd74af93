// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The comparison with the definitions can fail: each bug of a compiler is caught. */
@Tag("matrix")
class SeededBugsTest extends SegmentFixture {

  private static final int MOST_BATCHES = 20;

  SeededBugsTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @ParameterizedTest
  @EnumSource(SeededBug.class)
  void a_bug_is_caught_by_a_segment_that_suffers_from_it(SeededBug bug) {
    assertThat(wrong(bug, batch(bug.name(), bug.rules()))).isNotEmpty();
  }

  /** The bugs, and nothing else, make the difference. */
  @Test
  void without_bugs_the_same_segments_have_the_right_members() {
    StringBuilder rules = new StringBuilder();
    for (SeededBug bug : SeededBug.values()) {
      rules.append(rules.isEmpty() ? "" : ";").append(bug.rules());
    }

    assertThat(differential.differences(batch("all", rules.toString().split(";")))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(SeededBug.class)
  void a_bug_is_caught_by_random_segments(SeededBug bug) {
    for (long seed = 1; seed <= MOST_BATCHES; seed++) {
      if (!wrong(bug, Batch.random(seed, SegmentTruthTest.SIZE, tables)).isEmpty()) {
        System.out.println(bug + " is caught by seed " + seed);
        return;
      }
    }
    assertThat(bug).as("not caught by %d batches", MOST_BATCHES).isNull();
  }

  /** What the bug makes wrong, if it changes a statement at all. */
  private List<String> wrong(SeededBug bug, Batch batch) {
    AtomicBoolean changed = new AtomicBoolean();
    List<String> differences;
    try {
      differences =
          differential.differences(
              batch,
              sql -> {
                String wrong = bug.in(sql);
                changed.compareAndSet(false, !wrong.equals(sql));
                return wrong;
              });
    } catch (DatabricksException e) {
      // A row that is joined twice counts twice where there may be one.
      differences =
          e.getRaised()
              .map(List::of)
              .orElseThrow(() -> new IllegalStateException(batch.title(), e));
    }
    return changed.get() ? differences : List.of();
  }

  private Batch batch(String title, String... rules) {
    ObjectMapper json = new ObjectMapper();
    return Batch.of(
        title,
        SampleModel.people(tables),
        Pools.AS_OF.get(0),
        Arrays.stream(rules)
            .map(
                each -> {
                  try {
                    return json.readTree(
                        "{\"model\": \"people\", \"rules\": {\"combinator\": \"and\", \"rules\": ["
                            + each
                            + "]}}");
                  } catch (JsonProcessingException e) {
                    throw new IllegalArgumentException(each, e);
                  }
                })
            .toList(),
        List.of());
  }
}
