// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits between looks and attempts. Stateless. */
public final class Pause {

  private Pause() {}

  /**
   * Waits so long.
   *
   * @return false when the thread was interrupted, which then stays to be seen
   */
  public static boolean of(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The wait after this one: twice as long, up to the longest. */
  public static Duration doubled(Duration wait, Duration longest) {
    Duration next = wait.multipliedBy(2);
    return next.compareTo(longest) < 0 ? next : longest;
  }
}
