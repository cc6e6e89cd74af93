// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import java.sql.SQLTimeoutException;
import java.time.Duration;

/** A statement ran longer than it may and was cancelled. */
public final class StatementTimeoutException extends SQLTimeoutException {

  private static final long serialVersionUID = 1L;

  private final Duration timeout;

  /**
   * @param timeout how long it may run
   * @param text for the classifier only
   */
  public StatementTimeoutException(Duration timeout, String text) {
    super(text);
    this.timeout = timeout;
  }

  /**
   * @param driver what the driver threw
   */
  public StatementTimeoutException(Duration timeout, Throwable driver) {
    super(driver);
    this.timeout = timeout;
  }

  Duration timeout() {
    return timeout;
  }
}
