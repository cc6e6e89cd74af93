// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.header.DatabricksConstants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with one scheduled route, and a look at its runs. */
abstract class ScheduleFixture {

  static final Duration PATIENCE = Duration.ofMinutes(1);
  static final String KEY = "acme/export/nightly";
  static final String ONCE = "&frequency=once&runRetryDelay=1ms";

  @TempDir Path store;
  final List<DefaultCamelContext> nodes = new ArrayList<>();
  final List<Map<String, Object>> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(DefaultCamelContext::stop);
  }

  /** A node with a route that the schedule starts. */
  DefaultCamelContext start(String options, Processor step) throws Exception {
    Properties properties = new Properties();
    properties.put("databricks.connections.acme.host", "http://127.0.0.1:1");
    properties.put("databricks.connections.acme.warehouseId", "w1");
    properties.put("databricks.connections.acme.clientId", "sp");
    properties.put("databricks.connections.acme.clientSecret", "hush");
    properties.put("databricks.store.directory", store.toString());
    DefaultCamelContext node = new DefaultCamelContext();
    nodes.add(node);
    node.getPropertiesComponent().setInitialProperties(properties);
    node.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("databricks:schedule:nightly?flow=export" + options)
                .errorHandler(noErrorHandler())
                .process(
                    exchange -> {
                      Map<String, Object> message =
                          new HashMap<>(exchange.getMessage().getHeaders());
                      message.put("body", exchange.getMessage().getBody());
                      seen.add(message);
                    })
                .process(step);
          }
        });
    node.start();
    return node;
  }

  static Object ask(DefaultCamelContext node, String action) {
    try {
      return node.createProducerTemplate()
          .requestBodyAndHeader(
              "databricks:runs?action=" + action, null, DatabricksConstants.RUN_KEY, KEY);
    } catch (CamelExecutionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> runs(DefaultCamelContext node) {
    return (List<Map<String, Object>>) ask(node, "list");
  }

  static Map<String, Object> awaitRun(DefaultCamelContext node, String state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(runs(node)).extracting(run -> run.get("state")).containsExactly(state));
    return runs(node).get(0);
  }

  static void await(CountDownLatch latch) {
    Awaitility.await().atMost(PATIENCE).until(() -> latch.getCount() == 0);
  }
}
