// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation;

import io.lakeroute.databricks.result.JsonText;
import org.apache.camel.Exchange;

/** Turns what another operation leaves in the body into JSON text. Thread-safe. */
public final class JsonBody implements DatabricksOperation {

  private static final String MEDIA_TYPE = "application/json";

  private final DatabricksOperation operation;

  public JsonBody(DatabricksOperation operation) {
    this.operation = operation;
  }

  @Override
  public void stop() {
    operation.stop();
  }

  @Override
  public void process(Exchange exchange) {
    operation.process(exchange);
    exchange.getMessage().setBody(JsonText.of(exchange.getMessage().getBody()));
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, MEDIA_TYPE);
  }
}
