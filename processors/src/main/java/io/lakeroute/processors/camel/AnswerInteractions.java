package io.lakeroute.processors.camel;

import io.lakeroute.processors.interactions.InteractionPlan;
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
public class AnswerInteractions implements Processor {

  private static final String MEDIA_TYPE = "application/json";

  @Override
  public void process(Exchange exchange) {
    InteractionPlan plan = exchange.getProperty(InteractionProperties.PLAN, InteractionPlan.class);
    Message message = exchange.getMessage();
    List<?> results =
        plan.queries().size() == 1 ? List.of(message.getBody()) : message.getBody(List.class);
    Optional<Throwable> failure = failure(results);
    if (failure.isPresent()) {
      exchange.setException(failure.get());
      return;
    }
    message.setBody(plan.answer(rows(results)));
    message.setHeader(Exchange.CONTENT_TYPE, MEDIA_TYPE);
    message.removeHeader(InteractionProperties.PARAMETERS_HEADER);
    exchange.removeProperty(InteractionProperties.STATEMENT);
    exchange.removeProperty(InteractionProperties.CONNECTION);
    exchange.removeProperty(InteractionProperties.QUERIES);
    exchange.removeProperty(InteractionProperties.QUERY_COUNT);
    exchange.removeProperty(InteractionProperties.PLAN);
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
