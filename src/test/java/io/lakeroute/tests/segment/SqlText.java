// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import java.util.function.UnaryOperator;

/** Changes the text of statements; stateless. */
final class SqlText {

  private SqlText() {}

  /**
   * Replaces what begins with a text and ends at its closing parenthesis, from the inside out.
   *
   * @param opening ends with the parenthesis
   * @param replacement of what is inside
   */
  static String replaceCalls(String sql, String opening, UnaryOperator<String> replacement) {
    StringBuilder changed = new StringBuilder();
    int from = 0;
    for (int at = sql.indexOf(opening); at >= 0; at = sql.indexOf(opening, from)) {
      int begin = at + opening.length();
      int end = closing(sql, begin);
      changed.append(sql, from, at);
      changed.append(
          replacement.apply(replaceCalls(sql.substring(begin, end), opening, replacement)));
      from = end + 1;
    }
    return changed.append(sql.substring(from)).toString();
  }

  private static int closing(String sql, int begin) {
    int depth = 1;
    int at = begin;
    while (depth > 0) {
      char next = sql.charAt(at++);
      depth += next == '(' ? 1 : next == ')' ? -1 : 0;
    }
    return at - 1;
  }
}
