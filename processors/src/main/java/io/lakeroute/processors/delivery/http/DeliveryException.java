// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

/** A batch that could not be delivered; the message holds no value of a row and no secret. */
public final class DeliveryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param reason the name of a reason of failures, such as {@code UNAVAILABLE}
   */
  public DeliveryException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The name of a reason of failures. */
  public String reason() {
    return reason;
  }
}
