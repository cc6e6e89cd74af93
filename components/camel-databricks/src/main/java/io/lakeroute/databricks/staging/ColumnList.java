// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts a list of columns, as in CREATE TABLE, at its commas. For one use by one thread. */
final class ColumnList {

  private final String text;
  private final List<String> columns = new ArrayList<>();
  private final StringBuilder column = new StringBuilder();
  private int depth;
  private boolean quoted;

  ColumnList(String text) {
    this.text = text;
  }

  List<String> split() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '`') {
        quoted = !quoted; // Two of them in a name switch it twice.
      } else if (!quoted) {
        depth += "<(".indexOf(c) >= 0 ? 1 : ">)".indexOf(c) >= 0 ? -1 : 0;
      }
      if (c == ',' && depth == 0 && !quoted) {
        end();
      } else {
        column.append(c);
      }
    }
    if (quoted || depth != 0) {
      throw wrong("a backtick or a bracket of it is not closed");
    }
    end();
    return columns;
  }

  private void end() {
    String whole = column.toString().strip();
    if (whole.isEmpty()) {
      throw wrong("it has an empty column");
    }
    columns.add(whole);
    column.setLength(0);
  }

  /** The name, without quotes, and the type of one column. */
  static Map.Entry<String, String> nameAndType(String column) {
    if (column.startsWith("`")) {
      int end = 1;
      while (end < column.length() && (column.charAt(end) != '`' || column.startsWith("``", end))) {
        end += column.startsWith("``", end) ? 2 : 1;
      }
      if (end < column.length()) {
        return entry(column.substring(1, end).replace("``", "`"), column.substring(end + 1));
      }
    }
    int end = 0;
    while (end < column.length() && !Character.isWhitespace(column.charAt(end))) {
      end++;
    }
    return entry(column.substring(0, end), column.substring(end));
  }

  private static Map.Entry<String, String> entry(String name, String type) {
    if (name.isEmpty() || type.isBlank()) {
      throw wrong("the column '" + name + "' has no type");
    }
    return Map.entry(name, type.strip());
  }

  private static DatabricksException wrong(String problem) {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "The option columns is no list such as id BIGINT, name STRING: " + problem + ".");
  }
}
