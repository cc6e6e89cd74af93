// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation;

import org.apache.camel.Exchange;

/** One operation, set up for one endpoint. Thread-safe. */
@FunctionalInterface
public interface DatabricksOperation {

  /** Does its work and leaves the result in the exchange's message. */
  void process(Exchange exchange);

  /** Its endpoint stops: gives up what is under way. */
  default void stop() {}
}
