package io.lakeroute.processors.camel;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Sends the rows that a mapping refused to an endpoint, as JSON lines with the headers of their
 * batch, and waits until it has them; thread-safe once started. Without an endpoint it does
 * nothing.
 */
public class SendRejects extends ServiceSupport implements Processor, CamelContextAware {

  private CamelContext camelContext;
  private String channel = "";
  private ProducerTemplate template;

  @Override
  protected void doStart() {
    template = camelContext.createProducerTemplate();
  }

  @Override
  protected void doStop() {
    template.stop();
  }

  @Override
  public void process(Exchange exchange) {
    List<?> rejects = exchange.getProperty(MapRecords.REJECTS, List.of(), List.class);
    if (!channel.isBlank() && !rejects.isEmpty()) {
      template.sendBodyAndHeaders(
          channel, JsonLines.text(rejects), exchange.getMessage().getHeaders());
    }
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    this.camelContext = camelContext;
  }

  /** The endpoint; empty for none. */
  public void setChannel(String channel) {
    this.channel = channel;
  }
}
