// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the named parameters of a statement in Databricks' dialect. For one statement and one
 * thread.
 *
 * <p>{@code :name} is a parameter only where no operand stands before it: after one, the colon is a
 * path into semi-structured data ({@code raw:field}) or half of a cast ({@code a::int}). Literals,
 * quoted identifiers and comments are passed over.
 */
final class SqlScanner {

  /**
   * Words after which an expression begins, so that a colon after them is a parameter's; any other
   * word is an operand.
   */
  private static final Set<String> BEFORE_EXPRESSION =
      Set.of(
          "ALL",
          "AND",
          "ANY",
          "BETWEEN",
          "BY",
          "CASE",
          "DISTINCT",
          "DIV",
          "ELSE",
          "ESCAPE",
          "EXCEPT",
          "FILTER",
          "FROM",
          "HAVING",
          "ILIKE",
          "IN",
          "INTERSECT",
          "INTERVAL",
          "IS",
          "LIKE",
          "LIMIT",
          "NOT",
          "OF",
          "OFFSET",
          "ON",
          "OR",
          "QUALIFY",
          "REGEXP",
          "RETURN",
          "RLIKE",
          "SELECT",
          "SOME",
          "THEN",
          "UNION",
          "USING",
          "VALUES",
          "WHEN",
          "WHERE");

  /** A stretch of text, or a parameter's name where {@code parameter} is true. */
  record Piece(String text, boolean parameter) {}

  private final String sql;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int at;
  private boolean operandBefore;
  private String firstWord = "";

  SqlScanner(String sql) {
    this.sql = sql;
  }

  /**
   * Cuts the statement at its parameters.
   *
   * @throws IllegalArgumentException when it holds a positional {@code ?} marker, or a literal or
   *     comment has no end
   */
  List<Piece> scan() {
    while (at < sql.length()) {
      step();
    }
    flush();
    return List.copyOf(pieces);
  }

  /**
   * First word of the statement in upper case, past comments and brackets; empty when there is
   * none.
   */
  String firstWord() {
    return firstWord;
  }

  private void step() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      copy(1);
    } else if (sql.startsWith("--", at)) {
      lineComment();
    } else if (sql.startsWith("/*", at)) {
      blockComment();
    } else if (c == '\'' || c == '"') {
      literal(c, rawPrefix());
    } else if (c == '`') {
      quotedIdentifier();
    } else if (wordPart(c)) {
      word();
    } else if (c == ':') {
      colon();
    } else if (c == '?') {
      throw new IllegalArgumentException(
          "has a positional marker '?' at character "
              + (at + 1)
              + "; use named parameters such as :id");
    } else {
      operandBefore = c == ')' || c == ']';
      copy(1);
    }
  }

  private void colon() {
    if (sql.startsWith("::", at)) {
      operandBefore = false;
      copy(2);
      return;
    }
    int end = at + 1;
    while (end < sql.length() && wordPart(sql.charAt(end))) {
      end++;
    }
    boolean named = end > at + 1 && !Character.isDigit(sql.charAt(at + 1));
    if (named && !operandBefore) {
      flush();
      pieces.add(new Piece(sql.substring(at + 1, end), true));
      at = end;
    } else {
      copy(end - at);
    }
    operandBefore = true;
  }

  private void word() {
    int start = at;
    while (at < sql.length() && wordPart(sql.charAt(at))) {
      text.append(sql.charAt(at++));
    }
    String word = sql.substring(start, at).toUpperCase(Locale.ROOT);
    if (firstWord.isEmpty()) {
      firstWord = word;
    }
    // A word after a dot is the end of a name, whatever it spells.
    boolean inName = start > 0 && sql.charAt(start - 1) == '.';
    operandBefore = inName || !BEFORE_EXPRESSION.contains(word);
  }

  private boolean rawPrefix() {
    if (at == 0 || (sql.charAt(at - 1) != 'r' && sql.charAt(at - 1) != 'R')) {
      return false;
    }
    return at == 1 || !wordPart(sql.charAt(at - 2));
  }

  private void literal(char quote, boolean raw) {
    int start = at;
    copy(1);
    while (at < sql.length() && sql.charAt(at) != quote) {
      copy(!raw && sql.charAt(at) == '\\' && at + 1 < sql.length() ? 2 : 1);
    }
    end(start, "literal");
  }

  private void quotedIdentifier() {
    int start = at;
    copy(1);
    while (at < sql.length() && (sql.charAt(at) != '`' || sql.startsWith("``", at))) {
      copy(sql.charAt(at) == '`' ? 2 : 1);
    }
    end(start, "quoted identifier");
  }

  private void end(int start, String what) {
    if (at >= sql.length()) {
      throw new IllegalArgumentException(
          "has a " + what + " without an end, from character " + (start + 1));
    }
    copy(1);
    operandBefore = true;
  }

  /** Ends at either character of a line end; a backslash before a line feed lets it go on. */
  private void lineComment() {
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      copy(sql.startsWith("\\\n", at) ? 2 : 1);
    }
  }

  /** Block comments nest in this dialect. */
  private void blockComment() {
    int start = at;
    int depth = 0;
    do {
      if (at >= sql.length()) {
        throw new IllegalArgumentException(
            "has a comment without an end, from character " + (start + 1));
      }
      if (sql.startsWith("/*", at)) {
        depth++;
        copy(2);
      } else if (sql.startsWith("*/", at)) {
        depth--;
        copy(2);
      } else {
        copy(1);
      }
    } while (depth > 0);
  }

  private void copy(int count) {
    text.append(sql, at, at + count);
    at += count;
  }

  private void flush() {
    if (!text.isEmpty()) {
      pieces.add(new Piece(text.toString(), false));
      text.setLength(0);
    }
  }

  private static boolean wordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
