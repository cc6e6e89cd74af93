// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.ColumnReferenceContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.CurrentLikeContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.FunctionCallContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.ParenthesizedExpressionContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.QueryContext;

/**
 * Recognizes expressions that may stand inside a statement, within the bounds of {@link
 * SparkGrammar}; made for the reading of one table. Thread-safe.
 */
public final class ScalarExpressions {

  private static final int LONGEST = 1_000;
  private static final String BEFORE = "SELECT ";

  /** What begins a parameter, or is none of the language. */
  private static final Set<Integer> STRANGE =
      Set.of(SqlBaseLexer.COLON, SqlBaseLexer.QUESTION, SqlBaseLexer.UNRECOGNIZED);

  private final SparkGrammar grammar = new SparkGrammar();

  /**
   * Whether the text is one expression that ends where it ends: without comments, parameters and
   * subqueries, and short.
   */
  public boolean recognize(String text) {
    return recognize(text, ScalarExpressions::plain);
  }

  /**
   * Whether the text is such an expression and calls no function, so that its value never changes.
   */
  public boolean recognizeConstant(String text) {
    return recognize(text, tree -> plain(tree) && !calls(tree));
  }

  private boolean recognize(String text, Predicate<ParseTree> fits) {
    if (text.length() > LONGEST || text.contains("/*") || text.contains("--")) {
      return false;
    }
    String sql = BEFORE + "(" + text + ")";
    try {
      return inBrackets(grammar.parse(sql), sql.length() - 1).filter(fits).isPresent();
    } catch (UnreadableStatement e) {
      return false;
    }
  }

  /** The expression between the outer brackets, if these are one pair and hold one. */
  private static Optional<ParseTree> inBrackets(ParserRuleContext statement, int last) {
    Deque<ParseTree> next = new ArrayDeque<>();
    next.push(statement);
    while (!next.isEmpty()) {
      ParseTree tree = next.pop();
      if (tree instanceof ParenthesizedExpressionContext brackets
          && brackets.getStart().getStartIndex() == BEFORE.length()
          && brackets.getStop().getStopIndex() == last) {
        return Optional.of(brackets.expression());
      }
      pushChildren(tree, next);
    }
    return Optional.empty();
  }

  private static boolean plain(ParseTree expression) {
    return !anyWithin(
        expression,
        tree ->
            tree instanceof QueryContext
                || (tree instanceof TerminalNode word
                    && STRANGE.contains(word.getSymbol().getType())));
  }

  /** Names without brackets are functions, too, as in CURRENT_DATE. */
  private static boolean calls(ParseTree expression) {
    return anyWithin(
        expression,
        tree ->
            tree instanceof FunctionCallContext
                || tree instanceof CurrentLikeContext
                || tree instanceof ColumnReferenceContext);
  }

  private static boolean anyWithin(ParseTree expression, Predicate<ParseTree> wanted) {
    Deque<ParseTree> next = new ArrayDeque<>();
    next.push(expression);
    while (!next.isEmpty()) {
      ParseTree tree = next.pop();
      if (wanted.test(tree)) {
        return true;
      }
      pushChildren(tree, next);
    }
    return false;
  }

  private static void pushChildren(ParseTree tree, Deque<ParseTree> next) {
    for (int i = 0; i < tree.getChildCount(); i++) {
      next.push(tree.getChild(i));
    }
  }
}
