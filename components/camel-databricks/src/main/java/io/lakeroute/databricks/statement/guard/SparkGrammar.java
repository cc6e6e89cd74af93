// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.atn.LexerATNSimulator;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.SingleStatementContext;

/**
 * The grammar that Spark generates for itself, without the rest of Spark. Thread-safe.
 *
 * <p>Its statements may come from people, so length, nesting, work and the memory of what was
 * learned are bounded.
 */
final class SparkGrammar {

  private static final int LONGEST = 100_000;

  private volatile LearnedStates learned = new LearnedStates();

  /**
   * Comes before everything else that looks at the text.
   *
   * @throws UnreadableStatement when the text is longer than can be checked
   */
  static void requireShort(String sql) {
    if (sql.length() > LONGEST) {
      throw new UnreadableStatement(
          "has " + sql.length() + " characters; " + LONGEST + " can be checked");
    }
  }

  /**
   * Reads one statement.
   *
   * @throws UnreadableStatement when the text is not one, or takes too much to read
   */
  SingleStatementContext parse(String sql) {
    requireShort(sql);
    LearnedStates used = learned;
    ParseWork work = new ParseWork(sql.length());
    try {
      return parse(sql, used, work);
    } catch (Error e) {
      // It may have struck while something was being learned.
      learned = new LearnedStates();
      if (e instanceof StackOverflowError) {
        throw new UnreadableStatement("is nested too deeply to be checked");
      }
      throw e;
    } finally {
      used.grewBy(work);
      if (used.full()) {
        learned = new LearnedStates();
      }
    }
  }

  /** What it has learned, for tests of its bounds. */
  LearnedStates learned() {
    return learned;
  }

  private static SingleStatementContext parse(String sql, LearnedStates used, ParseWork work) {
    SqlBaseLexer lexer = new CommentlessLexer(new UpperCaseStream(CharStreams.fromString(sql)));
    lexer.setInterpreter(
        new LexerATNSimulator(lexer, SqlBaseLexer._ATN, used.lexer(), used.lexerContexts()));
    lexer.removeErrorListeners();
    lexer.addErrorListener(REFUSE);
    CommonTokenStream tokens = new CountedTokens(lexer, work);
    SqlBaseParser parser = new BoundedParser(tokens, work);
    parser.setInterpreter(
        new BoundedPrediction(
            parser, SqlBaseParser._ATN, used.parser(), used.parserContexts(), work));
    parser.removeErrorListeners();
    parser.addErrorListener(REFUSE);
    try {
      // The quick way fails on few statements, which the exact way then decides about.
      parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
      parser.setErrorHandler(new BailErrorStrategy());
      return parser.singleStatement();
    } catch (ParseCancellationException e) {
      tokens.seek(0);
      parser.reset();
      work.restart();
      parser.getInterpreter().setPredictionMode(PredictionMode.LL);
      parser.setErrorHandler(new DefaultErrorStrategy());
      return parser.singleStatement();
    }
  }

  private static final BaseErrorListener REFUSE =
      new BaseErrorListener() {
        @Override
        public void syntaxError(
            Recognizer<?, ?> recognizer,
            Object symbol,
            int line,
            int column,
            String message,
            RecognitionException failure) {
          throw new UnreadableStatement(new Place(line, column + 1));
        }
      };

  /** Counts how often the parser looks at words. */
  private static final class CountedTokens extends CommonTokenStream {
    private final ParseWork work;

    CountedTokens(TokenSource source, ParseWork work) {
      super(source);
      this.work = work;
    }

    @Override
    public int LA(int ahead) {
      work.look();
      return super.LA(ahead);
    }
  }
}
