// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import io.lakeroute.tests.workspace.Workspace;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Somebody's own YAML around Kamelets of the catalogue, on a workspace; for one test. */
final class UserRoutes implements AutoCloseable {
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ConsumerTemplate received = camel.createConsumerTemplate();

  private UserRoutes(Map<String, String> properties) {
    properties.forEach(camel.getPropertiesComponent()::addOverrideProperty);
  }

  /** Starts routes with the connection {@code default} to the workspace. */
  static UserRoutes start(Workspace workspace, String yaml) {
    return start(workspace, Map.of(), yaml);
  }

  /** The same, with more properties. */
  static UserRoutes start(Workspace workspace, Map<String, String> more, String yaml) {
    Map<String, String> properties = connection("default", workspace);
    properties.put(
        "lakeroute.interactions.cursor.secretKey", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    properties.putAll(more);
    return start(properties, yaml);
  }

  /** Starts routes without a connection. */
  static UserRoutes start(Map<String, String> properties, String yaml) {
    var routes = new UserRoutes(properties);
    routes.load(yaml);
    routes.camel.start();
    return routes;
  }

  /** The properties of a service principal's connection. */
  static Map<String, String> connection(String name, Workspace workspace) {
    Map<String, String> properties = new HashMap<>();
    Map.of(
            "host", workspace.host().toString(),
            "httpPath", workspace.httpPath(),
            "clientId", workspace.clientId(),
            "clientSecret", workspace.clientSecret(),
            "catalog", workspace.catalog())
        .forEach(
            (key, value) -> properties.put("databricks.connections." + name + "." + key, value));
    return properties;
  }

  void load(String yaml) {
    try {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.fromString("mine.camel.yaml", yaml));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  CamelContext camel() {
    return camel;
  }

  /** What comes back from a route, failed or not. */
  Exchange send(String uri, Object body, Map<String, Object> headers) {
    ProducerTemplate template = camel.createProducerTemplate();
    return template.send(
        uri,
        e -> {
          e.getMessage().setBody(body);
          e.getMessage().setHeaders(new HashMap<>(headers));
        });
  }

  /** The next body that a route sends somewhere, as text. */
  String receive(String uri) {
    return received.receiveBody(uri, 30_000, String.class);
  }

  @Override
  public void close() {
    camel.stop();
  }
}
