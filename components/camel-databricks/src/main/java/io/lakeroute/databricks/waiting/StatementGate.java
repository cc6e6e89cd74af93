package io.lakeroute.databricks.waiting;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets so many statements through to a warehouse at once; the others wait in line, for a while.
 * Thread-safe.
 *
 * <p>A connection has a share of its warehouse's gate: who waits for the share takes no place from
 * other connections.
 */
public final class StatementGate {

  private static final int RETRY_AFTER_SECONDS = 5;

  private final String who;
  private final Optional<StatementGate> whole;
  private final Semaphore free;
  private int places;

  public StatementGate(String warehouse, int places) {
    this(warehouse, places, Optional.empty());
  }

  private StatementGate(String who, int places, Optional<StatementGate> whole) {
    this.who = who;
    this.places = places;
    this.whole = whole;
    this.free = new Semaphore(places, true);
  }

  /** A gate to the same warehouse for one connection, which lets no more than its share through. */
  public StatementGate share(String connection, int most) {
    widen(most);
    return new StatementGate(connection, most, Optional.of(this));
  }

  private synchronized void widen(int atLeast) {
    if (atLeast > places) {
      free.release(atLeast - places);
      places = atLeast;
    }
  }

  private synchronized int places() {
    return places;
  }

  /** A place that is taken until it is closed; closing twice gives it back once. */
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a place.
   *
   * @throws DatabricksException THROTTLED when none became free in time
   */
  public Place enter(Duration patience) {
    return enter(patience, System.nanoTime() + patience.toNanos());
  }

  private Place enter(Duration patience, long deadline) {
    acquire(patience, deadline);
    Optional<Place> outer;
    try {
      outer = whole.map(gate -> gate.enter(patience, deadline));
    } catch (RuntimeException e) {
      free.release();
      throw e;
    }
    AtomicBoolean taken = new AtomicBoolean(true);
    return () -> {
      if (taken.compareAndSet(true, false)) {
        outer.ifPresent(Place::close);
        free.release();
      }
    };
  }

  private void acquire(Duration patience, long deadline) {
    try {
      if (!free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new DatabricksException(
            Reason.THROTTLED,
            who
                + " already runs "
                + places()
                + " statements (maxConcurrent), and none ended within "
                + patience.toMillis()
                + " ms. Try again later, or raise maxConcurrent or queueTimeout.",
            Optional.empty(),
            RETRY_AFTER_SECONDS,
            Optional.empty());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabricksException(
          Reason.UNAVAILABLE, "Interrupted while waiting for a place on " + who + ".");
    }
  }

  /** Places nobody has taken. */
  public int free() {
    return free.availablePermits();
  }
}
