// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
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
    if (text.length() > LONGEST || text.contains("/*") || text.contains("--")) {
      return false;
    }
    String sql = BEFORE + "(" + text + ")";
    try {
      return inBrackets(grammar.parse(sql), sql.length() - 1)
          .filter(ScalarExpressions::plain)
          .isPresent();
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
    Deque<ParseTree> next = new ArrayDeque<>();
    next.push(expression);
    while (!next.isEmpty()) {
      ParseTree tree = next.pop();
      if (tree instanceof QueryContext
          || (tree instanceof TerminalNode word && STRANGE.contains(word.getSymbol().getType()))) {
        return false;
      }
      pushChildren(tree, next);
    }
    return true;
  }

  private static void pushChildren(ParseTree tree, Deque<ParseTree> next) {
    for (int i = 0; i < tree.getChildCount(); i++) {
      next.push(tree.getChild(i));
    }
  }
}
