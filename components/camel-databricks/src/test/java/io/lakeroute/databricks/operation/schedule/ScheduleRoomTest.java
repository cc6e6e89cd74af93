package io.lakeroute.databricks.operation.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Routes that a schedule starts, with a workspace that nobody can reach. */
class ScheduleRoomTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String KEY = "acme/export/nightly";
  private static final String ONCE = "&frequency=once&runRetryDelay=1ms";

  @TempDir Path store;
  private final List<DefaultCamelContext> nodes = new ArrayList<>();
  private final List<Map<String, Object>> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(DefaultCamelContext::stop);
  }

  /** A node with a route that the schedule starts. */
  private DefaultCamelContext start(String options, Processor step) throws Exception {
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

  private static Object ask(DefaultCamelContext node, String action) {
    try {
      return node.createProducerTemplate()
          .requestBodyAndHeader(
              "databricks:runs?action=" + action, null, DatabricksConstants.RUN_KEY, KEY);
    } catch (CamelExecutionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> runs(DefaultCamelContext node) {
    return (List<Map<String, Object>>) ask(node, "list");
  }

  private static Map<String, Object> awaitRun(DefaultCamelContext node, String state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(runs(node)).extracting(run -> run.get("state")).containsExactly(state));
    return runs(node).get(0);
  }

  private static void await(CountDownLatch latch) {
    Awaitility.await().atMost(PATIENCE).until(() -> latch.getCount() == 0);
  }

  @Test
  void a_due_run_is_one_message_without_a_body() throws Exception {
    DefaultCamelContext node = start(ONCE, exchange -> {});
    Map<String, Object> run = awaitRun(node, "SUCCEEDED");

    assertThat(seen)
        .singleElement()
        .satisfies(
            message ->
                assertThat(message)
                    .containsOnly(
                        entry("body", null),
                        entry(DatabricksConstants.CONNECTION, "acme"),
                        entry(DatabricksConstants.TENANT, "acme"),
                        entry(DatabricksConstants.FLOW, "export"),
                        entry(DatabricksConstants.RUN_KEY, KEY),
                        entry(DatabricksConstants.RUN_ID, run.get("id")),
                        entry(DatabricksConstants.BATCH_INDEX, 0L),
                        entry(DatabricksConstants.BATCH_OFFSET, 0L),
                        entry(DatabricksConstants.RUN_COMPLETE, true)));
    assertThat(run)
        .contains(
            entry("object", ""),
            entry("rowsRead", 0L),
            entry("attempts", 1),
            entry("details", null));
  }

  @Test
  void a_step_counts_rows_and_adds_details_and_a_shortfall() throws Exception {
    DefaultCamelContext node =
        start(
            ONCE,
            exchange -> {
              exchange.setProperty(DatabricksConstants.DELIVERED_ROWS_PROPERTY, 7L);
              exchange.setProperty(DatabricksConstants.REJECTED_ROWS_PROPERTY, 2L);
              exchange.setProperty(DatabricksConstants.IGNORED_ROWS_PROPERTY, 1L);
              exchange.setProperty(
                  DatabricksConstants.DETAILS_PROPERTY, Map.of("staged", 7, "published", "v3"));
              exchange.setProperty(
                  DatabricksConstants.SHORTFALL_PROPERTY, "7 rows were sent, and 6 are there.");
            });

    assertThat(awaitRun(node, "SHORT"))
        .contains(
            entry("rowsRead", 10L),
            entry("delivered", 7L),
            entry("rejected", 2L),
            entry("ignored", 1L),
            entry("message", "7 rows were sent, and 6 are there."),
            entry("details", Map.of("staged", 7, "published", "v3")));
  }

  @Test
  void details_that_a_record_cannot_hold_fail_the_run() throws Exception {
    DefaultCamelContext node =
        start(
            ONCE,
            exchange ->
                exchange.setProperty(
                    DatabricksConstants.DETAILS_PROPERTY, Map.of("rows", List.of("a", "b"))));

    assertThat(awaitRun(node, "FAILED"))
        .contains(
            entry("reason", "INVALID"),
            entry(
                "message",
                "The exchange property CamelDatabricksDetails holds a "
                    + List.of("a", "b").getClass().getName()
                    + " as 'rows'; allowed are numbers, truth values and texts."));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "THROTTLED"})
  void a_failure_that_passes_is_retried_as_the_same_run_from_its_beginning(Reason reason)
      throws Exception {
    DefaultCamelContext node =
        start(
            ONCE,
            exchange -> {
              exchange.setProperty(DatabricksConstants.DELIVERED_ROWS_PROPERTY, 3L);
              exchange.setProperty(
                  DatabricksConstants.DETAILS_PROPERTY, Map.of("try", seen.size()));
              if (seen.size() < 3) {
                throw new DatabricksException(reason, "The target is away.");
              }
            });

    assertThat(awaitRun(node, "SUCCEEDED"))
        .contains(entry("attempts", 3), entry("delivered", 3L), entry("details", Map.of("try", 3)));
    assertThat(seen).hasSize(3);
    assertThat(seen.stream().distinct()).as("the same message each time").hasSize(1);
  }

  @Test
  void what_does_not_pass_is_recorded_and_reported_once() throws Exception {
    DefaultCamelContext node =
        start(
            ONCE,
            exchange -> {
              throw new IllegalStateException("value 4711");
            });

    assertThat(awaitRun(node, "FAILED"))
        .containsEntry("attempts", 1)
        .containsEntry("delivered", 0L)
        .extractingByKey("message")
        .asString()
        .doesNotContain("4711");
    assertThat(seen).hasSize(1);
  }

  @Test
  void one_of_two_nodes_has_the_run_and_cancelling_interrupts_it() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Processor never =
        exchange -> {
          begun.countDown();
          new CountDownLatch(1).await();
        };
    DefaultCamelContext first = start(ONCE, never);
    DefaultCamelContext second = start(ONCE, never);
    await(begun);

    for (DefaultCamelContext node : nodes) {
      assertThatThrownBy(() -> ask(node, "run"))
          .hasMessage(KEY + " is running already. Wait for its end, or cancel it.");
    }
    for (DefaultCamelContext node : nodes) {
      ask(node, "cancel"); // Also on the node that runs it, which hears of it at once.
    }

    assertThat(awaitRun(second, "CANCELLED")).containsEntry("delivered", 0L);
    assertThat(runs(first)).hasSize(1);
    assertThat(seen).hasSize(1);
  }

  @Test
  void a_route_that_stops_lets_its_run_come_to_its_end() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    DefaultCamelContext node =
        start(
            ONCE,
            exchange -> {
              begun.countDown();
              goOn.await();
              exchange.setProperty(DatabricksConstants.DELIVERED_ROWS_PROPERTY, 5L);
            });
    await(begun);
    String route = node.getRoutes().get(0).getRouteId();
    Thread stopping =
        new Thread(
            () -> {
              try {
                node.getRouteController().stopRoute(route);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    stopping.start();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> ask(node, "dry-run"))
                    .hasMessage("There is no such flow here."));
    goOn.countDown();

    assertThat(awaitRun(node, "SUCCEEDED")).containsEntry("delivered", 5L);
    stopping.join(PATIENCE.toMillis());
    assertThat(stopping.isAlive()).isFalse();
  }

  @Test
  void a_dry_run_shows_when_the_next_run_is_due_and_sends_nothing() throws Exception {
    DefaultCamelContext node = start("&frequency=cron&cron=RAW(0 0 12 1 1 ? 2099)", e -> {});

    assertThat(ask(node, "dry-run"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .contains(
            entry("key", KEY),
            entry("due", Instant.parse("2099-01-01T12:00:00Z")),
            entry("halfway", false),
            entry("rows", 0L),
            entry("statements", List.of()));
    assertThat(runs(node)).isEmpty();
    assertThat(seen).isEmpty();
    ask(node, "run");
    awaitRun(node, "SUCCEEDED");
    ask(node, "reset");
    assertThat(seen).hasSize(1);
  }

  @Test
  void a_missed_run_is_made_up_for_once_at_the_next_start() throws Exception {
    DefaultCamelContext before = start(ONCE, Exchange::getIn);
    awaitRun(before, "SUCCEEDED");
    before.stop();
    nodes.clear();

    DefaultCamelContext after = start("&frequency=interval&interval=1s", exchange -> {});

    Awaitility.await().atMost(PATIENCE).until(() -> runs(after).size() >= 3);
    assertThat(seen).extracting(m -> m.get(DatabricksConstants.RUN_ID)).doesNotHaveDuplicates();
  }
}
