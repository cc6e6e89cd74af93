package io.lakeroute.databricks.jdbc;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells a session that the server has forgotten, as after a restart of the warehouse, from other
 * failures. Stateless.
 */
final class SessionLoss {

  private static final Pattern LOST =
      Pattern.compile(
          "session (?:handle|id)?.{0,80}(?:not found|not been initialized|already closed|does not exist|expired)");

  private SessionLoss() {}

  static boolean lost(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t.getMessage() != null && LOST.matcher(t.getMessage().toLowerCase(Locale.ROOT)).find()) {
        return true;
      }
    }
    return false;
  }
}
