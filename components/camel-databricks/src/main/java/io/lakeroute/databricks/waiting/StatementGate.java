package io.lakeroute.databricks.waiting;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets so many statements through to a warehouse at once; the others wait in line, for a while.
 * Thread-safe.
 */
public final class StatementGate {

  private static final int RETRY_AFTER_SECONDS = 5;

  private final String warehouse;
  private final int places;
  private final Semaphore free;

  public StatementGate(String warehouse, int places) {
    this.warehouse = warehouse;
    this.places = places;
    this.free = new Semaphore(places, true);
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
    try {
      if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new DatabricksException(
            Reason.THROTTLED,
            warehouse
                + " already runs "
                + places
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
          Reason.UNAVAILABLE, "Interrupted while waiting for a place on " + warehouse + ".");
    }
    AtomicBoolean taken = new AtomicBoolean(true);
    return () -> {
      if (taken.compareAndSet(true, false)) {
        free.release();
      }
    };
  }

  /** Places nobody has taken. */
  public int free() {
    return free.availablePermits();
  }
}
