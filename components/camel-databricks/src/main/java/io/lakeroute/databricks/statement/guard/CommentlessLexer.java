// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;

/**
 * Spark's lexer, which passes over bracketed comments by itself, and refuses comments that Delta's
 * lexer ends elsewhere. For one statement and one thread.
 *
 * <p>Delta reads a statement before Spark does: a comment in a comment ends both for Delta, and a
 * backslash at the end of a line continues a comment for Spark alone. What one takes for a comment
 * could be a statement for the other. And the generated lexer learns a new state for each way to
 * read an opening, so that 4 kB of them fill any memory.
 */
final class CommentlessLexer extends SqlBaseLexer {

  private static final String CONTINUED = "\\\n";

  CommentlessLexer(CharStream text) {
    super(text);
  }

  @Override
  public Token nextToken() {
    while (at('/', '*') && _input.LA(3) != '+') {
      passOverComment();
    }
    Token token = super.nextToken();
    if (token.getType() == SIMPLE_COMMENT && token.getText().contains(CONTINUED)) {
      throw new UnreadableStatement(
          "has a backslash at the end of a comment's line, at " + Place.of(token));
    }
    return token;
  }

  private void passOverComment() {
    Place start = place();
    consume();
    consume();
    while (!at('*', '/')) {
      if (_input.LA(1) == EOF) {
        throw new UnreadableStatement(start);
      }
      if (at('/', '*')) {
        throw new UnreadableStatement("has a comment inside of a comment, at " + place());
      }
      consume();
    }
    consume();
    consume();
  }

  private Place place() {
    return new Place(getLine(), getCharPositionInLine() + 1);
  }

  private boolean at(char first, char second) {
    return _input.LA(1) == first && _input.LA(2) == second;
  }

  /** Counts lines and columns, too. */
  private void consume() {
    getInterpreter().consume(_input);
  }
}
