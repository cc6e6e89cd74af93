// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.run.Deliveries.Delivered;
import io.lakeroute.databricks.store.RunRecord;
import java.util.List;
import java.util.OptionalLong;
import org.apache.camel.Exchange;

/** Reads what the steps of a route left in an exchange for the record of the run. Stateless. */
final class DeliveredRows {

  private DeliveredRows() {}

  /**
   * What became of a batch, of whose rows a step may have taken out some, such as those that a
   * mapping refused.
   */
  static Delivered of(long rows, Exchange exchange) {
    long rejected = counted(DatabricksConstants.REJECTED_ROWS_PROPERTY, rows, exchange);
    long ignored = counted(DatabricksConstants.IGNORED_ROWS_PROPERTY, rows - rejected, exchange);
    long rest = rows - rejected - ignored;
    long filtered = counted(DatabricksConstants.FILTERED_ROWS_PROPERTY, rest, exchange);
    return delivered(rest - filtered, filtered, rejected, ignored, exchange);
  }

  /** What became of a message without rows: only the steps know how many there were. */
  static Delivered counted(Exchange exchange) {
    return delivered(
        counted(DatabricksConstants.DELIVERED_ROWS_PROPERTY, exchange),
        counted(DatabricksConstants.FILTERED_ROWS_PROPERTY, exchange),
        counted(DatabricksConstants.REJECTED_ROWS_PROPERTY, exchange),
        counted(DatabricksConstants.IGNORED_ROWS_PROPERTY, exchange),
        exchange);
  }

  private static Delivered delivered(
      long delivered, long filtered, long rejected, long ignored, Exchange exchange) {
    Long records = exchange.getProperty(DatabricksConstants.RECORDS_PROPERTY, Long.class);
    return new Delivered(
        new RunRecord.Counts(
            delivered + filtered + rejected + ignored, delivered, filtered, rejected, ignored, 0),
        records == null ? OptionalLong.empty() : OptionalLong.of(records),
        names(exchange.getProperty(DatabricksConstants.DROPPED_NAMES_PROPERTY, List.class)),
        RunNotes.of(exchange));
  }

  private static List<String> names(List<?> names) {
    return names == null ? List.of() : names.stream().map(String::valueOf).toList();
  }

  private static long counted(String property, long rows, Exchange exchange) {
    long counted = exchange.getProperty(property, 0L, Long.class);
    if (counted < 0 || counted > rows) {
      throw new DatabricksException(
          Reason.INVALID,
          "The exchange property %s is %d for a batch of %d rows."
              .formatted(property, counted, rows));
    }
    return counted;
  }

  private static long counted(String property, Exchange exchange) {
    long counted = exchange.getProperty(property, 0L, Long.class);
    if (counted < 0) {
      throw new DatabricksException(
          Reason.INVALID,
          "The exchange property %s is %d; a number of rows is 0 or more."
              .formatted(property, counted));
    }
    return counted;
  }
}
