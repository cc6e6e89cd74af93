// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

/** A stream that is well-formed but uses a part of Arrow that this reader leaves out. */
public final class UnsupportedArrowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsupportedArrowException(String message) {
    super(message);
  }
}
