// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits that end when the delivery stops. Thread-safe. */
public final class Pauses implements AutoCloseable {

  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * Waits.
   *
   * @throws DeliveryException UNAVAILABLE where the wait ends early
   */
  void pause(Duration wait) {
    boolean ended;
    try {
      ended = stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
    }
    if (ended) {
      throw new DeliveryException(
          "UNAVAILABLE", "The application stops; what was not delivered is delivered again.");
    }
  }

  /** Ends all waits. */
  @Override
  public void close() {
    stopped.countDown();
  }
}
