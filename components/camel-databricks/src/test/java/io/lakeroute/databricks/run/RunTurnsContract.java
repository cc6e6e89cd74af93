// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Which of two nodes that share a store runs a flow, and when, whatever database the store stands
 * on.
 */
abstract class RunTurnsContract extends RunServiceFixture {

  @Test
  void two_nodes_that_are_called_for_the_same_instant_run_it_once() {
    a.daily(key, this::count);
    b.daily(key, this::count);
    assertThat(a.call(key)).contains(NOON);

    now.set(NOON);
    for (Node node : List.of(a, b, a, b)) {
      node.service().due(key.toString());
    }
    // The one that came too late looks again.
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> List.of(a, b).stream().allMatch(this::servedOrCalled));

    assertThat(worked).hasValue(1);
    assertThat(states()).containsExactly(RunState.SUCCEEDED);
  }

  private boolean servedOrCalled(Node node) {
    boolean served = node.call(key).equals(Optional.of(NOON.plus(DAY)));
    if (!served) {
      node.service().due(key.toString());
    }
    return served;
  }

  @Test
  void a_node_that_is_called_after_the_other_has_run_does_not_run_again() {
    a.daily(key, this::count);
    b.daily(key, this::count);

    a.due(key);
    awaitCall(a, NOON.plus(DAY));
    now.set(NOON.plusSeconds(1));
    b.due(key);
    awaitCall(b, NOON.plus(DAY));

    assertThat(worked).hasValue(1);
  }

  @Test
  void a_run_whose_node_died_is_taken_over_when_its_lease_is_over() {
    b.service().store(); // Opened before the other died, as on another machine.
    assertThat(a.service().store().acquire(key.toString(), "dead", Duration.ofSeconds(1)))
        .isPresent();
    a.service().store().record(run("died", RunState.RUNNING, NOON.minus(DAY)));
    b.daily(key, this::count);
    assertThat(b.call(key)).as("at once").contains(MORNING);

    b.due(key);
    awaitCall(b, MORNING.plus(KeyRunner.LEASE));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              b.service().due(key.toString());
              assertThat(worked).hasValue(1);
            });

    awaitStates(RunState.SUCCEEDED, RunState.UNKNOWN);
  }

  @Test
  void a_node_looks_again_while_another_runs_and_takes_over_what_broke_off() {
    Gate gate = new Gate();
    KeyRunner onA = a.daily(key, gate);
    b.daily(key, this::count);
    a.due(key);
    Gate.await(gate.begun);

    b.due(key);
    awaitCall(b, NOON.plus(KeyRunner.LEASE));
    b.due(key);
    awaitCall(b, NOON.plus(KeyRunner.LEASE).plus(KeyRunner.LEASE));
    assertThat(worked).hasValue(0);
    gate.goOn.countDown();
    Awaitility.await().atMost(PATIENCE).until(() -> onA.close(Duration.ofSeconds(10)));
    a.service().store().record(last().with(RunRecord.Outcome.ended(RunState.UNKNOWN, NOON)));
    b.due(key);

    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(worked).hasValue(1));
    awaitCall(b, NOON.plus(DAY));
  }

  private RunRecord run(String id, RunState state, Instant startedAt) {
    RunRecord begun =
        RunRecord.begun(
            new RunRecord.Scope(
                id + key,
                key.toString(),
                "acme",
                "import",
                "acme",
                "main.crm.leads",
                "x",
                startedAt));
    return state == RunState.RUNNING
        ? begun
        : begun.with(RunRecord.Outcome.ended(state, startedAt));
  }

  @Test
  void any_number_of_missed_runs_is_made_up_for_once() {
    a.service().store().record(run("old", RunState.SUCCEEDED, NOON.minus(DAY.multipliedBy(9))));
    a.daily(key, this::count);
    assertThat(a.call(key)).as("at once").contains(MORNING);

    a.due(key);

    awaitCall(a, NOON);
    assertThat(worked).hasValue(1);
  }

  @Test
  void what_became_due_during_a_run_is_made_up_for_right_behind_it() {
    Gate gate = new Gate();
    a.daily(
        key,
        context -> {
          worked.incrementAndGet();
          gate.accept(context);
        });
    a.service().runNow(key.toString());
    Gate.await(gate.begun);
    now.set(NOON.plusSeconds(5));
    gate.goOn.countDown();

    awaitCall(a, NOON.plusSeconds(5));
    a.due(key);
    awaitCall(a, NOON.plus(DAY));
    assertThat(worked).hasValue(2);
  }

  @Test
  void a_call_before_its_time_is_repeated_in_time() {
    a.daily(key, this::count);
    now.set(NOON.minusMillis(1));
    a.service().due(key.toString());

    awaitCall(a, NOON);
    assertThat(worked).hasValue(0);
  }

  @Test
  void what_is_to_run_once_runs_at_the_start_and_after_a_failure_at_the_next_start() {
    KeyRunner failing =
        a.add(
            key,
            Frequency.ONCE,
            context -> {
              throw new IllegalStateException();
            });
    a.due(key);
    awaitStates(RunState.FAILED);
    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(a.call(key)).isEmpty());
    a.service().remove(failing);

    now.set(NOON);
    KeyRunner working = a.add(key, Frequency.ONCE, this::count);
    a.due(key);
    awaitStates(RunState.SUCCEEDED, RunState.FAILED);
    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(a.call(key)).isEmpty());
    a.service().remove(working);

    a.add(key, Frequency.ONCE, this::count);
    assertThat(a.call(key)).isEmpty();
  }
}
