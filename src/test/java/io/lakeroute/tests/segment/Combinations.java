// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Every operator with every type that has it, in turn. For one thread. */
final class Combinations {

  private static final List<Combination> ALL = all();

  /** How many of them the segments of a seed draw, about. */
  private static final int DRAWN = 67;

  /** The places of the next ones in groups without and with not. */
  private final int[] next;

  /** An operator with a type. */
  record Combination(String operator, Kind kind) {}

  /**
   * @param seed seeds that follow each other draw each combination equally often
   */
  Combinations(long seed) {
    int first = (int) (seed * DRAWN % ALL.size());
    this.next = new int[] {first, first};
  }

  /** The next one for a group with or without not. */
  Combination draw(boolean not) {
    return ALL.get(next[not ? 1 : 0]++ % ALL.size());
  }

  private static List<Combination> all() {
    List<Combination> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      kind.operators().forEach(operator -> all.add(new Combination(operator, kind)));
    }
    Collections.shuffle(all, new Random(1));
    return List.copyOf(all);
  }
}
