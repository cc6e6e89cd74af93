// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Turns what the driver and the SDK throw into one exception with a reason and a text that is safe
 * to show. Stateless.
 *
 * <p>Statements fail with {@code error_code} BAD_REQUEST whatever happened, so the decision rests
 * on SQLSTATE, the bracketed error class and the HTTP status.
 */
public final class ErrorClassifier {

  private static final Pattern LOST_SESSION =
      Pattern.compile(
          "(?i)invalid sessionhandle|session\\b.{0,80}\\b(?:not found|not been initialized|already closed|had already closed|does not exist|expired)");

  private static final int RETRY_THROTTLED_SECONDS = 5;
  private static final int RETRY_UNAVAILABLE_SECONDS = 10;

  /** One line of the table: the first that matches decides. */
  private record Rule(Reason reason, Predicate<FailureFacts> when) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(Reason.CONFIGURATION, f -> f.untrusted().isPresent()),
          new Rule(Reason.INVALID, f -> f.sqlState().equals(RaisedText.SQL_STATE)),
          // An expired or revoked token comes as 401 or as 403 with one of these texts; 403 alone
          // is a missing grant.
          new Rule(
              Reason.UNAUTHENTICATED, f -> f.httpStatus() == 401 || f.caused("Unauthenticated")),
          new Rule(
              Reason.UNAUTHENTICATED,
              // With these states the text has values of rows.
              f ->
                  !f.stateStartsWith("22", "23")
                      && f.says(
                          "invalid access token",
                          "jwt has expired",
                          "token is expir",
                          "token expired",
                          "invalid_client")),
          new Rule(
              Reason.FORBIDDEN,
              f -> f.sqlState().equals("42501") || f.errorClass().startsWith("INSUFFICIENT_PERM")),
          new Rule(Reason.FORBIDDEN, f -> f.httpStatus() == 403 || f.caused("PermissionDenied")),
          new Rule(Reason.FORBIDDEN, f -> f.sqlState().isEmpty() && f.says("permission_denied:")),
          new Rule(Reason.THROTTLED, f -> f.httpStatus() == 429),
          new Rule(
              Reason.THROTTLED,
              f ->
                  f.caused(
                      "TooManyRequests",
                      "RequestLimitExceeded",
                      "ResourceExhausted",
                      "DatabricksRateLimitException")),
          new Rule(Reason.UNAVAILABLE, ErrorClassifier::sessionLost),
          new Rule(
              Reason.CONFIGURATION,
              f ->
                  f.caused(
                      "SSLHandshakeException",
                      "SSLPeerUnverifiedException",
                      "CertPathBuilderException",
                      "DatabricksSSLException")),
          new Rule(Reason.UNAVAILABLE, f -> f.httpStatus() >= 500 && f.sqlState().isEmpty()),
          new Rule(
              Reason.UNAVAILABLE,
              f ->
                  f.caused(
                      "TemporarilyUnavailable",
                      "ConnectException",
                      "UnknownHostException",
                      "NoRouteToHostException",
                      "SocketTimeoutException",
                      "CallTimeoutException",
                      "ConnectTimeoutException",
                      "HttpHostConnectException",
                      "SQLTimeoutException",
                      "DatabricksTimeoutException",
                      "NoHttpResponseException",
                      "SocketException")),
          new Rule(Reason.UNAVAILABLE, f -> f.stateStartsWith("08", "57", "58", "53", "HYT")),
          new Rule(
              Reason.NOT_FOUND,
              f -> f.stateStartsWith("42P01", "42P08", "42704", "3D000", "3F000")),
          new Rule(Reason.NOT_FOUND, f -> f.httpStatus() == 404 && f.sqlState().isEmpty()),
          new Rule(Reason.CONFLICT, f -> f.stateStartsWith("40", "25", "42P07", "42710", "2D521")),
          new Rule(Reason.CONFLICT, f -> f.httpStatus() == 409),
          new Rule(Reason.INVALID, f -> !f.sqlState().isEmpty()),
          new Rule(Reason.INVALID, f -> f.httpStatus() == 400));

  private ErrorClassifier() {}

  /**
   * Why it failed; what nothing is known about counts as unavailable, because a read may simply be
   * repeated.
   */
  public static Reason reason(Throwable failure) {
    return failure instanceof DatabricksException known
        ? known.getReason()
        : reason(FailureFacts.of(failure));
  }

  /**
   * True when the server has forgotten the session, as after a restart of its warehouse: the
   * statement never ran.
   */
  public static boolean sessionLost(Throwable failure) {
    return sessionLost(FailureFacts.of(failure));
  }

  private static boolean sessionLost(FailureFacts facts) {
    // HY000 is what Thrift says where it knows nothing better.
    boolean untold = facts.sqlState().isEmpty() || facts.sqlState().equals("HY000");
    return untold && LOST_SESSION.matcher(facts.text()).find();
  }

  private static Reason reason(FailureFacts facts) {
    for (Rule rule : RULES) {
      if (rule.when().test(facts)) {
        return rule.reason();
      }
    }
    return Reason.UNAVAILABLE;
  }

  /**
   * A call that failed.
   *
   * @param what the beginning of the text, such as {@code Cannot run the statement on connection
   *     'acme'}
   * @param failure what the driver or the SDK threw
   */
  public static DatabricksException failure(String what, Throwable failure) {
    return failure(what, failure, Optional.empty());
  }

  /**
   * A call that failed on a warehouse, which the driver's own texts do not name.
   *
   * @param warehouse its id; empty for a cluster
   */
  public static DatabricksException failure(
      String what, Throwable failure, Optional<String> warehouse) {
    if (failure instanceof DatabricksException known) {
      return known;
    }
    FailureFacts facts = FailureFacts.of(failure).on(warehouse);
    Reason reason = reason(facts);
    Optional<MissingPrivilege> privilege =
        reason == Reason.FORBIDDEN ? PrivilegeParser.parse(facts) : Optional.empty();
    return new DatabricksException(
        reason,
        what + ": " + ErrorText.of(reason, facts, privilege),
        Optional.of(CleanCause.of(failure)),
        retryAfterSeconds(reason, facts),
        facts.errorClass(),
        facts.raised().orElse(""),
        privilege);
  }

  /** Whether a statement ran for longer than it was allowed to. */
  public static boolean tookTooLong(DatabricksException failure) {
    return caused(failure, StatementTimeoutException.class, SQLTimeoutException.class);
  }

  /** Whether a statement ran and failed, so that what it changes may have happened. */
  public static boolean ran(DatabricksException failure) {
    return caused(failure, SQLException.class);
  }

  /** Whether the other side was reached, and did not answer in time. */
  public static boolean unanswered(DatabricksException failure) {
    return caused(failure, CallTimeoutException.class, SocketTimeoutException.class);
  }

  /** The causes are clean ones, whose messages are the names of the original classes. */
  private static boolean caused(DatabricksException failure, Class<?>... classes) {
    List<String> names = Stream.of(classes).map(Class::getName).toList();
    return Stream.<Throwable>iterate(failure.getCause(), Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> names.contains(cause.getMessage()));
  }

  /** The server's own hint, which the driver keeps to itself. */
  private static int retryAfterSeconds(Reason reason, FailureFacts facts) {
    int hint = facts.retryAfterSeconds();
    return switch (reason) {
      case THROTTLED -> hint > 0 ? hint : RETRY_THROTTLED_SECONDS;
      case UNAVAILABLE -> hint > 0 ? hint : RETRY_UNAVAILABLE_SECONDS;
      default -> 0;
    };
  }
}
