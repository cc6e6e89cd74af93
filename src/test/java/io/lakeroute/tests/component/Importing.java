// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.databricks.store.CursorStore;
import io.lakeroute.databricks.store.CursorStore.RunFilter;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.databricks.store.StoreOpener;
import io.lakeroute.databricks.store.StoreSettings;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;

/**
 * Runs an import, or a statement, in a process's life of its own, again and again with the same
 * store.
 */
final class Importing {

  private static final String SCHEDULE = "?frequency=interval&interval=9999h&connection=local&";
  private static final Pattern STREAM = Pattern.compile("stream=(\\w+)");

  private final LocalWorkspace workspace;
  private final Path store;
  private final String uri;
  private final String key;
  private final Map<String, Object> beans;

  /** What one run delivered. */
  record Delivered(
      List<Map<String, Object>> rows, List<Map<String, Object>> headers, RunRecord run) {

    List<Object> values(String column) {
      return rows.stream().map(row -> row.get(column)).toList();
    }
  }

  /**
   * @param table its name in the test's schema
   * @param options of the endpoint, such as {@code timestampColumn=at}
   */
  Importing(LocalWorkspace workspace, Path store, String table, String options) {
    this(
        workspace,
        store,
        "databricks:snapshot:" + workspace.name(table) + SCHEDULE + options,
        "local/snapshot/"
            + stream(options).orElse("databricks_" + workspace.name(table).replace('.', '_')),
        Map.of());
  }

  private Importing(
      LocalWorkspace workspace, Path store, String uri, String key, Map<String, Object> beans) {
    this.workspace = workspace;
    this.store = store;
    this.uri = uri;
    this.key = key;
    this.beans = beans;
  }

  /** Runs {@code databricks:query} in {@code from}, with beans for its options. */
  static Importing query(
      LocalWorkspace workspace, Path store, String options, Map<String, Object> beans) {
    String key = "local/query/" + stream(options).orElse("query");
    return new Importing(workspace, store, "databricks:query" + SCHEDULE + options, key, beans);
  }

  private static Optional<String> stream(String options) {
    Matcher stream = STREAM.matcher(options);
    return stream.find() ? Optional.of(stream.group(1)) : Optional.empty();
  }

  /** One run, to its end. */
  Delivered run() {
    return run(exchange -> {});
  }

  /**
   * One run, to its end.
   *
   * @param sink gets each batch and may fail
   */
  Delivered run(Consumer<Exchange> sink) {
    List<Map<String, Object>> rows = new CopyOnWriteArrayList<>();
    List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
    Optional<String> before = latest().map(run -> run.scope().id());
    Processor taking =
        exchange -> {
          sink.accept(exchange);
          headers.add(exchange.getMessage().getHeaders());
          rows.addAll(exchange.getMessage().getBody(RecordBatch.class).asMaps());
        };
    try (ComponentContext component = start(taking)) {
      begin(component);
      Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> ended(component, before));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    RunRecord run = firstAfter(before);
    List<Map<String, Object>> ofRun =
        headers.stream()
            .filter(h -> run.scope().id().equals(h.get(DatabricksConstants.RUN_ID)))
            .toList();
    int count = ofRun.stream().mapToInt(h -> (int) h.get(DatabricksConstants.BATCH_ROWS)).sum();
    return new Delivered(new ArrayList<>(rows.subList(0, count)), ofRun, run);
  }

  /** What the next run would read. */
  Map<?, ?> dryRun() {
    try (ComponentContext component = start(exchange -> {})) {
      return component.ask(
          Map.class,
          "databricks:runs?connection=local&action=dry-run",
          Map.of(DatabricksConstants.RUN_KEY, key));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private ComponentContext start(Processor step) throws Exception {
    Map<String, String> properties = new HashMap<>();
    ComponentContext.servicePrincipal(workspace.access())
        .forEach((name, value) -> properties.put("databricks.connections.local." + name, value));
    properties.put("databricks.store.directory", store.toString());
    ComponentContext component = ComponentContext.startWith(properties);
    beans.forEach(component.camel().getRegistry()::bind);
    component
        .camel()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from(uri).errorHandler(noErrorHandler()).process(step);
              }
            });
    return component;
  }

  /** One that was killed goes on by itself; any other is asked for. */
  private void begin(ComponentContext component) {
    try {
      component.ask(
          Map.class,
          "databricks:runs?connection=local&action=run",
          Map.of(DatabricksConstants.RUN_KEY, key));
    } catch (DatabricksException e) {
      if (e.getReason() != Reason.CONFLICT) {
        throw e;
      }
    }
  }

  /** The store is open in the component, so it is asked. */
  private static boolean ended(ComponentContext component, Optional<String> before) {
    List<?> runs = component.ask(List.class, "databricks:runs?connection=local", Map.of());
    return runs.stream()
        .map(Map.class::cast)
        .takeWhile(run -> !Optional.of(run.get("id")).equals(before))
        .anyMatch(run -> !RunState.RUNNING.name().equals(run.get("state")));
  }

  private Optional<RunRecord> latest() {
    return runs().stream().findFirst();
  }

  private RunRecord firstAfter(Optional<String> before) {
    List<RunRecord> all = runs();
    RunRecord found = all.get(0);
    for (RunRecord run : all) {
      if (Optional.of(run.scope().id()).equals(before)) {
        break;
      }
      found = run;
    }
    return found;
  }

  private List<RunRecord> runs() {
    try (CursorStore open = StoreOpener.open(new StoreSettings.Embedded(store))) {
      return open.runs(new RunFilter(Optional.empty(), Optional.empty(), Optional.empty(), 50));
    }
  }
}
