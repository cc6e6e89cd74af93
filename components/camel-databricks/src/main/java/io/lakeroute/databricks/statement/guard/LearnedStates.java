// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import java.util.concurrent.atomic.AtomicInteger;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.PredictionContextCache;
import org.antlr.v4.runtime.dfa.DFA;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;

/**
 * What lexer and parser learn with each statement; ANTLR's own memory for that is static and
 * unbounded. Thread-safe, as ANTLR's is.
 */
final class LearnedStates {

  /** About 5 kB each. A hundred statements with every construct there is need 2,000. */
  static final int MOST_STATES = 5_000;

  /** About 50 bytes each. */
  static final int MOST_CONFIGURATIONS = 400_000;

  private final DFA[] lexer = automata(SqlBaseLexer._ATN);
  private final DFA[] parser = automata(SqlBaseParser._ATN);
  private final PredictionContextCache lexerContexts = new PredictionContextCache();
  private final PredictionContextCache parserContexts = new PredictionContextCache();
  private final AtomicInteger configurations = new AtomicInteger();

  DFA[] lexer() {
    return lexer;
  }

  DFA[] parser() {
    return parser;
  }

  PredictionContextCache lexerContexts() {
    return lexerContexts;
  }

  PredictionContextCache parserContexts() {
    return parserContexts;
  }

  /** Counts what a statement added. */
  void grewBy(ParseWork work) {
    configurations.addAndGet(work.configurations());
  }

  boolean full() {
    return states() > MOST_STATES || configurations.get() > MOST_CONFIGURATIONS;
  }

  int states() {
    return states(lexer) + states(parser);
  }

  int configurations() {
    return configurations.get();
  }

  private static int states(DFA[] automata) {
    int states = 0;
    for (DFA automaton : automata) {
      states += automaton.states.size();
    }
    return states;
  }

  private static DFA[] automata(ATN atn) {
    DFA[] automata = new DFA[atn.getNumberOfDecisions()];
    for (int i = 0; i < automata.length; i++) {
      automata[i] = new DFA(atn.getDecisionState(i), i);
    }
    return automata;
  }
}
