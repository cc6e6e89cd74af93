// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.tracing;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.header.DatabricksConstants;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.TagConstants;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;

/**
 * Describes the spans of {@code databricks:} endpoints. Stateless.
 *
 * <p>It leaves out what the general decorator writes, because that includes the endpoint's options
 * and so the statement.
 */
public class DatabricksSpanDecorator extends AbstractSpanDecorator {

  @Override
  public String getComponent() {
    return "databricks";
  }

  @Override
  public String getComponentClassName() {
    return "io.lakeroute.databricks.DatabricksComponent";
  }

  @Override
  public String getOperationName(Exchange exchange, Endpoint endpoint) {
    return "databricks:" + operation(endpoint);
  }

  @Override
  public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
    span.setComponent("camel-databricks");
    span.setTag(TagConstants.DB_SYSTEM, "databricks");
    span.setTag("db.operation.name", operation(endpoint));
    if (endpoint instanceof EndpointServiceLocation workspace) {
      span.setTag(TagConstants.SERVER_ADDRESS, workspace.getServiceUrl());
    }
  }

  /** The first part of the path, as in {@code databricks://query:...?...}. */
  private static String operation(Endpoint endpoint) {
    return endpoint.getEndpointUri().replaceFirst("^databricks:(//)?", "").split("[:?]", 2)[0];
  }

  @Override
  public void afterTracingEvent(Span span, Exchange exchange) {
    String connection =
        exchange.getMessage().getHeader(DatabricksConstants.CONNECTION, String.class);
    if (connection != null) {
      span.setTag("lakeroute.connection", connection);
    }
    Long rows = exchange.getMessage().getHeader(DatabricksConstants.ROW_COUNT, Long.class);
    if (rows != null) {
      span.setTag("db.response.returned_rows", rows.toString());
    }
    if (exchange.getException() != null) {
      span.setError(true);
      if (exchange.getException() instanceof DatabricksException failure) {
        span.setTag("error.type", failure.getReason().name());
      }
    }
  }
}
