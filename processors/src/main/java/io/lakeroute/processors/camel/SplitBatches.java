// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * Refuses the parts of a batch that a route splits in front of a sink: their headers name the whole
 * batch, so a sink takes the second part for a redelivery of the first. Thread-safe; it remembers
 * the last batch of each arm.
 */
final class SplitBatches {

  private static final String REMEDY =
      "Deliver the batch as a whole, without split; for an API, batch of the template limits the records of a request.";

  private final RunMemory<Map<String, Part>> runs = new RunMemory<>(HashMap::new);

  private record Part(Optional<Long> batch, Optional<Long> offset, int index) {
    boolean isOtherThan(Part part) {
      return batch.equals(part.batch) && offset.equals(part.offset) && index != part.index;
    }
  }

  /**
   * Checks a message, which may be redelivered. Splits by arm pass: each arm has batches of its
   * own.
   *
   * @throws InvalidDeliveryException for one row of a batch of several, and for a second part
   */
  void check(Exchange exchange) {
    BatchHeaders headers = BatchHeaders.of(exchange.getMessage());
    if (!isPart(exchange) || headers.runId().isEmpty() || headers.index().isEmpty()) {
      return;
    }
    int index = exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX, Integer.class);
    long rows = headers.rows().orElse(1L);
    if (rows > 1 && isRow(exchange)) {
      // With the first row: a sink that had it would take the whole batch for delivered.
      throw new InvalidDeliveryException(
          "The message is one row of a split batch of %d rows (%s): all rows would have the name of their batch, and pass for redeliveries of the first. %s"
              .formatted(rows, BatchHeaders.ROWS, REMEDY));
    }
    Part part = new Part(headers.index(), headers.offset(), index);
    String arm = headers.arm().orElse("") + " " + headers.change().orElse("");
    Map<String, Part> arms = runs.of(exchange.getMessage());
    synchronized (arms) {
      Part before = arms.getOrDefault(arm, part);
      if (part.isOtherThan(before)) {
        throw new InvalidDeliveryException(
            "The parts %d and %d of a split batch (%s %d) have the same name: the second would pass for a redelivery of the first. %s Then reset the flow (POST /flows/{key}/reset): the first part was taken for the whole batch."
                .formatted(
                    before.index(),
                    part.index(),
                    BatchHeaders.INDEX,
                    headers.index().get(),
                    REMEDY));
      }
      arms.put(arm, part);
    }
  }

  /** A message behind a split may have the properties of a part, which name it as their whole. */
  private static boolean isPart(Exchange exchange) {
    return exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX) != null
        && !exchange
            .getExchangeId()
            .equals(exchange.getProperty(ExchangePropertyKey.CORRELATION_ID));
  }

  /** What an aggregation made of parts is no row. */
  private static boolean isRow(Exchange exchange) {
    return exchange.getMessage().getBody() instanceof Map<?, ?>
        && exchange.getProperty(ExchangePropertyKey.AGGREGATED_SIZE) == null;
  }
}
