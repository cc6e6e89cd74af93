// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery;

/** A body without rows, or rows that cannot be delivered as they are; the message has no value. */
public final class InvalidDeliveryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidDeliveryException(String message) {
    super(message);
  }
}
