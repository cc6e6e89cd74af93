// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import java.util.regex.Pattern;

/**
 * Says to callers what failed towards Databricks, without what only operators may see; stateless.
 */
public final class DatabricksFailure {

  /** A privilege, the kind of the object and its name; nothing else is repeated to callers. */
  private static final Pattern GRANT =
      Pattern.compile("[A-Z][A-Z ]{1,40} on [A-Z][A-Za-z ]{1,30} [^\\p{Cntrl}]{1,400}");

  private DatabricksFailure() {}

  /**
   * The detail of a problem.
   *
   * @param reason why Databricks, or the way to it, failed
   * @param missingGrant what is missing, as {@code SELECT on Table main.crm.leads}; empty if
   *     unknown
   */
  public static String detail(ProblemReason reason, String missingGrant) {
    return switch (reason) {
      case FORBIDDEN -> forbidden(missingGrant);
      case UNAUTHENTICATED ->
          "The connection's service principal could not sign in; an operator must renew its"
              + " credentials";
      case NOT_FOUND -> "A source of this flow does not exist, or its grants are missing";
      case THROTTLED -> "All places for statements are taken; try again after Retry-After seconds";
      case UNAVAILABLE ->
          "The warehouse is starting, busy or cannot be reached; try again after Retry-After seconds";
      case OUTCOME_UNKNOWN -> "The connection broke before the outcome was known";
      case INVALID -> "Databricks rejected a value of this request";
      case CONFLICT -> "Another change came first; try again";
      case CONFIGURATION -> "An operator must correct the configuration; the log says what";
      case CREDENTIALS_REQUIRED, NOT_ALLOWED, TOO_LARGE, INTERNAL ->
          "The request failed; the log says why";
    };
  }

  private static String forbidden(String missingGrant) {
    return GRANT.matcher(missingGrant).matches()
        ? "The connection's service principal does not have " + missingGrant + "; grant it"
        : "The connection's service principal lacks a grant; the log says which";
  }
}
