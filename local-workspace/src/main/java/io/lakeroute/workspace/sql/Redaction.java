// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;

/**
 * A statement without the secrets in its {@code CREDENTIAL (...)} and {@code ENCRYPTION (...)}, and
 * the secrets, so that they can be taken out of what is said about it; immutable.
 *
 * @param text to show
 * @param secrets as they stand in the statement, without quotes
 */
record Redaction(String text, List<String> secrets) {

  private static final String HIDDEN = "[REDACTED]";
  private static final Pattern CLAUSE =
      Pattern.compile("\\b(CREDENTIAL|ENCRYPTION)\\b", Pattern.CASE_INSENSITIVE);

  /** Shorter ones would be found everywhere. */
  private static final int SHORTEST = 4;

  static Redaction of(String sql) {
    if (!CLAUSE.matcher(sql).find()) {
      return new Redaction(sql, List.of());
    }
    var tokens = tokens(sql);
    var shown = new StringBuilder();
    var secrets = new ArrayList<String>();
    int shownTo = 0;
    boolean inside = false;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (!inside) {
        inside = i > 0 && is(token, "(") && CLAUSE.matcher(tokens.get(i - 1).getText()).matches();
        continue;
      }
      int start = sql.offsetByCodePoints(0, token.getStartIndex());
      if (token.getType() == SqlBaseLexer.UNRECOGNIZED) {
        // A string that does not end: where its secret ends is unknown.
        secrets.add(sql.substring(start + 1).strip());
        return new Redaction(shown.append(sql, shownTo, start) + HIDDEN, List.copyOf(secrets));
      }
      if (is(token, ")")) {
        inside = false;
      } else if (isValue(tokens, i)) {
        shown.append(sql, shownTo, start).append("'").append(HIDDEN).append("'");
        shownTo = sql.offsetByCodePoints(0, token.getStopIndex() + 1);
        secrets.add(sql.substring(start, shownTo).replaceAll("^['\"]|['\"]$", ""));
      }
    }
    return new Redaction(shown.append(sql.substring(shownTo)).toString(), List.copyOf(secrets));
  }

  private static List<? extends Token> tokens(String sql) {
    var lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(sql)));
    lexer.removeErrorListeners();
    return lexer.getAllTokens().stream()
        .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
        .toList();
  }

  /** All but punctuation and the names in front of a =. */
  private static boolean isValue(List<? extends Token> tokens, int index) {
    Token token = tokens.get(index);
    boolean name = index + 1 < tokens.size() && is(tokens.get(index + 1), "=");
    return !name && !is(token, "(") && !is(token, ",") && !is(token, "=");
  }

  private static boolean is(Token token, String text) {
    return token.getText().equals(text);
  }

  SqlFailure apply(SqlFailure failure) {
    String message = failure.getMessage();
    for (String secret : secrets) {
      if (secret.length() >= SHORTEST) {
        message = message.replace(secret, HIDDEN);
      }
    }
    return message.equals(failure.getMessage())
        ? failure
        : new SqlFailure(failure.sqlState(), message);
  }
}
