// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * What stops, cancels, resets or asks for runs of a flow does on two nodes that share a store,
 * whatever database that stands on.
 */
abstract class RunControlContract extends RunServiceFixture {

  @Test
  void another_node_cancels_after_the_batch_that_is_under_way() {
    CountDownLatch begun = new CountDownLatch(1);
    a.daily(
        key,
        context -> {
          begun.countDown();
          while (true) {
            context.check();
            context.delivered(
                new Cursor(key.toString(), "t", "{}", "h", 0),
                new RunRecord.Counts(1, 1, 0, 0, 0, 0),
                RunRecord.Range.UNKNOWN,
                false);
          }
        });
    a.service().runNow(key.toString());
    Gate.await(begun);

    assertThat(b.service().cancel(key.toString())).isTrue();

    awaitStates(RunState.CANCELLED);
    awaitCall(a, NOON);
    assertThat(b.service().cancel(key.toString())).isFalse();
  }

  @Test
  void a_cancelled_run_does_not_wait_for_its_statement() {
    Gate gate = new Gate();
    a.daily(
        key,
        context ->
            context.waiting(
                () -> {
                  gate.accept(context);
                  return null;
                }));
    a.service().runNow(key.toString());
    Gate.await(gate.begun);

    a.service().cancel(key.toString());

    awaitStates(RunState.CANCELLED);
  }

  @Test
  void a_flow_that_stops_waits_for_its_batch_and_goes_on_when_it_starts_again() {
    Gate gate = new Gate(true);
    KeyRunner runner = a.daily(key, gate);
    a.service().runNow(key.toString());
    Gate.await(gate.begun);
    assertThat(runner.close(Duration.ofMillis(1))).as("over").isFalse();
    gate.goOn.countDown();

    a.service().remove(runner);
    assertThat(states()).containsExactly(RunState.STOPPED);

    a.service().add(runner, Node.schedule(Frequency.DAILY));
    assertThat(a.call(key)).as("at once").contains(MORNING);
  }

  @Test
  void a_batch_that_does_not_end_is_interrupted() {
    Gate gate = new Gate();
    KeyRunner runner = a.daily(key, gate);
    a.service().runNow(key.toString());
    Gate.await(gate.begun);

    assertThat(runner.close(Duration.ofMillis(200))).isTrue();

    assertThat(states()).containsExactly(RunState.STOPPED);
  }

  @Test
  void a_flow_that_is_refused_for_its_name_leaves_the_other_alone() {
    a.daily(key, this::count);
    KeyRunner second = a.runner(key, this::count);

    assertThatThrownBy(() -> a.service().add(second, Node.schedule(Frequency.DAILY)))
        .hasMessage(
            "There are two flows named "
                + key
                + ", and they would share one cursor. Give one of them another flow or stream.");
    a.service().remove(second);

    assertThat(a.call(key)).contains(NOON);
  }

  @Test
  void runs_now_unless_it_is_running_on_any_node() {
    Gate gate = new Gate();
    a.daily(key, gate);
    b.daily(key, this::count);
    String id = a.service().runNow(key.toString());
    Gate.await(gate.begun);

    for (Node node : List.of(a, b)) {
      assertConflict(
          () -> node.service().runNow(key.toString()),
          key + " is running already. Wait for its end, or cancel it.");
      assertConflict(
          () -> node.service().reset(key.toString()),
          "Cannot reset " + key + " while it is running. Cancel the run or wait for its end.");
    }
    gate.goOn.countDown();

    awaitStates(RunState.SUCCEEDED);
    assertThat(last().scope().id()).isEqualTo(id);
    awaitCall(a, NOON);
  }

  private static void assertConflict(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.CONFLICT))
        .hasMessage(message);
  }

  @Test
  void any_node_resets_a_flow() {
    a.daily(
        key,
        context ->
            context.delivered(
                new Cursor(key.toString(), "t", "{}", "h", 0),
                RunRecord.Counts.NONE,
                RunRecord.Range.UNKNOWN,
                true));
    a.service().runNow(key.toString());
    awaitStates(RunState.SUCCEEDED);
    awaitCall(a, NOON);
    assertThat(a.service().preview(key.toString()).halfway()).isTrue();

    b.service().reset(key.toString());

    assertThat(a.service().preview(key.toString()).halfway()).isFalse();
  }

  @Test
  void knows_no_flow_that_nobody_had() {
    List<Runnable> calls =
        List.of(
            () -> a.service().runNow(key.toString()),
            () -> a.service().preview(key.toString()),
            () -> a.service().cancel(key.toString()),
            () -> a.service().reset(key.toString()));
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.NOT_FOUND))
          .hasMessage("There is no such flow here.");
    }
  }
}
