// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import io.lakeroute.databricks.staging.Delivery;
import io.lakeroute.databricks.staging.MessageRows;
import org.apache.camel.Exchange;

/** Writes the rows of one message in one of the modes. Thread-safe. */
interface TableWriter {

  /**
   * Writes all rows of a message, or those that are left of it.
   *
   * @param written what is told to the route
   * @param exchange for what has to happen when it is done
   */
  void write(Delivery delivery, MessageRows rows, Tally written, Exchange exchange);
}
