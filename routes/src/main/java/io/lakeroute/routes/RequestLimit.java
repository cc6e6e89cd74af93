// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that the HTTP server works on, up to a limit. Thread-safe. */
final class RequestLimit {

  static final int DEFAULT = 400;
  private static final int LARGEST = 10_000;

  private final AtomicInteger inside = new AtomicInteger();
  private volatile int most = DEFAULT;

  /** The limit, if it is one. */
  static int checked(int most) {
    if (most < 1 || most > LARGEST) {
      throw new IllegalArgumentException(
          "lakeroute.rest.maxRequests is " + most + "; allowed: 1 to " + LARGEST);
    }
    return most;
  }

  void most(int requests) {
    most = checked(requests);
  }

  int most() {
    return most;
  }

  /** Whether one more came in; it must {@link #leave}. */
  boolean enter() {
    if (inside.incrementAndGet() <= most) {
      return true;
    }
    inside.decrementAndGet();
    return false;
  }

  void leave() {
    inside.decrementAndGet();
  }
}
