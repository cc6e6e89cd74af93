// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that requests are refused for there being too many, once in a while and not for each of
 * them; thread-safe.
 */
public final class RefusalLog {

  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private long refused;
  private long last = System.nanoTime() - INTERVAL_NANOS;

  /**
   * Counts a refused request.
   *
   * @param why what there is too much of, as a sentence
   */
  public synchronized void add(String why) {
    refused++;
    long now = System.nanoTime();
    if (now - last >= INTERVAL_NANOS) {
      LOG.warn("Requests are refused (503), {} since the last such line. {}", refused, why);
      refused = 0;
      last = now;
    }
  }
}
