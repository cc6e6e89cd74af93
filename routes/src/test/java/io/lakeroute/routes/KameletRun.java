// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * A Camel of its own for somebody's YAML around a Kamelet, over a stand-in for Databricks; for one
 * test.
 */
final class KameletRun implements AutoCloseable {

  private final StandInDatabricks databricks = new StandInDatabricks();
  private final DefaultCamelContext camel = new DefaultCamelContext();

  KameletRun() {
    databricks.table(
        "main.shop.purchases",
        "customer_id BIGINT\nbought_at TIMESTAMP\nbasket STRING\nline BIGINT\namount DECIMAL(10,2)");
    databricks.table("main.web.visits", "visitor STRING\nseen TIMESTAMP\npage STRING");
    camel.addComponent("databricks", databricks);
    Properties properties = new Properties();
    properties.put(
        "lakeroute.interactions.cursor.secretKey", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    camel.getPropertiesComponent().setInitialProperties(properties);
  }

  StandInDatabricks databricks() {
    return databricks;
  }

  CamelContext camel() {
    return camel;
  }

  /** A route from {@code direct:mine} to the Kamelet with these parameters. */
  static String route(String... parameters) {
    return """
    - from:
        uri: direct:mine
        steps:
          - to:
              uri: kamelet:databricks-interactions-action
              parameters:
                %s
    """
        .formatted(String.join("\n            ", parameters));
  }

  void start(String yaml) throws Exception {
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.fromString("mine.camel.yaml", yaml));
    camel.start();
  }

  String ask(Map<String, Object> headers) throws Exception {
    try (ProducerTemplate template = camel.createProducerTemplate()) {
      return new String(
          (byte[]) template.requestBodyAndHeaders("direct:mine", null, headers),
          StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    camel.stop();
  }
}
