// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random segments have the members that the definitions give them. {@code -Dsegments.seed=41} goes
 * on with that seed, and {@code -Dsegments.last=41} ends with it.
 */
class SegmentTruthTest extends SegmentFixture {

  static final int SIZE = 20;
  private static final int SMALL_SIZE = 50;
  static final int BATCHES = 100;
  private static final long FIRST = Long.getLong("segments.seed", 1);
  private static final long LAST = Long.getLong("segments.last", BATCHES);

  SegmentTruthTest(LocalWorkspace workspace) {
    super(workspace);
  }

  static LongStream someSeeds() {
    return LongStream.of(FIRST);
  }

  /** Those that never change, and one that does. */
  static LongStream allSeeds() {
    return LongStream.concat(
        LongStream.rangeClosed(FIRST, LAST),
        LongStream.of(new Random().nextLong(LAST + 1, LAST + 1_000_000)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("someSeeds")
  void the_members_are_those_of_the_definitions(long seed) {
    check(seed, Batch.small(seed, SMALL_SIZE, tables));
  }

  @Tag("matrix")
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("allSeeds")
  void so_are_those_of_two_thousand(long seed) {
    check(seed, Batch.random(seed, SIZE, tables));
  }

  private void check(long seed, Batch batch) {
    System.out.println("Segments of seed " + seed);

    assertThat(differential.differences(batch)).isEmpty();
  }
}
