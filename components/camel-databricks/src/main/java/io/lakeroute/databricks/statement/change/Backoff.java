// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.change;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.waiting.Pause;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits between attempts at a statement that may have run. Stateless. */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private Backoff() {}

  /**
   * Waits so long.
   *
   * @throws DatabricksException OUTCOME_UNKNOWN when the thread is interrupted
   */
  static void pause(Duration time) {
    if (!Pause.of(time)) {
      throw new DatabricksException(Reason.OUTCOME_UNKNOWN, "Interrupted while a statement ran.");
    }
  }

  /** Twice as long after each attempt, and between half and all of it, so that writers part. */
  static Duration after(int attempt) {
    long millis = Math.min(FIRST.toMillis() << Math.min(attempt - 1, 10), LONGEST.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
  }
}
