// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.mapping.InvalidRowsException;
import io.lakeroute.processors.mapping.RejectCount;
import io.lakeroute.processors.mapping.RejectLimit;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Ends a run that has too many rejects, with the reason INVALID; thread-safe once started. It
 * stands behind the step that sends the rejects, so that those that break the limit are there to
 * look at.
 */
public class LimitRejects extends ServiceSupport implements Processor {

  private static final String OFFSET = "CamelDatabricksBatchOffset";

  private final RunMemory<RejectCount> counts = new RunMemory<>(RejectCount::new);
  private String maxRejects = "";
  private Optional<RejectLimit> limit = Optional.empty();

  @Override
  protected void doStart() {
    limit = RejectLimit.parse(maxRejects);
  }

  @Override
  public void process(Exchange exchange) {
    if (limit.isEmpty() || exchange.getProperty(MapRecords.READ_ROWS) == null) {
      return;
    }
    Message message = exchange.getMessage();
    RejectCount count = counts.of(message);
    Long offset = message.getHeader(OFFSET, Long.class);
    RejectCount.Totals totals =
        count.add(
            offset == null ? count.end() : offset,
            exchange.getProperty(MapRecords.READ_ROWS, Long.class),
            exchange.getProperty(MapRecords.REJECTED_ROWS, 0L, Long.class));
    if (limit.get().isExceeded(totals.rows(), totals.rejects())) {
      throw RunFailure.of(
          exchange,
          "INVALID",
          new InvalidRowsException(
              "%d of %d rows of the run were rejected, and maxRejects=%s allows no more; the last batch was not delivered. Look at the rejects, then correct the rows or the mapping, or raise maxRejects."
                  .formatted(totals.rejects(), totals.rows(), limit.get().text())));
    }
  }

  /** Rows, as {@code 100}, or percent of at least 1,000 rows, as {@code 5%}; empty for any. */
  public void setMaxRejects(String maxRejects) {
    this.maxRejects = maxRejects;
  }
}
