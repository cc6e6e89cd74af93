// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import org.apache.camel.Exchange;

/**
 * Says to the consumer of a run why a step ends it, without a type of the component: the exchange
 * property {@link #REASON} names the reason, and that the message holds no row value; {@link
 * #RETRY_AFTER} has the wait that the target asks for. Stateless.
 */
final class RunFailure {

  static final String REASON = "CamelDatabricksFailureReason";

  static final String RETRY_AFTER = "CamelDatabricksRetryAfterSeconds";

  private RunFailure() {}

  static <E extends RuntimeException> E of(Exchange exchange, String reason, E failure) {
    return of(exchange, reason, 0, failure);
  }

  /**
   * @param retryAfterSeconds 0 where the target does not say
   */
  static <E extends RuntimeException> E of(
      Exchange exchange, String reason, int retryAfterSeconds, E failure) {
    exchange.setProperty(REASON, reason);
    exchange.setProperty(RETRY_AFTER, retryAfterSeconds);
    return failure;
  }
}
