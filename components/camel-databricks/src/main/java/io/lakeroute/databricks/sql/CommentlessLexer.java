package io.lakeroute.databricks.sql;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;

/**
 * Spark's lexer, which passes over bracketed comments by itself. For one statement and one thread.
 *
 * <p>They are the only words of the grammar that nest. The generated lexer learns a new state for
 * each way to read an opening, and 4 kB of them fill any memory. Here they are counted.
 */
final class CommentlessLexer extends SqlBaseLexer {

  /** Deeper ones are no comments of people. */
  static final int DEEPEST = 16;

  CommentlessLexer(CharStream text) {
    super(text);
  }

  @Override
  public Token nextToken() {
    while (at('/', '*') && _input.LA(3) != '+') {
      passOverComment();
    }
    return super.nextToken();
  }

  /** Where two ways to read it are left, it ends as late as it can, as in the generated lexer. */
  private void passOverComment() {
    Place start = new Place(getLine(), getCharPositionInLine() + 1);
    int depth = 0;
    do {
      if (_input.LA(1) == EOF) {
        throw new UnreadableStatement(start);
      }
      if (at('/', '*') && _input.LA(3) != '+') {
        if (++depth > DEEPEST) {
          throw new UnreadableStatement(
              "nests comments more than " + DEEPEST + " deep from " + start + " on");
        }
        consume();
        consume();
      } else if (at('*', '/')) {
        depth--;
        consume();
        consume();
      } else {
        consume();
      }
    } while (depth > 0);
  }

  private boolean at(char first, char second) {
    return _input.LA(1) == first && _input.LA(2) == second;
  }

  /** Counts lines and columns, too. */
  private void consume() {
    getInterpreter().consume(_input);
  }
}
