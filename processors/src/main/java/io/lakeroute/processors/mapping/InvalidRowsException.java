// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

/** Rows for which a run must end; the message holds no value of them. */
public final class InvalidRowsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidRowsException(String message) {
    super(message);
  }
}
