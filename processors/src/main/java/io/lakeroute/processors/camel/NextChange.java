// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Goes on with what changes the warehouse, once {@code databricks:execute} ran a statement: with
 * the next one, or with the query that counts what was done; thread-safe.
 */
public class NextChange implements Processor {

  @Override
  public void process(Exchange exchange) throws Exception {
    exchange.getProperty(StatementProperties.CHANGES, TableChanges.class).next(exchange);
  }
}
