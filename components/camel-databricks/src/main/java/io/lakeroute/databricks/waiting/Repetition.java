// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import io.lakeroute.databricks.error.RefusedForNow;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.http.NoHttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a call that has no effect when the service was busy or dropped the connection: a few
 * times, when the service says so, within a bounded time. A service that does not answer at all is
 * not asked again. Stateless.
 */
public final class Repetition {

  private static final Logger LOG = LoggerFactory.getLogger(Repetition.class);
  private static final int ATTEMPTS = 4;
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final int LONGEST_CHAIN = 20;

  private Repetition() {}

  /**
   * The answer of a call that may be repeated; fails as its last attempt failed.
   *
   * <p>A service that wants to be left alone for longer than 20 seconds gets its wish: the failure
   * then tells the caller how long.
   */
  public static <T> T of(Supplier<T> call) {
    long start = System.nanoTime();
    Duration backoff = FIRST_WAIT;
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (RuntimeException e) {
        Optional<Duration> wait = wait(e, backoff);
        long spent = System.nanoTime() - start;
        if (wait.isEmpty()
            || attempt == ATTEMPTS
            || spent + wait.get().toNanos() > LONGEST.toNanos()
            || wait.get().compareTo(TimeLimit.left(LONGEST)) >= 0
            || !Pause.of(wait.get())) {
          throw e;
        }
        LOG.debug("Repeating a call that failed with {}", e.getClass().getName());
        backoff = Pause.doubled(backoff, LONGEST);
      }
    }
  }

  /** How long to wait before the next attempt; empty when none helps. */
  private static Optional<Duration> wait(Throwable failure, Duration backoff) {
    int depth = 0;
    for (Throwable t = failure; t != null && depth++ < LONGEST_CHAIN; t = t.getCause()) {
      if (t instanceof RefusedForNow refused) {
        return Optional.of(
            refused.retryAfterSeconds() > 0
                ? Duration.ofSeconds(refused.retryAfterSeconds())
                : jittered(backoff));
      }
      boolean dropped =
          t instanceof NoHttpResponseException
              || t instanceof SocketException && !(t instanceof ConnectException);
      if (dropped) {
        return Optional.of(jittered(backoff));
      }
    }
    return Optional.empty();
  }

  /** Callers that were refused together must not come back together. */
  private static Duration jittered(Duration wait) {
    return wait.plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 2));
  }
}
