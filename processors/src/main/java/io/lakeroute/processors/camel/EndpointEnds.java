// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.http.DeliveryEnds;
import io.lakeroute.processors.delivery.http.RowLines;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;

/**
 * Sends rows that were not delivered to endpoints, as JSON lines with the headers of their batch,
 * and waits until they have them; thread-safe. Without an endpoint it does nothing.
 */
record EndpointEnds(
    ProducerTemplate template, String rejects, String unknown, Map<String, Object> headers)
    implements DeliveryEnds {

  @Override
  public void rejected(List<Reject> rows) {
    if (!rejects.isBlank()) {
      template.sendBodyAndHeaders(rejects, RowLines.ofRejects(rows), headers);
    }
  }

  @Override
  public void unknown(List<Map<String, Object>> rows) {
    if (!unknown.isBlank()) {
      template.sendBodyAndHeaders(unknown, RowLines.ofRows(rows), headers);
    }
  }
}
