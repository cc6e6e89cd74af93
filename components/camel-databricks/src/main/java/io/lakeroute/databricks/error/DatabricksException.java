// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.apache.camel.RuntimeCamelException;

/**
 * A failed operation, with the reason a route decides on; its text and its causes hold no
 * statement, value or secret. Immutable.
 */
public class DatabricksException extends RuntimeCamelException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final int retryAfterSeconds;
  private final String errorClass;
  private final String raised;
  private final transient Optional<MissingPrivilege> missingPrivilege;

  public DatabricksException(Reason reason, String message) {
    this(reason, message, Optional.empty(), 0, Optional.empty());
  }

  public DatabricksException(Reason reason, String message, Throwable cause) {
    this(reason, message, Optional.of(cause), 0, Optional.empty());
  }

  public DatabricksException(
      Reason reason,
      String message,
      Optional<? extends Throwable> cause,
      int retryAfterSeconds,
      Optional<MissingPrivilege> missingPrivilege) {
    this(reason, message, cause, retryAfterSeconds, "", "", missingPrivilege);
  }

  DatabricksException(
      Reason reason,
      String message,
      Optional<? extends Throwable> cause,
      int retryAfterSeconds,
      String errorClass,
      String raised,
      Optional<MissingPrivilege> missingPrivilege) {
    super(message, cause.orElse(null));
    this.reason = requireNonNull(reason, "reason");
    this.retryAfterSeconds = retryAfterSeconds;
    this.errorClass = requireNonNull(errorClass, "errorClass");
    this.raised = requireNonNull(raised, "raised");
    this.missingPrivilege = requireNonNull(missingPrivilege, "missingPrivilege");
  }

  /** What to decide on. */
  public Reason getReason() {
    return reason;
  }

  /** Seconds after which a repetition makes sense; 0 when the service gave no hint. */
  public int getRetryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** The server's error class, such as TABLE_OR_VIEW_NOT_FOUND; empty where it named none. */
  public String getErrorClass() {
    return errorClass;
  }

  /**
   * What the statement raised with {@code raise_error}, such as {@code LAKEROUTE_DUPLICATE_KEY s1}:
   * texts that begin with {@code LAKEROUTE_} only, since any other may hold row values.
   */
  public Optional<String> getRaised() {
    return Optional.of(raised).filter(text -> !text.isEmpty());
  }

  /** The missing grant, where {@link Reason#FORBIDDEN} came with one. */
  public Optional<MissingPrivilege> getMissingPrivilege() {
    return missingPrivilege == null ? Optional.empty() : missingPrivilege;
  }
}
