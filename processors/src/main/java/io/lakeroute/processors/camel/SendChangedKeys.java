// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.ProducerTemplate;

/**
 * Sends the values that a batch of changes has in a column to an endpoint, as one list, and leaves
 * the batch as it is; thread-safe once started. An update that has {@code _before} names its old
 * value, too. A message without a body says that the value of some change is not known. Without an
 * endpoint it does nothing.
 */
public class SendChangedKeys extends ContextStep {

  private static final String BEFORE = "_before";

  private String channel = "";
  private String column = "";
  private ProducerTemplate template;

  @Override
  protected void doStart() {
    if (!channel.isBlank() && column.isBlank()) {
      throw new IllegalArgumentException(
          "invalidations is set, and invalidationColumn is not: it names the column that has the profile's id");
    }
    if (channel.isBlank() && !column.isBlank()) {
      throw new IllegalArgumentException(
          "invalidationColumn is set, and invalidations is not: it names the endpoint for the ids");
    }
    template = getCamelContext().createProducerTemplate();
  }

  @Override
  protected void doStop() {
    template.stop();
  }

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException {
    if (channel.isBlank()) {
      return;
    }
    Set<Object> keys = new LinkedHashSet<>();
    for (Object change : exchange.getMessage().getMandatoryBody(List.class)) {
      Map<?, ?> row = (Map<?, ?>) change;
      if (!row.containsKey(column)) {
        throw new IllegalArgumentException(
            "Changes have no column '%s', which invalidationColumn names; look at its spelling, and at fields"
                .formatted(column));
      }
      keys.add(row.get(column));
      if (row.get(BEFORE) instanceof Map<?, ?> before) {
        keys.add(before.get(column));
      }
    }
    if (!keys.isEmpty()) {
      template.sendBody(channel, keys.contains(null) ? null : List.copyOf(keys));
    }
  }

  /** The endpoint; empty for none. */
  public void setChannel(String channel) {
    this.channel = channel;
  }

  /** The column of the values. */
  public void setColumn(String column) {
    this.column = column;
  }
}
