package io.lakeroute.processors.camel;

import io.lakeroute.processors.interactions.InteractionQuery;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Hands the query in the body to {@code databricks:query}; thread-safe. */
public class BindStatement implements Processor {

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException {
    bind(exchange, exchange.getMessage().getMandatoryBody(InteractionQuery.class));
  }

  static void bind(Exchange exchange, InteractionQuery query) {
    exchange.setProperty(InteractionProperties.STATEMENT, query.sql());
    exchange.setProperty(InteractionProperties.CONNECTION, query.connection());
    Message message = exchange.getMessage();
    message.setHeader(InteractionProperties.PARAMETERS_HEADER, query.parameters());
    message.setBody(null);
  }
}
