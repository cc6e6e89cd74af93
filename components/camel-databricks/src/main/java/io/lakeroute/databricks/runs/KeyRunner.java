package io.lakeroute.databricks.runs;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.store.CursorStore;
import io.lakeroute.databricks.store.CursorStore.RunFilter;
import io.lakeroute.databricks.store.Lease;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one key: takes the lease, keeps it while the work lasts, and writes down what became of it.
 * Thread-safe; a second call while one is under way anywhere does nothing.
 */
public final class KeyRunner {

  private static final Logger LOG = LoggerFactory.getLogger(KeyRunner.class);

  /** Long enough for a pause of the process, short enough to take over from one that is gone. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  /** Who runs what, in words. */
  public record Identity(RunKey key, String connection, String object, String node) {}

  private final Identity identity;
  private final CursorStore store;
  private final RunWork work;
  private final ScheduledExecutorService timer;
  private final AtomicReference<Optional<RunContext>> current =
      new AtomicReference<>(Optional.empty());
  private volatile Stop stop = Stop.NONE;

  private enum Stop {
    NONE,
    CANCELLED,
    SHUT_DOWN,
    LEASE_LOST
  }

  public KeyRunner(
      Identity identity, CursorStore store, RunWork work, ScheduledExecutorService timer) {
    this.identity = requireNonNull(identity, "identity");
    this.store = requireNonNull(store, "store");
    this.work = requireNonNull(work, "work");
    this.timer = requireNonNull(timer, "timer");
  }

  public RunKey key() {
    return identity.key();
  }

  /** The run that is under way in this process. */
  public Optional<RunRecord> current() {
    return current.get().map(RunContext::record);
  }

  /** How far that run has come. */
  public Optional<Progress> progress() {
    return current.get().map(RunContext::progress);
  }

  /**
   * Runs once, on this thread, unless the key is running here or on another node.
   *
   * @return the record of the run; empty when somebody else runs
   */
  public Optional<RunRecord> run() {
    Optional<Lease> lease = store.acquire(key().toString(), owner(), LEASE);
    if (lease.isEmpty()) {
      LOG.info("{} is running already; this node leaves it alone", key());
      return Optional.empty();
    }
    stop = stop == Stop.SHUT_DOWN ? stop : Stop.NONE;
    ScheduledFuture<?> renewal =
        timer.scheduleWithFixedDelay(
            () -> renew(lease.get()),
            LEASE.toMillis() / 3,
            LEASE.toMillis() / 3,
            TimeUnit.MILLISECONDS);
    try {
      closeAbandoned();
      return Optional.of(recorded(lease.get()));
    } finally {
      renewal.cancel(false);
      current.set(Optional.empty());
      store.release(lease.get());
    }
  }

  /** A run that has no lease any more can only be one whose process is gone. */
  private void closeAbandoned() {
    store
        .runs(
            new RunFilter(
                Optional.of(key().toString()), Optional.empty(), Optional.of(RunState.RUNNING), 10))
        .forEach(
            run -> {
              LOG.warn(
                  "{} run {} on {} ended without a word; this run goes on where it was",
                  key(),
                  run.scope().id(),
                  run.scope().node());
              store.record(run.with(RunRecord.Outcome.ended(RunState.UNKNOWN, Instant.now())));
            });
  }

  private RunRecord recorded(Lease lease) {
    RunRecord begun =
        RunRecord.begun(
            new RunRecord.Scope(
                UUID.randomUUID().toString(),
                key().toString(),
                key().tenant(),
                key().flow(),
                identity.connection(),
                identity.object(),
                identity.node(),
                Instant.now()));
    store.record(begun);
    RunContext context = new RunContext(store, lease, begun, () -> check(lease));
    current.set(Optional.of(context));
    RunRecord.Outcome outcome = outcome(context);
    RunRecord ended = context.record().with(outcome);
    store.record(ended);
    LOG.info(
        "{} run {} {}: {} rows delivered of {} read",
        key(),
        ended.scope().id(),
        outcome.state(),
        ended.counts().delivered(),
        ended.counts().rowsRead());
    return ended;
  }

  private RunRecord.Outcome outcome(RunContext context) {
    try {
      RunWork.Ending ending = work.run(context);
      ending.shortfall().ifPresent(text -> LOG.warn("{} run {}: {}", key(), context.runId(), text));
      return new RunRecord.Outcome(
          ending.shortfall().isEmpty() ? RunState.SUCCEEDED : RunState.SHORT,
          Optional.of(Instant.now()),
          Optional.empty(),
          ending.shortfall());
    } catch (RunCancelledException e) {
      // What ends with its process is no decision of anybody: the next start goes on with it.
      return RunRecord.Outcome.ended(
          stop == Stop.SHUT_DOWN ? RunState.UNKNOWN : RunState.CANCELLED, Instant.now());
    } catch (DatabricksException e) {
      LOG.error("{} run {} failed, {}: {}", key(), context.runId(), e.getReason(), e.getMessage());
      return RunRecord.Outcome.failed(
          RunState.FAILED, Instant.now(), e.getReason(), e.getMessage());
    } catch (RuntimeException e) {
      // Its message is not ours and may hold values of rows.
      Reason reason = ErrorClassifier.reason(e);
      LOG.error("{} run {} failed with {}", key(), context.runId(), e.getClass().getName());
      LOG.debug("{} run {}", key(), context.runId(), e);
      return RunRecord.Outcome.failed(
          RunState.FAILED,
          Instant.now(),
          reason,
          "Failed with " + e.getClass().getName() + "; the log of the route says more.");
    }
  }

  private void check(Lease lease) {
    switch (stop) {
      case CANCELLED -> throw new RunCancelledException(key() + " was cancelled");
      case SHUT_DOWN -> throw new RunCancelledException(key() + " ends with its process");
      case LEASE_LOST -> throw RunContext.lost(lease);
      case NONE -> {}
    }
  }

  /** Keeps the lease, and hears whether somebody wants the run to end. */
  private void renew(Lease lease) {
    try {
      switch (store.renew(lease, LEASE)) {
        case LOST -> stop = Stop.LEASE_LOST;
        case CANCEL_REQUESTED -> stop = Stop.CANCELLED;
        case HELD -> {}
      }
    } catch (RuntimeException e) {
      LOG.warn("Cannot renew the lease of {}: {}", key(), e.getMessage());
    }
  }

  /** Ends the run after the batch that is under way, on whatever node; false when none is. */
  public boolean cancel() {
    if (current.get().isPresent()) {
      stop = Stop.CANCELLED;
    }
    return store.requestCancel(key().toString());
  }

  /** Ends the run for good, because the process stops; the next start goes on where it was. */
  public void shutDown() {
    stop = Stop.SHUT_DOWN;
  }

  /**
   * Forgets how far the key has come, so that its next run begins anew.
   *
   * @throws DatabricksException CONFLICT while it runs
   */
  public void reset() {
    Lease lease =
        store
            .acquire(key().toString(), owner(), LEASE)
            .orElseThrow(
                () ->
                    new DatabricksException(
                        Reason.CONFLICT,
                        "Cannot reset "
                            + key()
                            + " while it is running. Cancel the run or wait for its end."));
    try {
      store.forget(lease);
    } finally {
      store.release(lease);
    }
  }

  /** Two runners of one process are two owners: only one of them may run. */
  private String owner() {
    return identity.node() + "#" + System.identityHashCode(this);
  }
}
