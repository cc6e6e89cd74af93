// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.application.LoadAndPublish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** A context with one route that exports. For one thread. */
final class ExportRoute implements AutoCloseable {

  private final DefaultCamelContext camel;
  private final ProducerTemplate template;

  /**
   * @param settings of the connection, and {@code table} and {@code options}
   */
  ExportRoute(Properties settings) throws Exception {
    this.camel = ProcessToKill.context(settings);
    camel.addRoutes(
        new LoadAndPublish(
            "direct:export",
            "databricks:copy:%s?connection=local%s"
                .formatted(settings.getProperty("table"), settings.getProperty("options"))));
    camel.start();
    this.template = camel.createProducerTemplate();
  }

  /** Sends a whole run in one message, and gives it back, failed or not. */
  Exchange send(String runId, Object body) {
    return template.send(
        "direct:export",
        exchange -> {
          exchange.getMessage().setHeader(DatabricksConstants.RUN_ID, runId);
          exchange.getMessage().setBody(body);
        });
  }

  @Override
  public void close() {
    try {
      template.close();
      camel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
