// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

/**
 * A request that is refused because of what the caller sent; its message is written for the caller.
 *
 * <p>It carries no stack trace: it is an answer, not a defect.
 */
public final class RequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemReason reason;

  public RequestException(ProblemReason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** A request whose parameters are wrong. */
  public static RequestException invalid(String message) {
    return new RequestException(ProblemReason.INVALID, message);
  }

  /** Why it is refused. */
  public ProblemReason getReason() {
    return reason;
  }
}
