// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import org.apache.camel.Exchange;

/**
 * Says to the consumer of a run why a step ends it, without a type of the component: the exchange
 * property {@link #REASON} names the reason, and that the message holds no row value. Stateless.
 */
final class RunFailure {

  static final String REASON = "CamelDatabricksFailureReason";

  private RunFailure() {}

  static <E extends RuntimeException> E of(Exchange exchange, String reason, E failure) {
    exchange.setProperty(REASON, reason);
    return failure;
  }
}
