// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;

/** Nobody waits for the outcome any more, so there is none. Immutable. */
public final class CallerGoneException extends DatabricksException {

  private static final long serialVersionUID = 1L;

  public CallerGoneException() {
    super(Reason.UNAVAILABLE, "The caller has gone. Its statement was not sent, or was cancelled.");
  }

  /** Callers come and go: where one did so would fill the log. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
