// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.application.LoadAndPublish;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;

/** Sends runs to {@code databricks:copy} and looks at what they leave; safe for threads. */
final class Exports {

  private static final AtomicInteger ROUTES = new AtomicInteger();

  private final LocalWorkspace workspace;
  private final ComponentContext component;
  private final Written written;

  Exports(LocalWorkspace workspace, ComponentContext component) {
    this.workspace = workspace;
    this.component = component;
    this.written = new Written(workspace, component);
  }

  /** A volume of the test's own, as the value of {@code stagingPrefix}. */
  static String volume(LocalWorkspace workspace, String name) {
    String volume = "main." + workspace.access().schema() + "." + name;
    workspace.statements().run("CREATE VOLUME IF NOT EXISTS " + volume);
    return "/Volumes/" + volume.replace('.', '/') + "/lakeroute";
  }

  /** A connection that may write, with these keys of its staging place. */
  static Map<String, String> keys(LocalWorkspace workspace, Map<String, String> staging) {
    Map<String, String> keys = new LinkedHashMap<>(ComponentContext.writeBack(workspace.access()));
    keys.putAll(staging);
    return keys;
  }

  /** The workspace's bucket as a staging place; the statements carry its keys. */
  static Map<String, String> bucket(LocalWorkspace workspace, String folder) {
    return workspace.bucket().staging(folder);
  }

  /**
   * The endpoint of a route that loads and publishes.
   *
   * @param table empty where the options name it
   */
  String route(String table, String options) {
    String id = "export-" + ROUTES.incrementAndGet();
    String object = table.isEmpty() ? "" : ":" + table;
    add(
        new LoadAndPublish(
            "direct:" + id, "databricks:copy" + object + "?connection=local" + options));
    return "direct:" + id;
  }

  /** Sends a message to a route that delivers it twice. */
  Exchange redelivered(String table, Object body) {
    String id = "redelivered-" + ROUTES.incrementAndGet();
    add(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(1));
            from("direct:" + id)
                .to("databricks:copy:" + table + "?connection=local&action=load")
                .to("databricks:copy:" + table + "?connection=local&action=publish");
          }
        });
    return send("direct:" + id, Map.of(), body);
  }

  /** The endpoint of a route that handles every failure. */
  String handling(String table) {
    String id = "handling-" + ROUTES.incrementAndGet();
    add(
        new RouteBuilder() {
          @Override
          public void configure() {
            onException(Exception.class).handled(true).setProperty("handled", constant(true));
            from("direct:" + id)
                .to("databricks:copy:" + table + "?connection=local&action=load")
                .filter(header(DatabricksConstants.RUN_COMPLETE))
                .to("databricks:copy:" + table + "?connection=local&action=publish");
          }
        });
    return "direct:" + id;
  }

  /**
   * The endpoint of a route that delivers what fails once more, to both steps.
   *
   * @param between runs between the steps
   * @param again runs before the second delivery
   */
  String redelivering(String table, Processor between, Runnable again) {
    String id = "redelivering-" + ROUTES.incrementAndGet();
    String copy = "databricks:copy:" + table + "?connection=local&action=";
    add(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:" + id)
                .errorHandler(
                    defaultErrorHandler()
                        .maximumRedeliveries(1)
                        .redeliveryDelay(1)
                        .onRedelivery(exchange -> again.run()))
                .to("direct:" + id + "-steps");
            from("direct:" + id + "-steps")
                .errorHandler(noErrorHandler())
                .to(copy + "load")
                .process(between)
                .to(copy + "publish");
          }
        });
    return "direct:" + id;
  }

  /** Loads for one table, and publishes to another. */
  Exchange loadedElsewhere(String table, String other, Object body) {
    String id = "elsewhere-" + ROUTES.incrementAndGet();
    add(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:" + id)
                .to("databricks:copy:" + table + "?connection=local&action=load")
                .to("databricks:copy:" + other + "?connection=local&action=publish");
          }
        });
    return send("direct:" + id, Map.of(), body);
  }

  private void add(RouteBuilder routes) {
    try {
      component.camel().addRoutes(routes);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  Exchange export(String table, String options, Object body) {
    return send(route(table, options), Map.of(), body);
  }

  Exchange send(String route, Map<String, Object> headers, Object body) {
    return component.send(
        route,
        e -> {
          e.getMessage().setHeaders(new LinkedHashMap<>(headers));
          e.getMessage().setBody(body);
        });
  }

  Written written() {
    return written;
  }

  /** Staging tables that are there. */
  List<String> stagings() {
    return workspace
        .statements()
        .run("SHOW TABLES IN " + workspace.access().catalog() + "." + workspace.access().schema())
        .stream()
        .map(row -> row.get(1))
        .filter(name -> name.startsWith("_lakeroute_"))
        .toList();
  }
}
