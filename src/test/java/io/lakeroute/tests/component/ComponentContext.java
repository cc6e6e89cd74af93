// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context with the connection {@code local} to a workspace; safe for threads. */
public final class ComponentContext implements AutoCloseable {
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ProducerTemplate template;

  private ComponentContext(Map<String, String> properties) {
    this(properties, context -> {});
  }

  private ComponentContext(Map<String, String> properties, Consumer<DefaultCamelContext> before) {
    before.accept(camel);
    properties.forEach(camel.getPropertiesComponent()::addOverrideProperty);
    camel.start();
    template = camel.createProducerTemplate();
  }

  /** Starts with the service principal's connection. */
  public static ComponentContext start(Workspace workspace) {
    return start(servicePrincipal(workspace));
  }

  /** Starts with other connection keys, such as {@code clientSecret}. */
  static ComponentContext start(Map<String, String> keys) {
    Map<String, String> properties = new HashMap<>();
    keys.forEach((key, value) -> properties.put("databricks.connections.local." + key, value));
    return new ComponentContext(properties);
  }

  /** Starts with other connection keys, after the context was set up for them. */
  static ComponentContext start(Map<String, String> keys, Consumer<DefaultCamelContext> before) {
    Map<String, String> properties = new HashMap<>();
    keys.forEach((key, value) -> properties.put("databricks.connections.local." + key, value));
    return new ComponentContext(properties, before);
  }

  /** Starts with several connections, each by its name. */
  static ComponentContext startAll(Map<String, Map<String, String>> connections) {
    return startAll(connections, context -> {});
  }

  /** The same, after the context was set up for them. */
  static ComponentContext startAll(
      Map<String, Map<String, String>> connections, Consumer<DefaultCamelContext> before) {
    Map<String, String> properties = new HashMap<>();
    connections.forEach(
        (name, keys) ->
            keys.forEach(
                (key, value) ->
                    properties.put("databricks.connections." + name + "." + key, value)));
    return new ComponentContext(properties, before);
  }

  /** Starts with whole properties. */
  static ComponentContext startWith(Map<String, String> properties) {
    return new ComponentContext(properties);
  }

  /** As camel.health.producersEnabled=true does. */
  static void enableHealthChecks(DefaultCamelContext camel) {
    HealthCheckRegistry registry = HealthCheckRegistry.get(camel);
    registry.setEnabled(true);
    HealthCheckRepository producers = (HealthCheckRepository) registry.resolveById("producers");
    producers.setEnabled(true);
    registry.register(producers);
  }

  static Map<String, String> servicePrincipal(Workspace workspace) {
    return Map.of(
        "host", workspace.host().toString(),
        "httpPath", workspace.httpPath(),
        "auth", "oauth-m2m",
        "clientId", workspace.clientId(),
        "clientSecret", workspace.clientSecret(),
        "catalog", workspace.catalog(),
        "schema", workspace.schema(),
        "tags.team", "tests");
  }

  /** The service principal's connection, allowed to change the workspace. */
  static Map<String, String> writeBack(Workspace workspace) {
    return with(servicePrincipal(workspace), "writeBack", "true");
  }

  /** The same keys with one more or another. */
  static Map<String, String> with(Map<String, String> keys, String key, String value) {
    Map<String, String> changed = new HashMap<>(keys);
    changed.put(key, value);
    return changed;
  }

  DefaultCamelContext camel() {
    return camel;
  }

  /** Sends an exchange and gives it back, failed or not. */
  Exchange send(String uri, Processor message) {
    return template.send(uri, message);
  }

  /** The body that an endpoint leaves for a message with these headers. */
  <T> T ask(Class<T> type, String uri, Map<String, Object> headers) {
    return body(send(uri, e -> e.getMessage().setHeaders(new HashMap<>(headers))), type);
  }

  /** The body of {@code databricks:query} with this statement and these parameters. */
  public <T> T query(Class<T> type, String options, String sql, Map<String, Object> parameters) {
    Exchange exchange =
        send(
            "databricks:query?statementFrom=property" + options,
            e -> {
              e.setProperty(DatabricksConstants.STATEMENT_PROPERTY, sql);
              e.getMessage().setHeader(DatabricksConstants.PARAMETERS, parameters);
            });
    return body(exchange, type);
  }

  private static <T> T body(Exchange exchange, Class<T> type) {
    if (exchange.getException() != null) {
      throw exchange.getException() instanceof DatabricksException e
          ? e
          : new IllegalStateException(exchange.getException());
    }
    return exchange.getMessage().getBody(type);
  }

  /** The rows of all batches. */
  List<Object> batches(String sql, Map<String, Object> parameters) {
    return read(
        "&outputType=batches",
        sql,
        parameters,
        body -> {
          List<Object> rows = new ArrayList<>();
          ((Iterator<?>) body)
              .forEachRemaining(batch -> rows.addAll(((RecordBatch) batch).asMaps()));
          return rows;
        });
  }

  /** What {@code reader} makes of the body while the exchange is under way, as in a route. */
  <T> T read(String options, String sql, Reader<T> reader) {
    return read(options, sql, Map.of(), reader);
  }

  private <T> T read(String options, String sql, Map<String, Object> parameters, Reader<T> reader) {
    Exchange exchange = route(options, sql, parameters, reader);
    if (exchange.getException() != null) {
      throw new IllegalStateException(exchange.getException());
    }
    @SuppressWarnings("unchecked")
    T read = (T) exchange.getProperty("read");
    return read;
  }

  /**
   * The exchange of a route that reads the body, failed or not; its property {@code read} has what
   * {@code reader} made of that.
   */
  Exchange route(String options, String sql, Map<String, Object> parameters, Reader<?> reader) {
    String start = "direct:read-" + UUID.randomUUID();
    try {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(start)
                  .setProperty(DatabricksConstants.STATEMENT_PROPERTY, constant(sql))
                  .setHeader(DatabricksConstants.PARAMETERS, constant(parameters))
                  .to("databricks:query?statementFrom=property" + options)
                  .process(e -> e.setProperty("read", reader.read(e.getMessage().getBody())));
            }
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return send(start, e -> {});
  }

  /** Takes a body that lives as long as its exchange. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Object body) throws IOException;
  }

  @Override
  public void close() {
    camel.stop();
  }
}
