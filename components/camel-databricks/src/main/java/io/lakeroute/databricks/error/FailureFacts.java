// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a failed call says about itself, gathered from all of its causes. Immutable.
 *
 * <p>The driver carries its own, renamed copy of the SDK, so causes are told by their simple class
 * name; where it keeps only text (Thrift, connect failures), the HTTP status is read from there.
 *
 * @param httpStatus status of the refused HTTP call, 0 when there was none
 * @param retryAfterSeconds the server's own hint, 0 when there was none
 * @param sqlState the server's SQLSTATE, or empty
 * @param errorClass the bracketed error class of the server's text, or empty
 * @param statementId the statement as the query history knows it, or empty
 * @param warehouse id of the SQL warehouse that the refused call was about, where it says so
 * @param timeout how long the statement could run, where that was too short
 * @param untrusted what the reply says, where it points to an address that is not used
 * @param raised what one of our own statements raised with {@code raise_error}
 * @param causes simple names of all exceptions
 * @param text all texts, for the patterns of this package only: it holds the statement and may hold
 *     values
 */
record FailureFacts(
    int httpStatus,
    int retryAfterSeconds,
    String sqlState,
    String errorClass,
    String statementId,
    Optional<String> warehouse,
    Optional<Duration> timeout,
    Optional<String> untrusted,
    Optional<String> raised,
    Set<String> causes,
    String text) {

  private static final Pattern STATUS =
      Pattern.compile("(?:HTTP (?:request failed by|response) code: |\\(HTTP )(\\d{3})");
  private static final Pattern SQL_STATE = Pattern.compile("SQLSTATE: ([0-9A-Z]{5})");
  private static final Pattern STANDARD_STATE = Pattern.compile("[0-9A-Z]{5}");
  private static final Pattern ERROR_CLASS =
      Pattern.compile("\\[([A-Z][A-Z0-9_]{3,}(?:\\.[A-Z0-9_]+)*)]");
  private static final Pattern STATEMENT_ID =
      Pattern.compile("\\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\b");
  private static final Pattern WAREHOUSE =
      Pattern.compile("/warehouses/([0-9A-Za-z_-]{1,64})(?![0-9A-Za-z_-])");
  private static final int LONGEST_CHAIN = 20;

  static FailureFacts of(Throwable failure) {
    StringBuilder text = new StringBuilder();
    StringBuilder ofStatements = new StringBuilder();
    Set<String> causes = new java.util.LinkedHashSet<>();
    Optional<Duration> timeout = Optional.empty();
    Optional<String> untrusted = Optional.empty();
    Optional<String> warehouse = Optional.empty();
    Optional<String> raised = Optional.empty();
    int status = 0;
    int retryAfter = 0;
    String state = "";
    int depth = 0;
    for (Throwable t = failure; t != null && depth++ < LONGEST_CHAIN; t = t.getCause()) {
      causes.add(t.getClass().getSimpleName());
      if (t instanceof SQLTimeoutException) {
        causes.add("SQLTimeoutException");
      }
      if (t instanceof StatementTimeoutException e) {
        timeout = Optional.of(e.timeout());
      }
      if (t instanceof UntrustedAddress) {
        untrusted = Optional.of(t.getMessage());
      }
      String message = String.valueOf(t.getMessage());
      raised = raised.or(() -> RaisedText.of(message));
      text.append(RaisedText.without(message)).append('\n');
      if (!(t instanceof com.databricks.sdk.core.DatabricksError)) {
        // An id in the text of a REST call may be the principal's.
        ofStatements.append(RaisedText.without(message)).append('\n');
      }
      if (t instanceof SQLException sql && state.isEmpty() && standard(sql.getSQLState())) {
        state = sql.getSQLState();
      }
      if (t instanceof com.databricks.sdk.core.DatabricksError error && status == 0) {
        status = error.getStatusCode();
        text.append(error.getErrorCode()).append('\n');
        warehouse = warehouse(error);
      }
      if (t instanceof RefusedForNow refused) {
        status = refused.status();
        retryAfter = refused.retryAfterSeconds();
      }
    }
    String all = text.toString();
    if (status == 0) {
      status = first(STATUS, all).map(Integer::parseInt).orElse(0);
    }
    return new FailureFacts(
        status,
        retryAfter,
        state.isEmpty() ? first(SQL_STATE, all).orElse("") : state,
        first(ERROR_CLASS, all).orElse(""),
        first(STATEMENT_ID, ofStatements.toString()).orElse(""),
        warehouse.or(() -> first(WAREHOUSE, all)),
        timeout,
        untrusted,
        raised,
        causes,
        all);
  }

  /** The same, where the caller knows what warehouse it was about. */
  FailureFacts on(Optional<String> known) {
    return new FailureFacts(
        httpStatus,
        retryAfterSeconds,
        sqlState,
        errorClass,
        statementId,
        known.or(() -> warehouse),
        timeout,
        untrusted,
        raised,
        causes,
        text);
  }

  private static Optional<String> warehouse(com.databricks.sdk.core.DatabricksError error) {
    return Optional.ofNullable(error.getErrorDetails())
        .flatMap(com.databricks.sdk.core.error.details.ErrorDetails::resourceInfo)
        .filter(resource -> "warehouse".equals(resource.resourceType()))
        .map(com.databricks.sdk.core.error.details.ResourceInfo::resourceName)
        .filter(name -> !name.isEmpty());
  }

  boolean caused(String... simpleNames) {
    for (String name : simpleNames) {
      if (causes.contains(name)) {
        return true;
      }
    }
    return false;
  }

  boolean says(String... phrases) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String phrase : phrases) {
      if (lower.contains(phrase)) {
        return true;
      }
    }
    return false;
  }

  boolean stateStartsWith(String... prefixes) {
    for (String prefix : prefixes) {
      if (sqlState.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean standard(String state) {
    return state != null && STANDARD_STATE.matcher(state).matches();
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Without the text, which is not for show. */
  @Override
  public String toString() {
    return "FailureFacts[httpStatus="
        + httpStatus
        + ", sqlState="
        + sqlState
        + ", errorClass="
        + errorClass
        + "]";
  }
}
