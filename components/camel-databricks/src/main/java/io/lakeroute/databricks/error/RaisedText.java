// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a statement raised with {@code raise_error}. Stateless.
 *
 * <p>Such a text may hold row values, so none is passed on but those of Lakeroute's own statements:
 * a name in capitals and, at most, the name of a source.
 */
final class RaisedText {

  static final String SQL_STATE = "P0001";

  private static final String ERROR_CLASS = "[USER_RAISED_EXCEPTION]";

  private static final Pattern OURS =
      Pattern.compile(
          Pattern.quote(ERROR_CLASS)
              + " (LAKEROUTE_[A-Z_]{1,60}(?: [A-Za-z]\\w{0,130})?)(?= SQLSTATE: "
              + SQL_STATE
              + "|\\s*$)");

  private RaisedText() {}

  /** The text of one of our own statements. */
  static Optional<String> of(String text) {
    Matcher matcher = OURS.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A text up to the error class, the raised text and what follows left out. */
  static String without(String text) {
    int at = text.indexOf(ERROR_CLASS);
    return at < 0 ? text : text.substring(0, at + ERROR_CLASS.length()) + " SQLSTATE: " + SQL_STATE;
  }
}
