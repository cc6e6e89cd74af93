// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.databricks.DatabricksEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/** Kamelets loaded with texts, and the endpoints that they make of them; for one test. */
final class LoadedKamelets implements AutoCloseable {

  private final RecordingDatabricks databricks = new RecordingDatabricks();
  private final DefaultCamelContext camel;
  private int routes;

  LoadedKamelets() throws Exception {
    Properties settings = new Properties();
    settings.put(
        "lakeroute.interactions.cursor.secretKey", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    settings.put("lakeroute.destinations.shop.url", "http://localhost");
    settings.put("lakeroute.destinations.shop.template", "generic");
    camel = HostileTexts.start(databricks, settings, "[]");
  }

  DefaultCamelContext camel() {
    return camel;
  }

  List<DatabricksEndpoint> made() {
    return databricks.made();
  }

  /** The beans of a class that Kamelets start from now on. */
  <T extends Service> List<T> started(Class<T> type) {
    List<T> beans = new ArrayList<>();
    camel.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onServiceAdd(CamelContext context, Service service, Route route) {
            if (type.isInstance(service)) {
              beans.add(type.cast(service));
            }
          }
        });
    return beans;
  }

  /** Camel makes an endpoint of the same URI once only. */
  void forget() throws Exception {
    databricks.made().clear();
    camel.removeEndpoints("databricks*");
  }

  void load(KameletTexts kamelet, ObjectNode parameters) throws Exception {
    routes++;
    HostileTexts.load(
        camel,
        kamelet.source()
            ? """
            - from:
                uri: kamelet:%s
                parameters: %s
                steps:
                  - to: mock:sink
            """
                .formatted(kamelet.name(), parameters)
            : """
            - from:
                uri: direct:mine%d
                steps:
                  - to:
                      uri: kamelet:%s
                      parameters: %s
            """
                .formatted(routes, kamelet.name(), parameters));
  }

  @Override
  public void close() {
    camel.stop();
  }
}
