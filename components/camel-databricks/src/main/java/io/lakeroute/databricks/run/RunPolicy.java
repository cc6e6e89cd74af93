// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a run keeps where it stands, and how it deals with failures that pass. Immutable.
 *
 * @param commitInterval at most so often the cursor is stored; zero for each batch
 * @param attempts how often it may fail in a row, with nothing delivered in between, before the run
 *     has failed
 * @param retryDelay the wait after the first failure, doubled with each that follows
 */
public record RunPolicy(Duration commitInterval, int attempts, Duration retryDelay) {

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

  /** A service that wants to be left alone for longer has the run fail. */
  private static final Duration LONGEST_HINT = Duration.ofMinutes(10);

  public RunPolicy {
    requireNonNull(commitInterval, "commitInterval");
    requireNonNull(retryDelay, "retryDelay");
  }

  /** Whether a failure may be over soon; a statement that took too long takes so long again. */
  static boolean passes(RuntimeException failure) {
    return failure instanceof DatabricksException e
        && (e.getReason() == Reason.UNAVAILABLE || e.getReason() == Reason.THROTTLED)
        && !ErrorClassifier.tookTooLong(e);
  }

  /**
   * The wait before the next attempt.
   *
   * @param failures in a row
   * @return empty where trying again would not help, or was tried often enough
   */
  Optional<Duration> delay(RuntimeException failure, int failures) {
    if (!passes(failure) || failures >= attempts) {
      return Optional.empty();
    }
    Duration hint = Duration.ofSeconds(((DatabricksException) failure).getRetryAfterSeconds());
    Duration delay = retryDelay.multipliedBy(1L << Math.min(failures - 1, 16));
    delay = delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    return Optional.of(delay.compareTo(hint) < 0 ? hint : delay)
        .filter(wait -> wait.compareTo(LONGEST_HINT) <= 0);
  }
}
