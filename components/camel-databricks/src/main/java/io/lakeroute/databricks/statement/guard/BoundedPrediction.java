// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import java.util.Set;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.ParserATNSimulator;
import org.antlr.v4.runtime.atn.PredictionContextCache;
import org.antlr.v4.runtime.dfa.DFA;
import org.antlr.v4.runtime.dfa.DFAState;

/**
 * Decides between the ways through the grammar, and counts its work while it does. For one
 * statement and one thread.
 */
final class BoundedPrediction extends ParserATNSimulator {

  private final ParseWork work;

  BoundedPrediction(
      Parser parser, ATN atn, DFA[] learned, PredictionContextCache contexts, ParseWork work) {
    super(parser, atn, learned, contexts);
    this.work = work;
  }

  @Override
  protected void closure_(
      ATNConfig configuration,
      ATNConfigSet configurations,
      Set<ATNConfig> busy,
      boolean collectPredicates,
      boolean fullContext,
      int depth,
      boolean endIsEpsilon) {
    work.step();
    super.closure_(
        configuration, configurations, busy, collectPredicates, fullContext, depth, endIsEpsilon);
  }

  @Override
  protected DFAState addDFAState(DFA automaton, DFAState state) {
    if (state.configs != null) {
      work.keep(state.configs.size());
    }
    return super.addDFAState(automaton, state);
  }
}
