// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import java.time.Duration;
import java.util.concurrent.Future;

/** Does something again and again, never twice at a time. Thread-safe. */
@FunctionalInterface
public interface Repeater {

  /**
   * @param work may take its time, as a call of a database or a service does
   * @param interval before it is done for the first time, and after each time
   * @return cancels it
   */
  Future<?> repeat(Runnable work, Duration interval);
}
