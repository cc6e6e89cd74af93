// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import io.lakeroute.databricks.error.DatabricksException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Says in exchange properties why Databricks failed, for the step that answers. Camel may have
 * wrapped the failure. Thread-safe.
 */
public class DescribeFailure implements Processor {

  @Override
  public void process(Exchange exchange) {
    Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    Stream.iterate(caught, Objects::nonNull, Throwable::getCause)
        .filter(DatabricksException.class::isInstance)
        .map(DatabricksException.class::cast)
        .findFirst()
        .ifPresent(
            failure -> {
              exchange.setProperty("LakerouteProblemReason", failure.getReason().name());
              exchange.setProperty("LakerouteRetryAfter", failure.getRetryAfterSeconds());
              exchange.setProperty("LakerouteMissingGrant", failure.getMissingPrivilege());
              exchange.setProperty("LakerouteRaised", failure.getRaised());
            });
  }
}
