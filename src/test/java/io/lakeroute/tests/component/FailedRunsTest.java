// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ExceptionHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whom a run that failed is told, besides the log and its record. */
@ExtendWith(LocalWorkspaceExtension.class)
class FailedRunsTest {

  private static final String IMPORT =
      "databricks:snapshot:%s?connection=local&frequency=once&stream=%s";

  @TempDir Path store;
  private final LocalWorkspace workspace;
  private final List<Exchange> told = new CopyOnWriteArrayList<>();

  FailedRunsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  private ComponentContext start(RouteBuilder routes, Object handler) throws Exception {
    Map<String, String> properties = new HashMap<>();
    ComponentContext.servicePrincipal(workspace.access())
        .forEach((key, value) -> properties.put("databricks.connections.local." + key, value));
    properties.put("databricks.store.directory", store.toString());
    ComponentContext component = ComponentContext.startWith(properties);
    component.camel().getRegistry().bind("failures", handler);
    component.camel().addRoutes(routes);
    return component;
  }

  private void awaitFailedRuns(ComponentContext component, int runs) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                component.ask(List.class, "databricks:runs?connection=local", Map.of()).stream()
                        .filter(run -> "FAILED".equals(((Map<?, ?>) run).get("state")))
                        .count()
                    == runs);
  }

  private RouteBuilder bridged(String table, String stream, RuntimeException ofTheRoute) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        onException(Exception.class).handled(true).process(told::add);
        from(IMPORT.formatted(table, stream) + "&bridgeErrorHandler=true")
            .process(
                exchange -> {
                  throw ofTheRoute;
                });
      }
    };
  }

  private static boolean bridged(Exchange exchange) {
    return exchange.getProperty(ExchangePropertyKey.ERRORHANDLER_BRIDGE, false, Boolean.class);
  }

  @Test
  void the_error_handler_of_the_route_with_bridge_error_handler_once() throws Exception {
    String missing = workspace.name("missing");
    try (ComponentContext component =
        start(bridged(missing, "bridged", new IllegalStateException("not reached")), "none")) {
      awaitFailedRuns(component, 1);
      Awaitility.await().until(() -> !told.isEmpty());
    }

    assertThat(told).hasSize(1).allMatch(FailedRunsTest::bridged);
    Exchange exchange = told.get(0);
    assertThat(exchange.getMessage().getHeaders())
        .containsEntry(DatabricksConstants.TABLE, missing)
        .containsEntry(DatabricksConstants.RUN_KEY, "local/snapshot/bridged")
        .containsEntry(DatabricksConstants.RUN_STATE, "FAILED")
        .containsKey(DatabricksConstants.RUN_ID);
    assertThat(
            exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, DatabricksException.class))
        .extracting(DatabricksException::getReason)
        .isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void an_exception_handler_once_also_where_it_was_the_route_that_failed() throws Exception {
    workspace
        .statements()
        .run("CREATE TABLE %s AS SELECT 1 AS id".formatted(workspace.name("one_row")));
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    ExceptionHandler handler =
        new ExceptionHandler() {
          @Override
          public void handleException(Throwable exception) {
            throw new AssertionError("without a message");
          }

          @Override
          public void handleException(String message, Throwable exception) {
            throw new AssertionError("without an exchange");
          }

          @Override
          public void handleException(String message, Exchange exchange, Throwable exception) {
            // Nothing is held any more: whoever hears of it may steer the flow.
            exchange
                .getContext()
                .createProducerTemplate()
                .sendBodyAndHeader(
                    "databricks:runs?connection=local&action=reset",
                    null,
                    DatabricksConstants.RUN_KEY,
                    "local/snapshot/handled");
            failures.add(exception);
          }
        };
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from(IMPORT.formatted(workspace.name("one_row"), "handled")
                    + "&exceptionHandler=#failures")
                .errorHandler(noErrorHandler())
                .process(
                    exchange -> {
                      throw new IllegalStateException("the target is full");
                    });
          }
        };

    try (ComponentContext component = start(routes, handler)) {
      awaitFailedRuns(component, 1);
      Awaitility.await().until(() -> !failures.isEmpty());
    }

    assertThat(failures)
        .singleElement()
        .satisfies(failure -> assertThat(failure).rootCause().hasMessage("the target is full"));
  }
}
