package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.databricks.waiting.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
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
      ending.shortfall().ifPresent(text -> LOG.warn("{} run {}: {}", key, context.runId(), text));
      return new RunRecord.Outcome(
          ending.shortfall().isEmpty() ? RunState.SUCCEEDED : RunState.SHORT,
          Optional.of(clock.instant()),
          Optional.empty(),
          ending.shortfall());
    } catch (RuntimeException e) {
      return interruption
          .cause()
          .map(RunEnd::state)
          .filter(state -> state != RunState.FAILED)
          .map(state -> RunRecord.Outcome.ended(state, clock.instant()))
          .orElseGet(() -> failed(key, e, clock.instant()));
    }
  }

  /** Goes on behind the last batch after failures that pass. */
  private RunWork.Ending attempts(RunWork work, String key) {
    Optional<RuntimeException> passing = Optional.empty();
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
        keepWhatIsDelivered(key);
        context.check();
        failures = context.batches() > before ? 1 : failures + 1;
        // Behind the last batch there is nothing to go on with: it would be another run.
        Optional<Duration> delay =
            context.complete() ? Optional.empty() : policy.delay(e, failures);
        if (delay.isEmpty()) {
          throw told(key, e, passing.filter(it -> context.batches() == before));
        }
        passing = Optional.of(e);
        LOG.warn(
            "{} run {} goes on in {} s, after failure {} of {}: {}",
            key,
            context.runId(),
            delay.get().toSeconds(),
            failures,
            policy.attempts(),
            e.getMessage());
        if (!context.waiting(() -> Pause.of(delay.get()))) {
          throw e;
        }
      }
    }
  }

  /** Where going on only shows that it cannot be done, what came before it is the failure. */
  private RuntimeException told(
      String key, RuntimeException last, Optional<RuntimeException> before) {
    if (before.isEmpty() || RunPolicy.passes(last)) {
      return last;
    }
    LOG.warn("{} run {} cannot go on: {}", key, context.runId(), last.getMessage());
    return before.get();
  }

  /**
   * The failure that comes first is the one to tell; what is not kept comes again. An interrupted
   * thread would close the files of an embedded store.
   */
  private void keepWhatIsDelivered(String key) {
    boolean interrupted = Thread.interrupted();
    try {
      context.commit();
    } catch (RuntimeException e) {
      LOG.warn("{} run {}: {}", key, context.runId(), e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What ends with its process is no decision of anybody: the next run goes on with it. */
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
      LOG.error("{} run {} failed, {}: {}", key, context.runId(), e.getReason(), e.getMessage());
      return RunRecord.Outcome.failed(RunState.FAILED, at, e.getReason(), e.getMessage());
    }
    // Its message is not ours and may hold values of rows.
    LOG.error("{} run {} failed with {}", key, context.runId(), cause.getClass().getName());
    LOG.debug("{} run {}", key, context.runId(), cause);
    return RunRecord.Outcome.failed(
        RunState.FAILED,
        at,
        ErrorClassifier.reason(cause),
        "Failed with " + cause.getClass().getName() + "; the log of the route says more.");
  }
}
