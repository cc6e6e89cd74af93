// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes the text of a type apart. For one use by one thread. */
final class SqlTypeParser {

  private static final String NOT_NULL = "NOT NULL";

  private final String text;
  private int at;

  SqlTypeParser(String text) {
    this.text = text;
  }

  SqlType type() {
    String word = word();
    if (word.equals("ARRAY") && take('<')) {
      SqlType element = type();
      take('>');
      return new SqlType.ArrayOf(element);
    }
    if (word.equals("MAP") && take('<')) {
      SqlType key = type();
      take(',');
      SqlType value = type();
      take('>');
      return new SqlType.MapOf(key, value);
    }
    if (word.equals("STRUCT") && take('<')) {
      return struct();
    }
    return new SqlType.Simple(word, precision());
  }

  private SqlType struct() {
    List<SqlType.Field> fields = new ArrayList<>();
    while (at < text.length() && !take('>')) {
      String name = fieldName();
      take(':');
      SqlType type = type();
      fields.add(new SqlType.Field(name, type, !notNull()));
      take(',');
    }
    return new SqlType.StructOf(fields);
  }

  /** Everything up to a bracket, comma or the end, as in {@code INTERVAL DAY TO SECOND}. */
  private String word() {
    skipBlanks();
    int start = at;
    while (at < text.length() && "<>(,".indexOf(text.charAt(at)) < 0 && !startsNotNull()) {
      at++;
    }
    return text.substring(start, at).strip().toUpperCase(Locale.ROOT);
  }

  private String precision() {
    if (at >= text.length() || text.charAt(at) != '(') {
      return "";
    }
    return upTo(')', at).replace(" ", "");
  }

  private String fieldName() {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '`') {
      String quoted = upTo('`', at + 1);
      while (at < text.length() && text.charAt(at) == '`') { // Two of them are one in the name.
        quoted += upTo('`', at + 1);
      }
      return quoted.replaceAll("^`|`$", "").replace("``", "`");
    }
    int end = text.indexOf(':', at);
    String name = text.substring(at, end < 0 ? text.length() : end).strip();
    at = end < 0 ? text.length() : end;
    return name;
  }

  /** The text up to and with that character, or the rest. */
  private String upTo(char last, int from) {
    int end = text.indexOf(last, from);
    String part = text.substring(at, end < 0 ? text.length() : end + 1);
    at += part.length();
    return part;
  }

  private boolean notNull() {
    skipBlanks();
    if (!text.regionMatches(true, at, NOT_NULL, 0, NOT_NULL.length())) {
      return false;
    }
    at += NOT_NULL.length();
    return true;
  }

  private boolean startsNotNull() {
    return text.charAt(at) == ' '
        && text.regionMatches(true, at + 1, NOT_NULL, 0, NOT_NULL.length());
  }

  private boolean take(char expected) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }
}
