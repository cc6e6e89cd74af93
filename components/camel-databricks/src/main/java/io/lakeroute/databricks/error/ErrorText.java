// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says why and what to do, in words of our own. Stateless.
 *
 * <p>Nothing of the server's text is passed on but error class, SQLSTATE, position and, from
 * sentences known to hold nothing else, names of objects: those texts also repeat statements and
 * values.
 */
final class ErrorText {

  private static final Pattern OBJECT =
      Pattern.compile(
          "The (?:table or view|schema|catalog|table|view|column|volume) (`[^\\n]{1,400}?`) (?:cannot|already)");

  /** The sentence of the REST API. */
  private static final Pattern MISSING =
      Pattern.compile("(?:Catalog|Schema|Table|Volume|Function) '([^'\\n]{1,400})' does not exist");

  private static final Pattern COLUMN =
      Pattern.compile(
          "with name (`[^\\n]{1,400}?`) cannot be resolved(?:\\. Did you mean one of the following\\? \\[([^]\\n]{1,400})])?");
  private static final Pattern POSITION = Pattern.compile("line (\\d+),? pos (\\d+)");

  private ErrorText() {}

  static String of(Reason reason, FailureFacts facts, Optional<MissingPrivilege> privilege) {
    return switch (reason) {
      case UNAUTHENTICATED ->
          facts.says("invalid_client")
              ? "the client id or its secret is refused. Check clientId and clientSecret, and that the secret has not "
                  + "expired or been deleted."
              : "the token is refused. Check that the principal is still active and assigned to this workspace.";
      case FORBIDDEN ->
          privilege
              .map(p -> "the principal lacks " + p + ". " + remedy(p) + where(facts) + ".")
              .orElse(
                  "permission is denied"
                      + where(facts)
                      + ". Check the principal's CAN USE on the warehouse or CAN ATTACH TO on the cluster, and its grants in Unity Catalog.");
      case NOT_FOUND ->
          object(facts)
              .map(
                  name ->
                      name
                          + " does not exist, or the principal may not see it"
                          + where(facts)
                          + ". Check the spelling and the grants USE CATALOG, USE SCHEMA and "
                          + (facts.says("volume '") ? "READ VOLUME." : "SELECT."))
              .orElse(
                  "what it names does not exist, or the principal may not see it"
                      + where(facts)
                      + ".");
      case THROTTLED ->
          "Databricks limits the rate of calls"
              + where(facts)
              + ". Try again later or lower maxConcurrent.";
      case CONFIGURATION ->
          facts
              .untrusted()
              .map(
                  what ->
                      "the host " + what + ". Check host and proxy, and loginUrl with auth=entra.")
              .orElse(
                  "the TLS certificate is not trusted. Check host, trustStore and the JVM's own certificates.");
      case UNAVAILABLE -> unavailable(facts);
      case CONFLICT ->
          "it conflicts with another change" + where(facts) + ". Read again, then repeat.";
      case INVALID -> invalid(facts);
      case OUTCOME_UNKNOWN -> "the reply was lost. Check what happened before a repetition.";
    };
  }

  private static String remedy(MissingPrivilege missing) {
    return missing.securableType().equals(PrivilegeParser.WAREHOUSE)
        ? "Give the principal CAN USE in the warehouse's permissions"
        : "Ask its owner to run GRANT "
            + missing.privilege()
            + " ON "
            + missing.securableType().toUpperCase(Locale.ROOT)
            + " "
            + missing.securable()
            + " TO the principal";
  }

  private static String unavailable(FailureFacts facts) {
    if (facts.caused("UnknownHostException")) {
      return "the host name cannot be resolved. Check host and the network.";
    }
    if (facts.caused("ConnectException", "HttpHostConnectException", "NoRouteToHostException")) {
      return "the connection is refused. Check host, port and proxy.";
    }
    if (facts.caused("OutOfMemoryError")) {
      return "this process ran out of memory while the driver fetched the result. Give it more heap (-Xmx).";
    }
    if (facts.caused("SQLTimeoutException", "DatabricksTimeoutException")) {
      return "it took longer than statementTimeout"
          + facts.timeout().map(time -> " (" + time.toSeconds() + " s)").orElse("")
          + " and was cancelled"
          + where(facts)
          + ".";
    }
    if (facts.caused("CallTimeoutException", "SocketTimeoutException")) {
      return "the service does not answer. Try again later.";
    }
    return "the service does not answer as it should" + where(facts) + ". Try again later.";
  }

  private static String invalid(FailureFacts facts) {
    if (facts.raised().isPresent()) {
      return "the statement raised " + facts.raised().get() + where(facts) + ".";
    }
    Matcher column = COLUMN.matcher(facts.text());
    if (facts.errorClass().startsWith("UNRESOLVED_COLUMN") && column.find()) {
      String there =
          column.group(2) == null ? "" : " Columns that look alike: " + column.group(2) + ".";
      return "there is no column " + column.group(1) + where(facts) + "." + there;
    }
    return "the warehouse refuses it" + where(facts) + ".";
  }

  private static Optional<String> object(FailureFacts facts) {
    Matcher matcher = OBJECT.matcher(facts.text());
    if (matcher.find()) {
      return Optional.of(matcher.group(1).replace("`", ""));
    }
    Matcher missing = MISSING.matcher(facts.text());
    return missing.find() ? Optional.of(missing.group(1)) : Optional.empty();
  }

  /** The coordinates a reader needs to look further, in brackets. */
  private static String where(FailureFacts facts) {
    StringBuilder out = new StringBuilder();
    append(out, facts.errorClass());
    append(out, facts.sqlState().isEmpty() ? "" : "SQLSTATE " + facts.sqlState());
    append(
        out,
        facts.sqlState().isEmpty() && facts.httpStatus() > 0 ? "HTTP " + facts.httpStatus() : "");
    Matcher position = POSITION.matcher(facts.text());
    append(
        out,
        position.find() ? "line " + position.group(1) + ", position " + position.group(2) : "");
    append(out, facts.statementId().isEmpty() ? "" : "statement " + facts.statementId());
    return out.isEmpty() ? "" : " (" + out + ")";
  }

  private static void append(StringBuilder out, String part) {
    if (!part.isEmpty()) {
      out.append(out.isEmpty() ? "" : ", ").append(part);
    }
  }
}
