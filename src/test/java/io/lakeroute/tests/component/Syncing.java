// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;

/** A sync of one table, which runs when the test asks. For one thread. */
final class Syncing implements AutoCloseable {

  private final ComponentContext component;
  private final boolean shared;
  private final String key;
  private final String route;
  private final List<Map<String, Object>> rows = new CopyOnWriteArrayList<>();
  private final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
  private volatile Consumer<Exchange> sink = exchange -> {};
  private int runs;

  /** What one run delivered, and its record. */
  record Synced(
      List<Map<String, Object>> rows, List<Map<String, Object>> headers, Map<String, Object> run) {

    List<Object> values(String column) {
      return rows.stream().map(row -> row.get(column)).toList();
    }

    /** Columns of each row, joined by blanks. */
    List<String> lines(String... columns) {
      return rows.stream()
          .map(row -> List.of(columns).stream().map(c -> String.valueOf(row.get(c))).toList())
          .map(values -> String.join(" ", values))
          .toList();
    }

    Object details(String name) {
      return ((Map<?, ?>) run.get("details")).get(name);
    }

    /** Rows that were delivered, filtered, rejected and ignored. */
    List<Object> counts() {
      return List.of(
          run.get("delivered"), run.get("filtered"), run.get("rejected"), run.get("ignored"));
    }
  }

  /**
   * A sync in a context of its own.
   *
   * @param table its name in the test's schema
   * @param options of the endpoint, such as {@code keys=id}
   */
  Syncing(LocalWorkspace workspace, Path store, String table, String options) {
    this(
        context(workspace, store),
        false,
        workspace.name(table),
        "databricks_" + workspace.name(table).replace('.', '_'),
        options);
  }

  /**
   * A sync in a context that others share, which stays open.
   *
   * @param table its whole name
   * @param stream its name in the context
   */
  Syncing(ComponentContext component, String table, String stream, String options) {
    this(component, true, table, stream, options + "&stream=" + stream);
  }

  private Syncing(
      ComponentContext component, boolean shared, String table, String stream, String options) {
    this.component = component;
    this.shared = shared;
    key = "local/changes/" + stream;
    route = "sync-" + stream;
    String uri =
        "databricks:changes:%s?frequency=once&connection=local&%s".formatted(table, options);
    runs = runs().size();
    try {
      component
          .camel()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from(uri)
                      .routeId(route)
                      .autoStartup(false)
                      .errorHandler(noErrorHandler())
                      .process(exchange -> sink.accept(exchange))
                      .process(
                          exchange -> {
                            headers.add(exchange.getMessage().getHeaders());
                            rows.addAll(exchange.getMessage().getBody(RecordBatch.class).asMaps());
                          });
                }
              });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A context for syncs, which keeps their cursors in a folder. */
  static ComponentContext context(LocalWorkspace workspace, Path store) {
    Map<String, String> properties = new HashMap<>();
    ComponentContext.servicePrincipal(workspace.access())
        .forEach((name, value) -> properties.put("databricks.connections.local." + name, value));
    properties.put("databricks.store.directory", store.toString());
    return ComponentContext.startWith(properties);
  }

  Synced run() {
    return run(exchange -> {});
  }

  /**
   * One run, to its end.
   *
   * @param target gets each batch and may fail
   */
  Synced run(Consumer<Exchange> target) {
    rows.clear();
    headers.clear();
    sink = target;
    begin();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofMinutes(3))
        .until(() -> runs().size() > runs && runs().get(0).get("endedAt") != null);
    runs = runs().size();
    return new Synced(List.copyOf(rows), List.copyOf(headers), runs().get(0));
  }

  /** The first run of a sync is due when its route starts. */
  private void begin() {
    try {
      if (component.camel().getRouteController().getRouteStatus(route).isStarted()) {
        // The record of a run has its end before the right to run is given back.
        Awaitility.await()
            .ignoreExceptionsMatching(
                e -> e instanceof DatabricksException f && f.getReason() == Reason.CONFLICT)
            .until(() -> ask("run") != null);
        return;
      }
      component.camel().getRouteController().startRoute(route);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    if (runs > 0) {
      runUnlessRunning();
    }
  }

  /** After a failure a start begins a run by itself. */
  private void runUnlessRunning() {
    try {
      ask("run");
    } catch (DatabricksException e) {
      if (e.getReason() != Reason.CONFLICT) {
        throw e;
      }
    }
  }

  /** Forgets how far the sync has come. */
  void reset() {
    // A run is under way for a moment longer than its record says.
    Awaitility.await().ignoreExceptions().until(() -> ask("reset"), Objects::nonNull);
  }

  /** What the next run would read. */
  Map<?, ?> dryRun() {
    return (Map<?, ?>) ask("dry-run");
  }

  private Object ask(String action) {
    return component.ask(
        Map.class,
        "databricks:runs?connection=local&action=" + action,
        Map.of(DatabricksConstants.RUN_KEY, key));
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> runs() {
    return component.ask(
        List.class, "databricks:runs?connection=local", Map.of(DatabricksConstants.RUN_KEY, key));
  }

  @Override
  public void close() {
    if (!shared) {
      component.close();
      return;
    }
    try {
      component.camel().getRouteController().stopRoute(route);
      component.camel().removeRoute(route);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
