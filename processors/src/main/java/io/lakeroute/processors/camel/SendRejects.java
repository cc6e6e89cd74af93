// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Sends the rows that a mapping refused to an endpoint, as JSON lines with the headers of their
 * batch, and waits until it has them; thread-safe once started. Without an endpoint it does
 * nothing.
 */
public class SendRejects extends ContextStep {

  private String channel = "";
  private ProducerTemplate template;

  @Override
  protected void doStart() {
    template = getCamelContext().createProducerTemplate();
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

  /** The endpoint; empty for none. */
  public void setChannel(String channel) {
    this.channel = channel;
  }
}
