// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.TokenStream;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;

/**
 * Spark's parser, which gives up on statements that are nested too deeply before the stack ends.
 * For one statement and one thread.
 */
final class BoundedParser extends SqlBaseParser {

  private final ParseWork work;

  BoundedParser(TokenStream tokens, ParseWork work) {
    super(tokens);
    this.work = work;
  }

  @Override
  public void enterRule(ParserRuleContext node, int state, int rule) {
    work.enterRule();
    super.enterRule(node, state, rule);
  }

  @Override
  public void exitRule() {
    super.exitRule();
    work.leaveRule();
  }

  @Override
  public void enterRecursionRule(ParserRuleContext node, int state, int rule, int precedence) {
    work.enterRule();
    super.enterRecursionRule(node, state, rule, precedence);
  }

  @Override
  public void unrollRecursionContexts(ParserRuleContext parent) {
    super.unrollRecursionContexts(parent);
    work.leaveRule();
  }
}
