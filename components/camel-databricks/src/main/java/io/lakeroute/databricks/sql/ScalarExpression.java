package io.lakeroute.databricks.sql;

import java.util.Set;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.QueryContext;

/** Recognizes expressions that may stand inside a statement. Stateless. */
public final class ScalarExpression {

  private static final int LONGEST = 1_000;

  /** What begins a parameter, or is none of the language. */
  private static final Set<Integer> STRANGE =
      Set.of(SqlBaseLexer.COLON, SqlBaseLexer.QUESTION, SqlBaseLexer.UNRECOGNIZED);

  private ScalarExpression() {}

  /**
   * Whether the text is one expression that ends where it ends: without comments, parameters and
   * subqueries, and short.
   */
  public static boolean is(String text) {
    if (text.length() > LONGEST || text.contains("/*") || text.contains("--")) {
      return false;
    }
    SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseStream(CharStreams.fromString(text)));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    SqlBaseParser parser = new SqlBaseParser(tokens);
    parser.removeErrorListeners();
    parser.setErrorHandler(new BailErrorStrategy());
    tokens.fill();
    return tokens.getTokens().stream().allMatch(ScalarExpression::harmless) && parses(parser);
  }

  private static boolean harmless(Token token) {
    return !STRANGE.contains(token.getType());
  }

  private static boolean parses(SqlBaseParser parser) {
    try {
      return plain(parser.expression()) && parser.getCurrentToken().getType() == Token.EOF;
    } catch (ParseCancellationException e) {
      return false;
    }
  }

  private static boolean plain(ParseTree tree) {
    if (tree instanceof QueryContext) {
      return false;
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      if (!plain(tree.getChild(i))) {
        return false;
      }
    }
    return true;
  }
}
