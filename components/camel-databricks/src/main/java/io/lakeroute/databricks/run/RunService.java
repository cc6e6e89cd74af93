// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.store.CursorStore;
import io.lakeroute.databricks.store.Lease;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.StoreOpener;
import io.lakeroute.databricks.store.StoreSettings;
import io.lakeroute.databricks.store.ThisProcess;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduled runs of one Camel context and the store they share. Thread-safe; opens nothing
 * before the first of them is there.
 *
 * <p>Nodes need not know of each other: each is called when a key is due, the lease lets one of
 * them run, and the others look again until the instant is served, so that a node that dies on the
 * way is followed by another.
 */
public final class RunService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunService.class);

  /** For the batch that is under way; less than Camel waits for a route to stop. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StoreSettings settings;
  private final ExecutorService threads;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Map<String, Scheduled> scheduled = new ConcurrentSkipListMap<>();
  private Optional<CursorStore> store = Optional.empty();
  private boolean closed;

  /**
   * @param starts until it was asked for the first time whether to run
   */
  private record Scheduled(KeyRunner runner, DueRule rule, AtomicBoolean starts) {

    boolean wanted(Optional<RunRecord> last, Instant now) {
      return starts.getAndSet(false) ? rule.wantedAtStart(last, now) : rule.wanted(last, now);
    }
  }

  /** Calls back at an instant, once. */
  public interface Ticker {
    /** Replaces what the key was to be called for before. */
    void callAt(String key, Instant when);

    /** The key is not due any more, on no node. */
    void forget(String key);

    /** This node does not look after the key any more; others may. */
    void leave(String key);
  }

  public RunService(
      StoreSettings settings, ExecutorService threads, InstantSource clock, Ticker ticker) {
    this.settings = requireNonNull(settings, "settings");
    this.threads = requireNonNull(threads, "threads");
    this.clock = requireNonNull(clock, "clock");
    this.ticker = requireNonNull(ticker, "ticker");
  }

  /** The store, opened with the first call. */
  public synchronized CursorStore store() {
    if (closed) {
      throw new DatabricksException(Reason.UNAVAILABLE, "The cursor store is closed already.");
    }
    if (store.isEmpty()) {
      store = Optional.of(StoreOpener.open(settings));
    }
    return store.get();
  }

  /** Begins to run a key when it is due; at once where a run was missed or broke off. */
  public void add(KeyRunner runner, Schedule schedule) {
    String key = runner.key().toString();
    Instant now = clock.instant();
    Scheduled it = new Scheduled(runner, new DueRule(schedule, now), new AtomicBoolean(true));
    if (scheduled.putIfAbsent(key, it) != null) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "There are two flows named "
              + key
              + ", and they would share one cursor. Give one of them another flow or stream.");
    }
    runner.open();
    callNext(key, it, it.rule().wantedAtStart(store().latest(key), now), now);
  }

  private void callNext(String key, Scheduled it, boolean atOnce, Instant now) {
    Optional<Instant> next = atOnce ? Optional.of(now) : it.rule().schedule().next(now);
    next.ifPresentOrElse(
        when -> {
          LOG.info("{} is due next at {}", key, when);
          ticker.callAt(key, when);
        },
        () -> {
          LOG.info("{} is not due again", key);
          ticker.forget(key);
        });
  }

  /**
   * Called by the ticker: runs the key, if nobody else did, and waits for the next time.
   *
   * @return false when this node does not look after the key
   */
  public boolean due(String key) {
    Scheduled it = scheduled.get(key);
    if (it == null) {
      return false;
    }
    // Before anything can fail or this node can die: somebody looks again.
    Instant now = clock.instant();
    Instant again = now.plus(KeyRunner.LEASE);
    ticker.callAt(
        key, it.rule().schedule().next(now).filter(next -> next.isBefore(again)).orElse(again));
    try {
      threads.execute(() -> run(key, it));
    } catch (RejectedExecutionException e) {
      LOG.debug("{} not started: shutting down", key);
    }
    return true;
  }

  private void run(String key, Scheduled it) {
    try {
      var attempt = it.runner().begin(clock, last -> it.wanted(last, clock.instant()));
      if (attempt instanceof KeyRunner.Attempt.Busy) {
        LOG.debug("{} is running already; looked at again", key);
        return;
      }
      if (attempt instanceof KeyRunner.Attempt.Begun begun) {
        begun.run().run();
      }
      arrange(key, it);
    } catch (RuntimeException e) {
      LOG.error("{} could not run; looked at again. {}", key, e.getMessage());
    }
  }

  /** The run of a key that is under way in this process. */
  public Optional<KeyRunner> underWay(String key) {
    return Optional.ofNullable(scheduled.get(key))
        .map(Scheduled::runner)
        .filter(runner -> runner.current().isPresent());
  }

  /** After a run: what became due meanwhile is made up for at once. */
  private void arrange(String key, Scheduled it) {
    if (scheduled.get(key) == it) {
      Instant now = clock.instant();
      callNext(key, it, it.rule().overdue(store().latest(key), now), now);
    }
  }

  /** The flows that this node looks after. */
  public List<String> keys() {
    return List.copyOf(scheduled.keySet());
  }

  private Scheduled here(String key) {
    return Optional.ofNullable(scheduled.get(key)).orElseThrow(RunService::unknown);
  }

  private static DatabricksException unknown() {
    return new DatabricksException(Reason.NOT_FOUND, "There is no such flow here.");
  }

  /** Flows of other nodes are known by what they left in the store. */
  private void requireKnown(String key) {
    if (!scheduled.containsKey(key) && store().latest(key).isEmpty()) {
      throw unknown();
    }
  }

  /**
   * Runs a key of this node now, whatever its schedule says; returns once it has begun.
   *
   * @return the id of the run
   * @throws DatabricksException NOT_FOUND when this node has no such flow; CONFLICT when it is
   *     running
   */
  public String runNow(String key) {
    Scheduled it = here(key);
    if (!(it.runner().begin(clock, last -> true) instanceof KeyRunner.Attempt.Begun begun)) {
      throw new DatabricksException(
          Reason.CONFLICT, key + " is running already. Wait for its end, or cancel it.");
    }
    try {
      threads.execute(
          () -> {
            try {
              begun.run().run();
              arrange(key, it);
            } catch (RuntimeException e) {
              LOG.error("{} could not run: {}", key, e.getMessage());
            }
          });
    } catch (RejectedExecutionException e) {
      begun.run().close();
      throw new DatabricksException(Reason.UNAVAILABLE, key + " cannot run: shutting down.");
    }
    return begun.run().id();
  }

  /**
   * What a run of this node would read now; delivers nothing and leaves the cursor alone.
   *
   * @throws DatabricksException NOT_FOUND when this node has no such flow
   */
  public RunWork.Preview preview(String key) {
    return here(key).runner().preview();
  }

  /** When a key of this node is due next; empty where it is not due any more. */
  public Optional<Instant> nextDue(String key) {
    return here(key).rule().schedule().next(clock.instant());
  }

  /**
   * Ends the run of a key after the batch that is under way, on whatever node.
   *
   * @return false when it is not running
   * @throws DatabricksException NOT_FOUND when no node ever had it
   */
  public boolean cancel(String key) {
    requireKnown(key);
    boolean running = store().requestCancel(key);
    Optional.ofNullable(scheduled.get(key)).ifPresent(it -> it.runner().cancel());
    return running;
  }

  /**
   * Forgets how far a key has come, so that its next run begins anew, on whatever node.
   *
   * @throws DatabricksException CONFLICT while it runs; NOT_FOUND when no node ever had it
   */
  public void reset(String key) {
    requireKnown(key);
    Lease lease =
        store()
            .acquire(key, ThisProcess.owner("reset-" + UUID.randomUUID()), KeyRunner.LEASE)
            .orElseThrow(
                () ->
                    new DatabricksException(
                        Reason.CONFLICT,
                        "Cannot reset "
                            + key
                            + " while it is running. Cancel the run or wait for its end."));
    try {
      store().forget(lease);
    } finally {
      store().release(lease);
    }
  }

  /** Ends what the key does here, after the batch that is under way, and waits for that. */
  public void remove(KeyRunner runner) {
    String key = runner.key().toString();
    Scheduled it = scheduled.get(key);
    if (it == null || it.runner() != runner) {
      return; // One that was refused must not end the one that was there before.
    }
    scheduled.remove(key);
    ticker.leave(key);
    if (!runner.close(PATIENCE)) {
      LOG.warn("{} is still delivering; its batch may come again with the next run", key);
    }
  }

  @Override
  public void close() {
    scheduled.values().forEach(it -> remove(it.runner()));
    synchronized (this) {
      closed = true;
      store.ifPresent(CursorStore::close);
      store = Optional.empty();
    }
  }
}
