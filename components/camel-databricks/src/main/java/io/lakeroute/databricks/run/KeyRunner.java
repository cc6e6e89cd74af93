// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.store.CursorStore;
import io.lakeroute.databricks.store.CursorStore.RunFilter;
import io.lakeroute.databricks.store.Lease;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.databricks.store.ThisProcess;
import io.lakeroute.databricks.waiting.Repeater;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out the runs of one key on this node, one at a time among all nodes. Thread-safe.
 *
 * <p>A run holds the key's lease from its beginning to its end.
 */
public final class KeyRunner {

  private static final Logger LOG = LoggerFactory.getLogger(KeyRunner.class);

  /** Long enough for a pause of the process, short enough to take over from one that is gone. */
  public static final Duration LEASE = Duration.ofSeconds(60);

  /** Who runs what, in words. */
  public record Identity(RunKey key, String connection, String object, String node) {

    /** A run of it. */
    public RunRecord.Scope scope(String id, Instant startedAt) {
      return new RunRecord.Scope(
          id, key.toString(), key.tenant(), key.flow(), connection, object, node, startedAt);
    }
  }

  private final Identity identity;
  private final CursorStore store;
  private final RunWork work;
  private final RunPolicy policy;
  private final Repeater renewals;
  private final Semaphore place = new Semaphore(1);
  private volatile boolean closed;
  private volatile Optional<Run> current = Optional.empty();

  public KeyRunner(
      Identity identity, CursorStore store, RunWork work, RunPolicy policy, Repeater renewals) {
    this.identity = requireNonNull(identity, "identity");
    this.store = requireNonNull(store, "store");
    this.work = requireNonNull(work, "work");
    this.policy = requireNonNull(policy, "policy");
    this.renewals = requireNonNull(renewals, "renewals");
  }

  public RunKey key() {
    return identity.key();
  }

  /** What becomes of an attempt to run. */
  sealed interface Attempt {
    /** The right to run is held; the run must be run, or closed. */
    record Begun(Run run) implements Attempt {}

    /**
     * The key is running, here or on another node, or its last node is gone for less than a lease.
     */
    record Busy() implements Attempt {}

    /** The run is not wanted any more: another node had it meanwhile. */
    record Unwanted() implements Attempt {}
  }

  /** The run that is under way in this process. */
  public Optional<RunRecord> current() {
    return current.map(run -> run.context.record());
  }

  /** How far that run has come. */
  public Optional<Progress> progress() {
    return current.map(run -> run.context.progress());
  }

  /**
   * Takes the right to run.
   *
   * @param clock of the run's record
   * @param wanted whether to run, by the last run there was; asked under the right to run
   */
  Attempt begin(InstantSource clock, Predicate<Optional<RunRecord>> wanted) {
    if (closed || !place.tryAcquire()) {
      return new Attempt.Busy();
    }
    Optional<Lease> lease = Optional.empty();
    boolean begun = false;
    try {
      lease = store.acquire(key().toString(), owner(), LEASE);
      if (lease.isEmpty()) {
        return new Attempt.Busy();
      }
      if (!wanted.test(store.latest(key().toString()))) {
        return new Attempt.Unwanted();
      }
      closeAbandoned(clock);
      Run run = new Run(clock, lease.get(), record(clock.instant()));
      current = Optional.of(run);
      begun = true;
      return new Attempt.Begun(run);
    } finally {
      if (!begun) {
        try {
          lease.ifPresent(store::release);
        } finally {
          place.release();
        }
      }
    }
  }

  /** A run that has no lease any more can only be one whose process is gone. */
  private void closeAbandoned(InstantSource clock) {
    store
        .runs(
            new RunFilter(
                Optional.of(key().toString()), Optional.empty(), Optional.of(RunState.RUNNING), 10))
        .forEach(
            run -> {
              LOG.warn(
                  "{} run {} on {} stopped without recording its end; this run follows it",
                  key(),
                  run.scope().id(),
                  run.scope().node());
              store.record(run.with(RunRecord.Outcome.ended(RunState.UNKNOWN, clock.instant())));
            });
  }

  private RunRecord record(Instant startedAt) {
    return RunRecord.begun(identity.scope(UUID.randomUUID().toString(), startedAt));
  }

  /** What the next run would read. */
  public RunWork.Preview preview() {
    return work.preview(store.cursor(key().toString()));
  }

  /** Ends the run of this node after the batch that is under way. */
  void cancel() {
    current.ifPresent(run -> run.interruption.end(Interruption.Cause.CANCELLED));
  }

  /** Lets runs begin, also after {@link #close}. */
  void open() {
    closed = false;
  }

  /**
   * Ends the run of this node, because its process or route stops; the next one goes on where it
   * was. No other begins.
   *
   * @param patience how long to wait for the batch that is under way, and once more after it was
   *     interrupted
   * @return false when it is still not over
   */
  boolean close(Duration patience) {
    closed = true;
    current.ifPresent(run -> run.interruption.end(Interruption.Cause.SHUT_DOWN));
    if (over(patience)) {
      return true;
    }
    LOG.warn("{} delivers a batch for more than {}; it is interrupted", key(), patience);
    current.ifPresent(run -> run.interruption.force());
    return over(patience);
  }

  private boolean over(Duration patience) {
    try {
      if (!place.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      place.release();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Two runners of one process are two owners: only one of them may run. */
  private String owner() {
    return ThisProcess.owner(this);
  }

  /** A run whose right is held. For one thread, but for its interruption. */
  final class Run {
    private final InstantSource clock;
    private final Lease lease;
    private final Interruption interruption = new Interruption(key());
    private final RunContext context;

    private Run(InstantSource clock, Lease lease, RunRecord begun) {
      this.clock = clock;
      this.lease = lease;
      store.record(begun);
      this.context = new RunContext(store, lease, begun, interruption, policy);
    }

    String id() {
      return context.runId();
    }

    /**
     * Does the work on this thread, keeps the lease meanwhile, and writes down what became of it.
     */
    void run() {
      var renewal = renewals.repeat(this::renew, LEASE.dividedBy(3));
      RunEnd end = new RunEnd(context, interruption, clock, policy);
      Optional<RunRecord> ended = Optional.empty();
      try {
        interruption.begin();
        RunRecord.Outcome outcome = end.of(work);
        interruption.over();
        ended = Optional.of(context.record().with(outcome));
        store.record(ended.get());
      } finally {
        renewal.cancel(false);
        try {
          close();
        } finally {
          ended.ifPresent(run -> end.failure().ifPresent(cause -> tell(run, cause)));
        }
      }
    }

    /** Whoever hears of it may stop the route, or run it again. */
    private void tell(RunRecord run, RuntimeException cause) {
      try {
        work.failed(run, cause);
      } catch (RuntimeException e) {
        // The handler is the user's: its message may hold row values.
        LOG.error(
            "{} run {}: the exception handler failed with {}", key(), id(), e.getClass().getName());
      }
    }

    /** Gives the right back. */
    void close() {
      current = Optional.empty();
      try {
        store.release(lease);
      } finally {
        place.release();
      }
    }

    /** Keeps the lease, and hears whether somebody wants the run to end. */
    private void renew() {
      try {
        switch (store.renew(lease, LEASE)) {
          case LOST -> interruption.end(Interruption.Cause.LEASE_LOST);
          case CANCEL_REQUESTED -> interruption.end(Interruption.Cause.CANCELLED);
          case HELD -> {}
        }
      } catch (RuntimeException e) {
        LOG.warn("Cannot renew the lease of {}: {}", key(), e.getMessage());
      }
    }
  }
}
