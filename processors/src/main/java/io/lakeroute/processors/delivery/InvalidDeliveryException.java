package io.lakeroute.processors.delivery;

/** Rows that a file cannot hold as they are; the message names columns, and no value. */
public final class InvalidDeliveryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidDeliveryException(String message) {
    super(message);
  }
}
