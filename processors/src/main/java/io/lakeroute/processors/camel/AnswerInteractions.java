package io.lakeroute.processors.camel;

import io.lakeroute.processors.interactions.InteractionPlan;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Turns the rows of the planned statements into the answer's JSON; thread-safe. */
public class AnswerInteractions implements Processor {

  private static final String MEDIA_TYPE = "application/json";

  @Override
  public void process(Exchange exchange) {
    InteractionPlan plan = exchange.getProperty(InteractionProperties.PLAN, InteractionPlan.class);
    Message message = exchange.getMessage();
    message.setBody(plan.answer(rows(plan, message.getBody())));
    message.setHeader(Exchange.CONTENT_TYPE, MEDIA_TYPE);
    message.removeHeader(InteractionProperties.PARAMETERS_HEADER);
    exchange.removeProperty(InteractionProperties.STATEMENT);
    exchange.removeProperty(InteractionProperties.CONNECTION);
    exchange.removeProperty(InteractionProperties.QUERIES);
    exchange.removeProperty(InteractionProperties.QUERY_COUNT);
    exchange.removeProperty(InteractionProperties.PLAN);
  }

  /** One statement leaves its rows in the body; several leave a list of them. */
  @SuppressWarnings("unchecked")
  private static List<List<Map<String, Object>>> rows(InteractionPlan plan, Object body) {
    return plan.queries().size() == 1
        ? List.of((List<Map<String, Object>>) body)
        : (List<List<Map<String, Object>>>) body;
  }
}
