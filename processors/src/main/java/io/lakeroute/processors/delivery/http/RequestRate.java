// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Spreads requests evenly over time. Thread-safe. */
final class RequestRate {

  private static final double NANOS = 1_000_000_000;

  private final long interval;
  private final LongSupplier clock;
  private final AtomicLong next;

  /**
   * @param perSecond the most requests in a second; 0 for any number
   * @param clock nanoseconds, as {@link System#nanoTime()}
   */
  RequestRate(double perSecond, LongSupplier clock) {
    this.interval = perSecond > 0 ? (long) (NANOS / perSecond) : 0;
    this.clock = clock;
    this.next = new AtomicLong(clock.getAsLong());
  }

  /** Takes a place, and returns how long to wait for it. */
  Duration take() {
    if (interval == 0) {
      return Duration.ZERO;
    }
    long now = clock.getAsLong();
    long mine = next.getAndUpdate(place -> (place - now < 0 ? now : place) + interval);
    return Duration.ofNanos(Math.max(0, mine - now));
  }
}
