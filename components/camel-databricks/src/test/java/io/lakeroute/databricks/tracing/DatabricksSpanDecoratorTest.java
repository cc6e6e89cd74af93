// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanDecorator;
import org.junit.jupiter.api.Test;

class DatabricksSpanDecoratorTest {

  private final Map<String, String> tags = new TreeMap<>();

  @Test
  void describes_the_call_without_statement_and_options() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context
          .getPropertiesComponent()
          .addInitialProperty("databricks.connections.acme.host", "https://acme.example");
      context
          .getPropertiesComponent()
          .addInitialProperty("databricks.connections.acme.warehouseId", "w");
      context
          .getPropertiesComponent()
          .addInitialProperty("databricks.connections.acme.clientId", "sp");
      context
          .getPropertiesComponent()
          .addInitialProperty("databricks.connections.acme.clientSecret", "hush");
      context.start();
      Endpoint endpoint = context.getEndpoint("databricks:query?sql=SELECT 'hush'");
      Exchange exchange = new DefaultExchange(context);
      exchange.getMessage().setHeader(DatabricksConstants.CONNECTION, "acme");
      exchange.getMessage().setHeader(DatabricksConstants.ROW_COUNT, 1L);
      exchange.setException(new DatabricksException(Reason.INVALID, "wrong"));
      DatabricksSpanDecorator decorator = new DatabricksSpanDecorator();

      decorator.beforeTracingEvent(new Tags(), exchange, endpoint);
      decorator.afterTracingEvent(new Tags(), exchange);

      assertThat(decorator.getOperationName(exchange, endpoint)).isEqualTo("databricks:query");
    }
    assertThat(tags)
        .containsExactly(
            Map.entry("component", "camel-databricks"),
            Map.entry("db.operation.name", "query"),
            Map.entry("db.response.returned_rows", "1"),
            Map.entry("db.system", "databricks"),
            Map.entry("error", "true"),
            Map.entry("error.type", "INVALID"),
            Map.entry("lakeroute.connection", "acme"),
            Map.entry("server.address", "https://acme.example"));
  }

  @Test
  void is_found_by_camel() {
    assertThat(ServiceLoader.load(SpanDecorator.class))
        .hasAtLeastOneElementOfType(DatabricksSpanDecorator.class);
  }

  private final class Tags implements Span {
    @Override
    public void log(Map<String, String> fields) {
      tags.putAll(fields);
    }

    @Override
    public void setTag(String key, String value) {
      tags.put(key, value);
    }

    @Override
    public void setComponent(String component) {
      tags.put("component", component);
    }

    @Override
    public void setError(boolean isError) {
      tags.put("error", String.valueOf(isError));
    }
  }
}
