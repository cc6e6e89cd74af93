// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and how long a request is sent again; immutable.
 *
 * @param most how often, beyond the first time
 * @param delay before the first repetition; each further one waits twice as long, up to 30 seconds
 * @param timeout how long all of it may take, from the first request on
 */
public record RetryRules(int most, Duration delay, Duration timeout) {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  /**
   * How long to wait before the next repetition; empty where there is none.
   *
   * @param repetitions how many there were
   * @param spent since the first request
   * @param wanted what the API asks for
   */
  Optional<Duration> next(int repetitions, Duration spent, Optional<Duration> wanted) {
    Duration wait = wanted.orElseGet(() -> backOff(repetitions));
    return repetitions < most && spent.plus(wait).compareTo(timeout) <= 0
        ? Optional.of(wait)
        : Optional.empty();
  }

  /** At random between half and all of it, so that many senders do not come back together. */
  private Duration backOff(int repetitions) {
    long full = Math.min(LONGEST.toMillis(), delay.toMillis() << Math.min(repetitions, 15));
    return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
  }
}
