// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.sql.ProbePlan;
import io.lakeroute.processors.sql.StatementPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Turns the rows of the planned statements into the answer, or fails as the first of them that
 * failed, unless the failure is a part of the answer; thread-safe.
 */
public class AnswerRequest implements Processor {

  @Override
  public void process(Exchange exchange) {
    StatementPlan plan = exchange.getProperty(StatementProperties.PLAN, StatementPlan.class);
    Message message = exchange.getMessage();
    List<?> results =
        plan.statements().size() == 1 ? List.of(message.getBody()) : message.getBody(List.class);
    if (plan instanceof ProbePlan probes) {
      answer(exchange, probes, results);
    } else {
      failure(results)
          .ifPresentOrElse(
              exchange::setException, () -> message.setBody(plan.answer(rows(results))));
    }
    if (exchange.getException() != null) {
      return;
    }
    message.setHeader(Exchange.CONTENT_TYPE, plan.mediaType());
    message.removeHeader(StatementProperties.PARAMETERS_HEADER);
    exchange.removeProperty(StatementProperties.STATEMENT);
    exchange.removeProperty(StatementProperties.CONNECTION);
    exchange.removeProperty(StatementProperties.STATEMENTS);
    exchange.removeProperty(StatementProperties.STATEMENT_COUNT);
    exchange.removeProperty(StatementProperties.PLAN);
  }

  private static void answer(Exchange exchange, ProbePlan probes, List<?> results) {
    Map<Integer, ProbePlan.Failure> failures = new TreeMap<>();
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof Throwable thrown) {
        ProbePlan.Failure failure = FailureReason.described(exchange.getContext(), thrown);
        if (!probes.answers(i, failure)) {
          exchange.setException(thrown);
          return;
        }
        failures.put(i, failure);
      }
    }
    exchange.getMessage().setBody(probes.answer(failures));
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
