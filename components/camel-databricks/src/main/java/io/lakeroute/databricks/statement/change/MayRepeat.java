// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.change;

import io.lakeroute.databricks.error.DatabricksException;
import java.time.Duration;

/** A failure after which a repeatable statement is sent again. Immutable. */
final class MayRepeat extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final DatabricksException failure;
  private final Duration retryAfter;

  /**
   * @param retryAfter what the server asked for, or zero
   */
  MayRepeat(DatabricksException failure, Duration retryAfter) {
    super(failure);
    this.failure = failure;
    this.retryAfter = retryAfter;
  }

  DatabricksException failure() {
    return failure;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
