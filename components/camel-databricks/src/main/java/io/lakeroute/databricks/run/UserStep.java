// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import java.util.Optional;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;

/** Has the user's own steps process an exchange. Stateless. */
public final class UserStep {

  private UserStep() {}

  /**
   * Processes an exchange.
   *
   * @throws DatabricksException what a step failed with, or where it said why, see {@link
   *     DatabricksConstants#FAILURE_REASON_PROPERTY} and {@link
   *     DatabricksConstants#RETRY_AFTER_PROPERTY}
   * @throws RuntimeCamelException with any other failure as its cause: that message may hold row
   *     values
   */
  public static void process(Processor step, Exchange exchange) {
    try {
      step.process(exchange);
    } catch (Exception e) {
      throw failure(e, exchange);
    }
    if (exchange.getException() != null) {
      throw failure(exchange.getException(), exchange);
    }
  }

  private static RuntimeException failure(Exception cause, Exchange exchange) {
    // A split or multicast that stops at a failure wraps it; the exchange of the part has the
    // properties.
    if (cause instanceof CamelExchangeException part
        && part.getExchange() != null
        && part.getExchange() != exchange
        && part.getCause() instanceof Exception inner) {
      return failure(inner, part.getExchange());
    }
    if (cause instanceof DatabricksException known) {
      return known;
    }
    String reason = exchange.getProperty(DatabricksConstants.FAILURE_REASON_PROPERTY, String.class);
    return reason == null
        ? new RuntimeCamelException(cause)
        : new DatabricksException(
            Reason.valueOf(reason),
            cause.getMessage(),
            Optional.of(cause),
            Math.max(
                0,
                exchange.getProperty(DatabricksConstants.RETRY_AFTER_PROPERTY, 0, Integer.class)),
            Optional.empty());
  }
}
