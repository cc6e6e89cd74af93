// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import java.io.IOException;

/** A stream that is cut off, damaged or not what was announced; fetching it again may help. */
public final class ArrowFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  public ArrowFormatException(String message) {
    super(message);
  }

  ArrowFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
