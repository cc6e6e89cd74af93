// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.time.Duration;

/** A batch that could not be delivered; the message holds no value of a row and no secret. */
public final class DeliveryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final int retryAfterSeconds;

  /**
   * @param reason the name of a reason of failures, such as {@code UNAVAILABLE}
   */
  public DeliveryException(String reason, String message) {
    this(reason, message, Duration.ZERO);
  }

  /**
   * @param retryAfter the wait that the API asks for; zero where it does not
   */
  DeliveryException(String reason, String message, Duration retryAfter) {
    super(message);
    this.reason = reason;
    this.retryAfterSeconds = (int) Math.min(retryAfter.toSeconds(), Integer.MAX_VALUE);
  }

  /** The name of a reason of failures. */
  public String reason() {
    return reason;
  }

  /** Seconds after which the API asks to be called again; 0 where it does not. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
