// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.databricks.waiting.Interrupts;
import io.lakeroute.databricks.waiting.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the work of one run and tells how it ended. For one thread. */
final class RunEnd {

  private static final Logger LOG = LoggerFactory.getLogger(RunEnd.class);

  private final RunContext context;
  private final Interruption interruption;
  private final InstantSource clock;
  private final RunPolicy policy;
  private Optional<RuntimeException> failure = Optional.empty();

  RunEnd(RunContext context, Interruption interruption, InstantSource clock, RunPolicy policy) {
    this.context = requireNonNull(context, "context");
    this.interruption = requireNonNull(interruption, "interruption");
    this.clock = requireNonNull(clock, "clock");
    this.policy = requireNonNull(policy, "policy");
  }

  RunRecord.Outcome of(RunWork work) {
    RunRecord.Outcome outcome = outcome(work);
    RunRecord run = context.record();
    LOG.info(
        "{} run {} {}: {} rows delivered of {} read in {} s",
        run.scope().key(),
        run.scope().id(),
        outcome.state(),
        run.counts().delivered(),
        run.counts().rowsRead(),
        Duration.between(run.scope().startedAt(), clock.instant()).toSeconds());
    return outcome;
  }

  /** What the run failed with, once it is over. */
  Optional<RuntimeException> failure() {
    return failure;
  }

  private RunRecord.Outcome outcome(RunWork work) {
    String key = context.record().scope().key();
    try {
      RunWork.Ending ending = attempts(work, key);
      Optional<String> shortfall = shortfall(ending);
      shortfall.ifPresent(text -> LOG.warn("{} run {}: {}", key, context.runId(), text));
      return new RunRecord.Outcome(
          shortfall.isEmpty() ? RunState.SUCCEEDED : RunState.SHORT,
          Optional.of(clock.instant()),
          Optional.empty(),
          shortfall);
    } catch (RuntimeException e) {
      return interruption
          .cause()
          .filter(cause -> !Interruption.unknown(e)) // The operator must check the table.
          .map(RunEnd::state)
          .filter(state -> state != RunState.FAILED)
          .map(state -> RunRecord.Outcome.ended(state, clock.instant()))
          .orElseGet(() -> failed(key, e, clock.instant()));
    }
  }

  /** What the work found missing, and what the route did. */
  private Optional<String> shortfall(RunWork.Ending ending) {
    return Stream.of(ending.shortfall(), context.shortfall())
        .flatMap(Optional::stream)
        .reduce((ours, theirs) -> ours + " " + theirs);
  }

  /** Retries after transient failures, from the last delivered batch. */
  private RunWork.Ending attempts(RunWork work, String key) {
    Optional<RuntimeException> transientFailure = Optional.empty();
    int failures = 0;
    while (true) {
      long before = context.batches();
      try {
        if (failures > 0) {
          context.again();
        }
        RunWork.Ending ending = work.run(context);
        context.commit();
        return ending;
      } catch (RuntimeException e) {
        commitAfterFailure(key);
        if (!Interruption.unknown(e)) {
          context.check();
        }
        boolean progress = context.batches() > before;
        failures = progress ? 1 : failures + 1;
        // After the last batch nothing is left to resume: a retry would be another run.
        Optional<Duration> delay =
            context.complete() ? Optional.empty() : policy.delay(e, failures);
        if (delay.isEmpty()) {
          boolean resumed = !progress && context.batches() > 0;
          throw resumed && conflict(e) ? transientFailure.orElse(e) : e;
        }
        transientFailure = Optional.of(e);
        LOG.warn(
            "{} run {} is retried in {} s, after failure {} of {}: {}",
            key,
            context.runId(),
            delay.get().toSeconds(),
            failures,
            policy.attempts(),
            text(e));
        if (!context.waiting(() -> Pause.of(delay.get()))) {
          throw e;
        }
      }
    }
  }

  /** A source or target that refuses to resume. The failure before it is the cause. */
  private static boolean conflict(RuntimeException failure) {
    return failure instanceof DatabricksException e && e.getReason() == Reason.CONFLICT;
  }

  /** A message that is not ours may hold row values. */
  private static String text(RuntimeException failure) {
    return failure instanceof DatabricksException
        ? failure.getMessage()
        : failure.getClass().getName();
  }

  /**
   * Stores the position. A failure here is only logged: the run fails for the reason it had before.
   * Runs without the interrupt flag, since an interrupted thread would close an embedded store.
   */
  private void commitAfterFailure(String key) {
    Interrupts.without(
        () -> {
          try {
            context.commit();
          } catch (RuntimeException e) {
            LOG.warn("{} run {}: {}", key, context.runId(), text(e));
          }
        });
  }

  /** A stopped process is nobody's decision to cancel: the next run resumes. */
  private static RunState state(Interruption.Cause cause) {
    return switch (cause) {
      case CANCELLED -> RunState.CANCELLED;
      case SHUT_DOWN -> RunState.STOPPED;
      case LEASE_LOST -> RunState.FAILED;
    };
  }

  private RunRecord.Outcome failed(String key, RuntimeException cause, Instant at) {
    failure = Optional.of(cause);
    if (cause instanceof DatabricksException e) {
      LOG.error("{} run {} failed, {}: {}", key, context.runId(), e.getReason(), text(e));
      return RunRecord.Outcome.failed(RunState.FAILED, at, e.getReason(), e.getMessage());
    }
    LOG.error("{} run {} failed with {}", key, context.runId(), text(cause));
    LOG.debug("{} run {}", key, context.runId(), cause);
    return RunRecord.Outcome.failed(
        RunState.FAILED,
        at,
        ErrorClassifier.reason(cause),
        "Failed with " + text(cause) + "; the log of the route says more.");
  }
}
