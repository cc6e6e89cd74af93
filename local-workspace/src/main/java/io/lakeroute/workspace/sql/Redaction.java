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
    var lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(sql)));
    lexer.removeErrorListeners();
    var shown = new StringBuilder();
    var secrets = new ArrayList<String>();
    int shownTo = 0;
    boolean inside = false;
    Token last = null;
    for (Token token : lexer.getAllTokens()) {
      if (token.getChannel() != Token.DEFAULT_CHANNEL) {
        continue;
      }
      int start = sql.offsetByCodePoints(0, token.getStartIndex());
      int end = sql.offsetByCodePoints(0, token.getStopIndex() + 1);
      if (!inside) {
        inside = token.getText().equals("(") && last != null && isClause(last);
      } else if (isString(token)) {
        shown.append(sql, shownTo, start).append("'").append(HIDDEN).append("'");
        shownTo = end;
        secrets.add(sql.substring(start + 1, Math.max(start + 1, end - 1)));
      } else if (token.getType() == SqlBaseLexer.UNRECOGNIZED) {
        // A string that does not end: where its secret ends is unknown.
        secrets.add(sql.substring(end).strip());
        return new Redaction(shown.append(sql, shownTo, start) + HIDDEN, List.copyOf(secrets));
      } else {
        inside = !token.getText().equals(")");
      }
      last = token;
    }
    return new Redaction(shown.append(sql.substring(shownTo)).toString(), List.copyOf(secrets));
  }

  private static boolean isClause(Token token) {
    return CLAUSE.matcher(token.getText()).matches();
  }

  private static boolean isString(Token token) {
    return token.getType() == SqlBaseLexer.STRING_LITERAL
        || token.getType() == SqlBaseLexer.DOUBLEQUOTED_STRING;
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
