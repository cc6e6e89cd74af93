// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import java.io.IOException;

/** An HTTP reply that asks to come back later: 429, 502, 503 or 504. Immutable. */
public final class RefusedForNow extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final int retryAfterSeconds;

  /**
   * @param retryAfterSeconds the server's own hint; 0 when it gave none
   */
  public RefusedForNow(int status, int retryAfterSeconds) {
    super("(HTTP " + status + ")");
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public int status() {
    return status;
  }

  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
