// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.header.DatabricksConstants;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who has a scheduled run, when it ends early, and when the next is due. */
class ScheduleNodesTest extends ScheduleFixture {

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
    // A run is under way for a moment longer than its record says.
    Awaitility.await().ignoreExceptions().until(() -> ask(node, "reset"), Objects::nonNull);
    assertThat(seen).hasSize(1);
  }

  @Tag("matrix")
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
