// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;

/**
 * Gives the HTTP server a thread for each request that it lets in, and some more that refuse
 * requests, write answers and serve health checks meanwhile. Not thread-safe; read once at start.
 */
public final class HttpThreads extends VertxOptions {

  private static final int MORE = 20;

  /**
   * A request takes as long as its own timeouts allow; a watcher that logs it would only repeat
   * that.
   */
  private static final int LONGEST_HOURS = 24;

  /** For the default of {@link RequestLimit}. */
  public HttpThreads() {
    setMaxRequests(RequestLimit.DEFAULT);
    setMaxWorkerExecuteTimeUnit(TimeUnit.HOURS);
    setMaxWorkerExecuteTime(LONGEST_HOURS);
  }

  /** How many requests are let in at once. */
  public void setMaxRequests(int requests) {
    setWorkerPoolSize(RequestLimit.checked(requests) + MORE);
  }
}
