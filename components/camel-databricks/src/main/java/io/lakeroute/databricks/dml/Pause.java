package io.lakeroute.databricks.dml;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Waits between looks and attempts. Stateless. */
final class Pause {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private Pause() {}

  static void of(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabricksException(Reason.OUTCOME_UNKNOWN, "Interrupted while a statement ran.");
    }
  }

  /** Twice as long after each attempt, and between half and all of it, so that writers part. */
  static Duration after(int attempt) {
    long millis = Math.min(FIRST.toMillis() << Math.min(attempt - 1, 10), LONGEST.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
  }
}
