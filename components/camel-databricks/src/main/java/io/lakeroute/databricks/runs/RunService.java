package io.lakeroute.databricks.runs;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.schedule.Schedule;
import io.lakeroute.databricks.store.CursorStore;
import io.lakeroute.databricks.store.CursorStore.RunFilter;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.databricks.store.StoreOpener;
import io.lakeroute.databricks.store.StoreSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduled runs of one Camel context and the store they share. Thread-safe; opens nothing
 * before the first of them is there.
 */
public final class RunService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunService.class);

  private final StoreSettings settings;
  private final ExecutorService threads;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Map<String, Scheduled> scheduled = new ConcurrentSkipListMap<>();
  private Optional<CursorStore> store = Optional.empty();

  private record Scheduled(KeyRunner runner, Schedule schedule) {}

  /** Calls back at an instant, once. */
  public interface Ticker {
    /** Replaces what the key was to be called for before. */
    void callAt(String key, Instant when);

    void forget(String key);
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
    if (store.isEmpty()) {
      store = Optional.of(StoreOpener.open(settings));
    }
    return store.get();
  }

  /** Begins to run a key when it is due; at once where a run was missed or broke off. */
  public void add(KeyRunner runner, Schedule schedule) {
    String key = runner.key().toString();
    if (scheduled.putIfAbsent(key, new Scheduled(runner, schedule)) != null) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "There are two flows named "
              + key
              + ", and they would share one cursor. Give one of them another flow or stream.");
    }
    Instant now = clock.instant();
    if (dueAtStart(key, schedule, now)) {
      ticker.callAt(key, now);
    } else {
      callNext(key, schedule, now);
    }
  }

  /** A run that was missed is made up for once, however many were missed. */
  private boolean dueAtStart(String key, Schedule schedule, Instant now) {
    Optional<RunRecord> last = store().runs(RunFilter.latestOf(key)).stream().findFirst();
    if (last.isEmpty()) {
      return schedule.next(Instant.MIN.plusSeconds(1)).filter(Instant.EPOCH::equals).isPresent()
          && schedule.next(now).isEmpty();
    }
    RunState state = last.get().outcome().state();
    return state == RunState.RUNNING
        || state == RunState.UNKNOWN
        || schedule
            .latest(now)
            .filter(due -> due.isAfter(last.get().scope().startedAt()))
            .isPresent();
  }

  private void callNext(String key, Schedule schedule, Instant after) {
    Optional<Instant> next = schedule.next(after);
    next.ifPresentOrElse(
        when -> {
          LOG.info("{} is due next at {}", key, when);
          ticker.callAt(key, when);
        },
        () -> LOG.info("{} is not due again", key));
  }

  /** Called by the ticker: runs the key and waits for the next time it is due. */
  public void due(String key) {
    Optional.ofNullable(scheduled.get(key)).ifPresent(it -> submit(key, it));
  }

  private void submit(String key, Scheduled it) {
    try {
      threads.execute(
          () -> {
            try {
              it.runner().run();
            } catch (RuntimeException e) {
              LOG.error("{} could not run: {}", key, e.getMessage());
            } finally {
              if (scheduled.containsKey(key)) {
                callNext(key, it.schedule(), clock.instant());
              }
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("{} not started: shutting down", key);
    }
  }

  /**
   * The runner of a key.
   *
   * @throws DatabricksException NOT_FOUND, naming the keys there are
   */
  public KeyRunner runner(String key) {
    Scheduled it = scheduled.get(key);
    if (it == null) {
      throw new DatabricksException(
          Reason.NOT_FOUND,
          "There is no such flow here. There are: "
              + String.join(", ", new TreeSet<>(scheduled.keySet()))
              + ".");
    }
    return it.runner();
  }

  /** The run of a key that is under way in this process. */
  Optional<KeyRunner> underWay(String key) {
    return Optional.ofNullable(scheduled.get(key))
        .map(Scheduled::runner)
        .filter(runner -> runner.current().isPresent());
  }

  /** Runs a key now, whatever its schedule says; returns at once. */
  public void runNow(String key) {
    runner(key);
    submit(key, scheduled.get(key));
  }

  /** Ends what the key does, after the batch that is under way. */
  public void remove(String key) {
    ticker.forget(key);
    Scheduled it = scheduled.remove(key);
    if (it != null) {
      it.runner().shutDown();
    }
  }

  @Override
  public synchronized void close() {
    scheduled.keySet().forEach(this::remove);
    store.ifPresent(CursorStore::close);
    store = Optional.empty();
  }
}
