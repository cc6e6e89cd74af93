// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.sql.StatementPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Turns the rows of the planned statements into the answer's JSON, or fails as the first of them
 * that failed; thread-safe.
 */
public class AnswerRequest implements Processor {

  private static final String MEDIA_TYPE = "application/json";

  @Override
  public void process(Exchange exchange) {
    StatementPlan plan = exchange.getProperty(StatementProperties.PLAN, StatementPlan.class);
    Message message = exchange.getMessage();
    List<?> results =
        plan.statements().size() == 1 ? List.of(message.getBody()) : message.getBody(List.class);
    Optional<Throwable> failure = failure(results);
    if (failure.isPresent()) {
      exchange.setException(failure.get());
      return;
    }
    message.setBody(plan.answer(rows(results)));
    message.setHeader(Exchange.CONTENT_TYPE, MEDIA_TYPE);
    message.removeHeader(StatementProperties.PARAMETERS_HEADER);
    exchange.removeProperty(StatementProperties.STATEMENT);
    exchange.removeProperty(StatementProperties.CONNECTION);
    exchange.removeProperty(StatementProperties.STATEMENTS);
    exchange.removeProperty(StatementProperties.STATEMENT_COUNT);
    exchange.removeProperty(StatementProperties.PLAN);
  }

  private static Optional<Throwable> failure(List<?> results) {
    return results.stream()
        .filter(Throwable.class::isInstance)
        .map(Throwable.class::cast)
        .findFirst();
  }

  @SuppressWarnings("unchecked")
  private static List<List<Map<String, Object>>> rows(List<?> results) {
    return (List<List<Map<String, Object>>>) results;
  }
}
