// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

/** Why a request failed, with the HTTP status and title that callers see; immutable. */
public enum ProblemReason {
  INVALID(400, "The request is not valid"),
  CREDENTIALS_REQUIRED(401, "Valid credentials are required"),
  NOT_ALLOWED(403, "The caller may not do this"),
  NOT_FOUND(404, "Not found"),
  CONFLICT(409, "Conflict"),
  TOO_LARGE(413, "The request is too large"),
  UNAUTHENTICATED(502, "Databricks refused the connection's credentials"),
  FORBIDDEN(502, "Databricks refused access"),
  THROTTLED(503, "Too many requests"),
  UNAVAILABLE(503, "Databricks is not available"),
  OUTCOME_UNKNOWN(504, "The outcome is not known"),
  CONFIGURATION(500, "The flow is not configured correctly"),
  INTERNAL(500, "Internal error");

  private final int status;
  private final String title;

  ProblemReason(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The same short sentence for every problem of this reason. */
  public String title() {
    return title;
  }

  /** The reason of that name, or {@link #INTERNAL} for a name that is none. */
  public static ProblemReason named(String name) {
    for (ProblemReason reason : values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    return INTERNAL;
  }
}
