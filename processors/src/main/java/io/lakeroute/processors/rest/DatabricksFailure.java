package io.lakeroute.processors.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says to callers what failed towards Databricks, without what only operators may see; stateless.
 */
public final class DatabricksFailure {

  /** Unity Catalog's own words for a missing privilege; nothing else of a message is repeated. */
  private static final Pattern MISSING_GRANT =
      Pattern.compile(
          "does not have ([A-Z][A-Z ]{1,40}) on ([A-Z][A-Za-z ]{1,30}) '([^'\\p{Cntrl}]{1,300})'");

  private DatabricksFailure() {}

  /**
   * The detail of a problem.
   *
   * @param reason why Databricks, or the way to it, failed
   * @param message the message for operators; of it, only a missing grant is repeated
   */
  public static String detail(ProblemReason reason, String message) {
    return switch (reason) {
      case FORBIDDEN -> forbidden(message);
      case UNAUTHENTICATED ->
          "The connection's service principal could not sign in; an operator must renew its"
              + " credentials";
      case NOT_FOUND -> "A source of this flow does not exist, or its grants are missing";
      case THROTTLED -> "All places for statements are taken; try again after Retry-After seconds";
      case UNAVAILABLE ->
          "The warehouse is starting or cannot be reached; try again after Retry-After seconds";
      case OUTCOME_UNKNOWN -> "The connection broke before the outcome was known";
      case INVALID -> "Databricks rejected a value of this request";
      case CONFLICT -> "Another change came first; try again";
      case CONFIGURATION -> "An operator must correct the configuration; the log says what";
      case CREDENTIALS_REQUIRED, INTERNAL -> "The request failed; the log says why";
    };
  }

  private static String forbidden(String message) {
    Matcher grant = MISSING_GRANT.matcher(message);
    return grant.find()
        ? "The connection's service principal does not have %s on %s '%s'; grant it"
            .formatted(grant.group(1), grant.group(2), grant.group(3))
        : "The connection's service principal lacks a grant; the log says which";
  }
}
