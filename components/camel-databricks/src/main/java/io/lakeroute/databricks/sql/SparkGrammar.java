package io.lakeroute.databricks.sql;

import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.LexerATNSimulator;
import org.antlr.v4.runtime.atn.ParserATNSimulator;
import org.antlr.v4.runtime.atn.PredictionContextCache;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.SingleStatementContext;

/**
 * The grammar that Spark generates for itself, without the rest of Spark. Thread-safe.
 *
 * <p>Its statements may come from people, so length, work and the memory of what was learnt are
 * bounded.
 */
final class SparkGrammar {

  private static final int LONGEST = 100_000;

  /** The longest statements that make sense need a third of it; all of it takes about a second. */
  private static final int MOST_LOOKS = 1_000_000;

  /** About 5 kB each. A hundred statements with every construct there is need 2,000. */
  private static final int MOST_STATES = 5_000;

  private volatile Learnt learnt = new Learnt();

  /**
   * Reads one statement.
   *
   * @throws UnreadableStatement when the text is not one, or takes too much to read
   */
  SingleStatementContext parse(String sql) {
    if (sql.length() > LONGEST) {
      throw new UnreadableStatement(
          "has " + sql.length() + " characters; " + LONGEST + " can be checked");
    }
    Learnt used = learnt;
    try {
      return parse(sql, used);
    } catch (StackOverflowError e) {
      // It may have struck while something was being learnt.
      learnt = new Learnt();
      throw new UnreadableStatement("is nested too deeply to be checked");
    } finally {
      if (used.states() > MOST_STATES) {
        learnt = new Learnt();
      }
    }
  }

  private static SingleStatementContext parse(String sql, Learnt used) {
    SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseStream(CharStreams.fromString(sql)));
    lexer.setInterpreter(
        new LexerATNSimulator(lexer, SqlBaseLexer._ATN, used.lexer(), used.lexerContexts()));
    lexer.removeErrorListeners();
    lexer.addErrorListener(REFUSE);
    CommonTokenStream tokens = new BoundedTokens(lexer);
    SqlBaseParser parser = new SqlBaseParser(tokens);
    parser.setInterpreter(
        new ParserATNSimulator(parser, SqlBaseParser._ATN, used.parser(), used.parserContexts()));
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
      parser.getInterpreter().setPredictionMode(PredictionMode.LL);
      parser.setErrorHandler(new DefaultErrorStrategy());
      return parser.singleStatement();
    }
  }

  /**
   * What the parser learns with each statement. Its own memory for that is static and unbounded.
   */
  private record Learnt(
      DFA[] lexer,
      PredictionContextCache lexerContexts,
      DFA[] parser,
      PredictionContextCache parserContexts) {

    Learnt() {
      this(
          automata(SqlBaseLexer._ATN),
          new PredictionContextCache(),
          automata(SqlBaseParser._ATN),
          new PredictionContextCache());
    }

    private static DFA[] automata(ATN atn) {
      DFA[] automata = new DFA[atn.getNumberOfDecisions()];
      for (int i = 0; i < automata.length; i++) {
        automata[i] = new DFA(atn.getDecisionState(i), i);
      }
      return automata;
    }

    int states() {
      int states = 0;
      for (DFA automaton : parser) {
        states += automaton.states.size();
      }
      return states;
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

  /** Gives up on a statement that makes the parser look at its words again and again. */
  private static final class BoundedTokens extends CommonTokenStream {
    private int looks;

    BoundedTokens(TokenSource source) {
      super(source);
    }

    @Override
    public int LA(int ahead) {
      if (++looks > MOST_LOOKS) {
        throw new UnreadableStatement("takes too much work to be checked");
      }
      return super.LA(ahead);
    }
  }
}
