// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import java.time.Duration;
import java.util.concurrent.Future;

/** Does something once, after a time, on a thread that has nothing else to do. Thread-safe. */
@FunctionalInterface
public interface Alarms {

  /**
   * @param time from now on
   * @param work may take its time, as closing a socket can
   * @return cancels it
   */
  Future<?> after(Duration time, Runnable work);
}
