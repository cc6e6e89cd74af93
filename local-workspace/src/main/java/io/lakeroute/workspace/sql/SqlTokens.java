// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.ParserUtils;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;

/**
 * The tokens of one statement, taken from left to right, as Spark's own lexer finds them: literals
 * and comments end where they end for Spark. For one thread.
 */
final class SqlTokens {

  /** What is wrong with a statement, in front of which of its tokens. */
  static final class Unexpected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unexpected(String message) {
      super(message);
    }
  }

  private static final Set<Integer> STRINGS =
      Set.of(SqlBaseLexer.STRING_LITERAL, SqlBaseLexer.DOUBLEQUOTED_STRING);

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  SqlTokens(String sql) {
    this.sql = sql;
    var lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(sql)));
    lexer.removeErrorListeners();
    for (Token token : lexer.getAllTokens()) {
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        tokens.add(token);
      }
    }
    if (lexer.has_unclosed_bracketed_comment) {
      throw new Unexpected("a comment is not closed");
    }
  }

  boolean atEnd() {
    return next == tokens.size();
  }

  /** Whether this keyword or symbol is next. */
  boolean at(String word) {
    return is(next, word);
  }

  private boolean is(int index, String word) {
    return index >= 0
        && index < tokens.size()
        && tokens.get(index).getText().equalsIgnoreCase(word);
  }

  /** Takes these keywords and symbols if all of them are next. */
  boolean take(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!is(next + i, words[i])) {
        return false;
      }
    }
    next += words.length;
    return true;
  }

  void expect(String... words) {
    if (!take(words)) {
      throw unexpected(String.join(" ", words));
    }
  }

  boolean atString() {
    return !atEnd() && STRINGS.contains(tokens.get(next).getType());
  }

  /** Takes a string literal; gives its value. */
  String string() {
    if (!atString()) {
      throw unexpected("a string");
    }
    return ParserUtils.string(tokens.get(next++));
  }

  /** Takes a keyword, plain identifier or number; gives it as it was written. */
  String word() {
    if (atEnd() || !tokens.get(next).getText().matches("\\w[\\w.]*")) {
      throw unexpected("a word");
    }
    return tokens.get(next++).getText();
  }

  /** Takes an identifier; gives it without its quotes. */
  String identifier() {
    if (!atEnd() && tokens.get(next).getType() == SqlBaseLexer.BACKQUOTED_IDENTIFIER) {
      String text = tokens.get(next++).getText();
      return text.substring(1, text.length() - 1).replace("``", "`");
    }
    return word();
  }

  /** Takes what stands in front of one of these words, outside of parentheses; gives its text. */
  String before(String what, String... words) {
    int start = next;
    int depth = 0;
    while (!atEnd() && (depth > 0 || !ends(words))) {
      depth += at("(") ? 1 : at(")") ? -1 : 0;
      next++;
      if (depth < 0) {
        throw unexpected(what);
      }
    }
    if (atEnd() || next == start) {
      throw unexpected(what);
    }
    return sql.substring(
        offset(tokens.get(start).getStartIndex()), offset(tokens.get(next - 1).getStopIndex() + 1));
  }

  /** The FROM in {@code IS DISTINCT FROM} ends nothing. */
  private boolean ends(String... words) {
    if (at("FROM") && is(next - 1, "DISTINCT") && (is(next - 2, "IS") || is(next - 2, "NOT"))) {
      return false;
    }
    for (String word : words) {
      if (at(word)) {
        return true;
      }
    }
    return false;
  }

  /** The lexer counts code points, a text its chars. */
  private int offset(int codePoints) {
    return sql.offsetByCodePoints(0, codePoints);
  }

  /** Names no literal, which may hold a secret. */
  Unexpected unexpected(String wanted) {
    if (atEnd()) {
      return new Unexpected("%s is missing at the end".formatted(wanted));
    }
    String found = atString() ? "a string" : "'" + tokens.get(next).getText() + "'";
    return new Unexpected("%s is expected, %s found".formatted(wanted, found));
  }
}
