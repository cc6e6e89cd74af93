// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How long statements keep their places at present, going by the last ones. Thread-safe. */
final class Pace {

  private static final int KEPT = 15;
  private static final int FOUR_OF_FIVE = KEPT * 4 / 5 - 1;

  /** Until there are statements, each is taken to need a second. */
  private static final long FIRST_GUESS = TimeUnit.SECONDS.toNanos(1);

  /** Faster ones do not lengthen the line further. */
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);

  private final long[] last = new long[KEPT];
  private int next;
  private volatile long usual = FIRST_GUESS;
  private volatile long slowest = FIRST_GUESS;

  Pace() {
    Arrays.fill(last, FIRST_GUESS);
  }

  /** A statement kept its place for so long. */
  synchronized void add(Duration kept) {
    last[next] = kept.toNanos();
    next = (next + 1) % KEPT;
    long[] sorted = last.clone();
    Arrays.sort(sorted);
    usual = Math.max(SHORTEST, sorted[FOUR_OF_FIVE]);
    slowest = sorted[KEPT - 1];
  }

  /** Four of five kept their place no longer: a single long one makes no difference. */
  Duration usual() {
    return Duration.ofNanos(usual);
  }

  /** How much time to leave for a statement: a fifth more than the slowest took. */
  Duration room() {
    return Duration.ofNanos(slowest / 5 * 6);
  }

  /** Number of waiters that get a place within a time, given the number of places. */
  long turns(int places, Duration time) {
    return Math.max(places, places * time.toMillis() / usual().toMillis());
  }
}
