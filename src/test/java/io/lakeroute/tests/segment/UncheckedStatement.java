// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import io.lakeroute.processors.segment.Statement;
import java.util.regex.Pattern;

/**
 * A compiled statement that believes keys to be unique: neither sources nor lookups of one row a
 * key are grouped. It shows what the check costs, and how fast a statement that reads each table
 * once can be at best.
 */
public final class UncheckedStatement {

  private static final Pattern CHECKED_ROW =
      Pattern.compile(
          "IF\\(count\\(\\*\\) = 1, (named_struct\\(.*\\)), raise_error\\('[^']*'\\)\\) AS `v`");

  private static final Pattern CHECKED_GROUP =
      Pattern.compile(
          "\\s+GROUP BY \\S+\\s+HAVING IF\\(count\\(\\*\\) = 1, TRUE,"
              + " CAST\\(raise_error\\('[^']*'\\) AS BOOLEAN\\)\\)");

  private UncheckedStatement() {}

  /** The same without its checks. */
  public static Statement of(Statement compiled) {
    String ungrouped = CHECKED_GROUP.matcher(compiled.sql()).replaceAll("");
    String plain = CHECKED_ROW.matcher(ungrouped).replaceAll("$1 AS `v`");
    String unchecked = plain.replace("any_value(", "(");
    if (unchecked.contains("raise_error")) {
      throw new IllegalStateException("A check is left in: " + unchecked);
    }
    return new Statement(unchecked, compiled.parameters());
  }
}
