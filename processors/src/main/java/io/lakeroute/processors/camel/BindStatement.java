// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.sql.StatementPlan;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Hands the planned statement in the body to {@code databricks:query}; thread-safe. */
public class BindStatement implements Processor {

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException {
    bind(exchange, exchange.getMessage().getMandatoryBody(StatementPlan.Planned.class));
  }

  /** Leaves a plan where the next steps find it; its only statement is bound at once. */
  static void plan(Exchange exchange, StatementPlan plan) {
    List<? extends StatementPlan.Planned> statements = plan.statements();
    exchange.setProperty(StatementProperties.PLAN, plan);
    exchange.setProperty(StatementProperties.STATEMENTS, statements);
    exchange.setProperty(StatementProperties.STATEMENT_COUNT, statements.size());
    exchange.getMessage().setBody(List.of());
    if (statements.size() == 1) {
      bind(exchange, statements.get(0));
    }
  }

  /** Leaves one statement where the next step finds it. */
  static void bind(Exchange exchange, StatementPlan.Planned query) {
    exchange.setProperty(StatementProperties.STATEMENT, query.sql());
    exchange.setProperty(StatementProperties.CONNECTION, query.connection());
    Message message = exchange.getMessage();
    message.setHeader(StatementProperties.PARAMETERS_HEADER, query.parameters());
    message.setBody(null);
  }
}
