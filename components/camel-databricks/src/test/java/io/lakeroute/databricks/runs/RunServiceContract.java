package io.lakeroute.databricks.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.schedule.Frequency;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.databricks.store.StoreSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two nodes that share a store make of one flow, whatever database the store stands on. */
abstract class RunServiceContract {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Instant MORNING = Instant.parse("2026-01-01T08:00:00Z");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final RunKey key = new RunKey("acme", "import", UUID.randomUUID().toString());
  private final AtomicReference<Instant> now = new AtomicReference<>(MORNING);
  private final AtomicInteger worked = new AtomicInteger();
  private Node a;
  private Node b;

  abstract StoreSettings settings() throws Exception;

  @BeforeEach
  void start() throws Exception {
    a = new Node("a", settings(), now);
    b = new Node("b", settings(), now);
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  private void count(RunContext context) {
    worked.incrementAndGet();
  }

  private void awaitCall(Node node, Instant when) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(node.call(key)).contains(when));
  }

  private List<RunState> states() {
    return a.runs(key).stream().map(run -> run.outcome().state()).toList();
  }

  private void awaitStates(RunState... states) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(states()).containsExactly(states));
  }

  /** A work that says when it began and goes on when it is told to. */
  private static final class Gate implements Consumer<RunContext> {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public void accept(RunContext context) {
      begun.countDown();
      await(goOn);
      context.check();
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

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

  private RunRecord last() {
    return a.runs(key).get(0);
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
                RunRecord.Range.UNKNOWN);
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
    Gate gate = new Gate();
    KeyRunner runner = a.daily(key, gate);
    a.service().runNow(key.toString());
    Gate.await(gate.begun);
    assertThat(runner.close(Duration.ofMillis(1))).as("over").isFalse();

    a.service().remove(runner);
    assertThat(states()).containsExactly(RunState.UNKNOWN);

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

    assertThat(states()).containsExactly(RunState.UNKNOWN);
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
                RunRecord.Range.UNKNOWN));
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
