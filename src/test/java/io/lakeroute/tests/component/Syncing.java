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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;

/** A sync of one table in a context of its own, which runs when the test asks. For one thread. */
final class Syncing implements AutoCloseable {

  private final ComponentContext component;
  private final String key;
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
   * @param table its name in the test's schema
   * @param options of the endpoint, such as {@code keys=id}
   */
  Syncing(LocalWorkspace workspace, Path store, String table, String options) {
    Map<String, String> properties = new HashMap<>();
    ComponentContext.servicePrincipal(workspace.access())
        .forEach((name, value) -> properties.put("databricks.connections.local." + name, value));
    properties.put("databricks.store.directory", store.toString());
    component = ComponentContext.startWith(properties);
    key = "local/changes/databricks_" + workspace.name(table).replace('.', '_');
    String uri =
        "databricks:changes:%s?frequency=once&connection=local&%s"
            .formatted(workspace.name(table), options);
    runs = runs().size();
    try {
      component
          .camel()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from(uri)
                      .routeId("sync")
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
      if (component.camel().getRouteController().getRouteStatus("sync").isStarted()) {
        // The record of a run has its end before the right to run is given back.
        Awaitility.await()
            .ignoreExceptionsMatching(
                e -> e instanceof DatabricksException f && f.getReason() == Reason.CONFLICT)
            .until(() -> ask("run") != null);
        return;
      }
      component.camel().getRouteController().startRoute("sync");
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
    ask("reset");
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
    return component.ask(List.class, "databricks:runs?connection=local", Map.of());
  }

  @Override
  public void close() {
    component.close();
  }
}
