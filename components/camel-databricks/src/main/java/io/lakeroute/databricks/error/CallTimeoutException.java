// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** The other side did not answer in time, or not to the end. Immutable. */
public final class CallTimeoutException extends SocketTimeoutException {

  private static final long serialVersionUID = 1L;

  /**
   * @param limit how long the call could take
   */
  public CallTimeoutException(Duration limit) {
    super("No answer within " + limit.toMillis() + " ms");
  }
}
