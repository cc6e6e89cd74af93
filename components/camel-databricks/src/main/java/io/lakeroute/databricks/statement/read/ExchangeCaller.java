// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.waiting.Caller;
import org.apache.camel.Exchange;

/** Finds the caller that waits for an exchange. Stateless. */
public final class ExchangeCaller {

  private ExchangeCaller() {}

  /** The one in the exchange property, until it is served; else one that arrives now and stays. */
  public static Caller of(Exchange exchange) {
    Caller caller = exchange.getProperty(DatabricksConstants.CALLER_PROPERTY, Caller.class);
    return caller == null || caller.served() ? Caller.now() : caller;
  }
}
