// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import java.time.Duration;

/**
 * How long the calls that a thread makes may take, from here to the end of a block. Limits of inner
 * blocks narrow those of outer ones. For the thread that made it.
 *
 * <p>It belongs to the thread because the clients of the SDK, which lie between, take no such
 * parameter.
 */
public final class TimeLimit implements AutoCloseable {

  private static final ThreadLocal<TimeLimit> CURRENT = new ThreadLocal<>();
  private static final Duration ENDLESS = Duration.ofDays(365);

  private final TimeLimit outer;
  private final Duration longestCall;
  private final long deadline;

  private TimeLimit(TimeLimit outer, Duration longestCall, long deadline) {
    this.outer = outer;
    this.longestCall = longestCall;
    this.deadline = deadline;
    CURRENT.set(this);
  }

  /** Each call may take that long. */
  public static TimeLimit ofEachCall(Duration longest) {
    TimeLimit outer = CURRENT.get();
    return new TimeLimit(
        outer,
        shorter(longest, outer == null ? ENDLESS : outer.longestCall),
        outer == null ? System.nanoTime() + ENDLESS.toNanos() : outer.deadline);
  }

  /** All calls together may take that long; no longer than each call of an outer block may. */
  public static TimeLimit within(Duration time) {
    TimeLimit outer = CURRENT.get();
    return new TimeLimit(
        outer,
        outer == null ? ENDLESS : outer.longestCall,
        System.nanoTime() + left(time).toNanos());
  }

  /**
   * What is left for the next call, or wait.
   *
   * @param most what it may take if nothing else limits it
   * @return never negative
   */
  public static Duration left(Duration most) {
    TimeLimit now = CURRENT.get();
    if (now == null) {
      return most;
    }
    Duration left = Duration.ofNanos(Math.max(0, now.deadline - System.nanoTime()));
    return shorter(shorter(most, now.longestCall), left);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  @Override
  public void close() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
