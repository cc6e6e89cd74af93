// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;

/**
 * Finds what Spark may replace by a setting of the session before it parses a statement, also in
 * literals: then another text runs than the one that was judged. Stateless.
 */
final class Substitution {

  private static final String OPEN = "${";
  private static final String BLANKS = " \t\n\u000B\f\r";

  private Substitution() {}

  /**
   * @throws DatabricksException INVALID when the text holds such a place
   */
  static void refuse(String sql) {
    int place = place(sql);
    if (place >= 0) {
      throw new DatabricksException(
          Reason.INVALID,
          "The statement has ${…} at character "
              + (place + 1)
              + ", which the server may replace after the statement was checked. Pass such a text as a"
              + " parameter, or write it in two parts: '$' || '{…}'.");
    }
  }

  /**
   * Where the server's own pattern, {@code \$\{\S+?}}, first matches, or -1. That pattern looks
   * from each place to the end of the text; this passes over no character more than three times.
   */
  private static int place(String sql) {
    int close = 0;
    int start = sql.indexOf(OPEN);
    while (start >= 0) {
      int name = start + OPEN.length();
      if (close <= name) {
        close = sql.indexOf('}', name + 1);
      }
      if (close < 0) {
        return -1;
      }
      int blank = name;
      while (blank < close && BLANKS.indexOf(sql.charAt(blank)) < 0) {
        blank++;
      }
      if (blank == close) {
        return start;
      }
      // What begins before the blank has it before its end, too.
      start = sql.indexOf(OPEN, blank);
    }
    return -1;
  }
}
