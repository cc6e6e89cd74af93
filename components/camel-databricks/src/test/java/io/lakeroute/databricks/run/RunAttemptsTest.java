// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.error.StatementTimeoutException;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.databricks.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures that pass: a run goes on behind its last batch. The node gives up after three. */
class RunAttemptsTest extends RunServiceFixture {

  private static final RunPolicy POLICY = new RunPolicy(Duration.ZERO, 5, Duration.ofSeconds(2));

  @TempDir Path folder;
  private final List<String> seen = new ArrayList<>();

  @Override
  StoreSettings settings() {
    return new StoreSettings.Embedded(folder);
  }

  private void deliver(RunContext context, String position, boolean last) {
    seen.add(context.batches() + ":" + position);
    context.delivered(
        new Cursor(key.toString(), "t", position, "h", 0),
        new RunRecord.Counts(1, 1, 0, 0, 0, 0),
        RunRecord.Range.UNKNOWN,
        last);
  }

  private static DatabricksException failure(Reason reason) {
    return new DatabricksException(reason, "The warehouse is away.");
  }

  private void run() {
    a.service().runNow(key.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "THROTTLED"})
  void a_run_goes_on_where_it_was_with_its_id_and_the_next_index(Reason passing) {
    a.daily(
        key,
        context -> {
          if (context.cursor().isEmpty()) {
            context.ignored(7);
            deliver(context, "one", false);
            throw failure(passing);
          }
          assertThat(context.cursor().get().position()).isEqualTo("one");
          context.ignored(7);
          deliver(context, "two", true);
        });
    run();
    awaitStates(RunState.SUCCEEDED);

    assertThat(seen).containsExactly("0:one", "1:two");
    RunRecord run = last();
    assertThat(run.attempts()).isEqualTo(2);
    assertThat(run.counts()).isEqualTo(new RunRecord.Counts(9, 2, 0, 0, 7, 0));
    assertThat(a.service().store().cursor(key.toString()).orElseThrow().position())
        .isEqualTo("two");
  }

  @Test
  void a_run_fails_after_so_many_attempts_that_delivered_nothing() {
    a.daily(
        key,
        context -> {
          worked.incrementAndGet();
          throw failure(Reason.UNAVAILABLE);
        });
    run();
    awaitStates(RunState.FAILED);

    assertThat(worked).hasValue(3);
    assertThat(last().attempts()).isEqualTo(3);
    assertThat(last().outcome().message()).contains("The warehouse is away.");
  }

  @Test
  void what_was_delivered_counts_the_attempts_anew() {
    a.daily(
        key,
        context -> {
          deliver(context, "at " + worked.incrementAndGet(), worked.get() == 6);
          if (worked.get() < 6) {
            throw failure(Reason.UNAVAILABLE);
          }
        });
    run();
    awaitStates(RunState.SUCCEEDED);

    assertThat(last().attempts()).isEqualTo(6);
  }

  @Test
  void nothing_begins_again_behind_the_last_batch() {
    a.daily(
        key,
        context -> {
          deliver(context, "end", true);
          throw failure(Reason.UNAVAILABLE);
        });
    run();
    awaitStates(RunState.FAILED);

    assertThat(seen).containsExactly("0:end");
    assertThat(a.service().store().cursor(key.toString())).isPresent();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"UNAVAILABLE", "THROTTLED"},
      mode = EnumSource.Mode.EXCLUDE)
  void what_does_not_pass_is_not_tried_again(Reason reason) {
    assertThat(POLICY.delay(failure(reason), 1)).isEmpty();
    assertThat(POLICY.delay(new IllegalStateException("full"), 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 0, PT2S", "2, 0, PT4S", "4, 0, PT16S", "1, 30, PT30S"})
  void the_wait_doubles_unless_the_service_wants_to_be_left_alone_for_longer(
      int failures, int hint, Duration delay) {
    assertThat(
            POLICY.delay(
                new DatabricksException(
                    Reason.THROTTLED, "", Optional.empty(), hint, Optional.empty()),
                failures))
        .contains(delay);
    assertThat(POLICY.delay(failure(Reason.UNAVAILABLE), 5)).isEmpty();
    assertThat(
            POLICY.delay(
                new DatabricksException(
                    Reason.THROTTLED, "", Optional.empty(), 3_600, Optional.empty()),
                1))
        .as("an hour")
        .isEmpty();
  }

  @Test
  void where_going_on_only_shows_that_it_cannot_be_done_the_first_failure_is_told() {
    a.daily(
        key,
        context -> {
          if (worked.incrementAndGet() == 1) {
            deliver(context, "one", false);
            throw failure(Reason.UNAVAILABLE);
          }
          throw new DatabricksException(Reason.CONFLICT, "It cannot go on.");
        });
    run();
    awaitStates(RunState.FAILED);

    assertThat(last().outcome().reason()).contains(Reason.UNAVAILABLE);
    assertThat(last().outcome().message()).contains("The warehouse is away.");
  }

  @Test
  void a_conflict_of_an_attempt_that_begins_anew_is_told_itself() {
    a.daily(
        key,
        context -> {
          throw worked.incrementAndGet() == 1
              ? failure(Reason.UNAVAILABLE)
              : new DatabricksException(Reason.CONFLICT, "Another writer was here.");
        });
    run();
    awaitStates(RunState.FAILED);

    assertThat(last().outcome().reason()).contains(Reason.CONFLICT);
    assertThat(last().outcome().message()).contains("Another writer was here.");
  }

  @Test
  void another_failure_of_a_retry_is_told_itself_and_without_its_text() {
    a.daily(
        key,
        context -> {
          if (worked.incrementAndGet() == 1) {
            throw failure(Reason.UNAVAILABLE);
          }
          throw new IllegalStateException("row value 4711");
        });
    run();
    awaitStates(RunState.FAILED);

    assertThat(last().outcome().message().orElseThrow())
        .contains("IllegalStateException")
        .doesNotContain("4711");
  }

  @Test
  void a_statement_that_takes_too_long_is_not_begun_again() {
    DatabricksException late =
        ErrorClassifier.failure(
            "Cannot read", new StatementTimeoutException(Duration.ofHours(1), "late"));

    assertThat(late.getReason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(POLICY.delay(late, 1)).isEmpty();
  }

  @Test
  void a_node_that_starts_runs_what_failed_before_once() {
    a.service()
        .store()
        .record(
            RunRecord.begun(
                    new RunRecord.Scope(
                        "failed", key.toString(), "t", "f", "c", "o", "n", MORNING.minus(DAY)))
                .with(RunRecord.Outcome.ended(RunState.FAILED, MORNING.minus(DAY))));
    now.set(MORNING.minus(DAY).plusSeconds(60));

    a.daily(
        key,
        context -> {
          worked.incrementAndGet();
          throw failure(Reason.FORBIDDEN);
        });
    a.due(key);
    awaitStates(RunState.FAILED, RunState.FAILED);
    awaitCall(a, NOON.minus(DAY));

    a.service().due(key.toString());
    awaitCall(a, NOON.minus(DAY));
    assertThat(worked).hasValue(1);
  }

  @Test
  void a_failed_run_is_tried_again_when_a_node_starts() {
    DueRule rule = new DueRule(Node.schedule(Frequency.DAILY), MORNING);
    for (RunState state : RunState.values()) {
      RunRecord run =
          RunRecord.begun(new RunRecord.Scope("r", "k", "t", "f", "c", "o", "n", NOON))
              .with(RunRecord.Outcome.ended(state, NOON));
      Instant later = NOON.plusSeconds(60);
      boolean brokeOff =
          List.of(RunState.RUNNING, RunState.UNKNOWN, RunState.STOPPED).contains(state);

      assertThat(rule.wanted(Optional.of(run), later)).as("%s", state).isEqualTo(brokeOff);
      assertThat(rule.wantedAtStart(Optional.of(run), later))
          .as("%s", state)
          .isEqualTo(brokeOff || state == RunState.FAILED);
    }
  }
}
