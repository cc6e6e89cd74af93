// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * Limits the statements that run on a warehouse at once; a bounded number of others waits in line,
 * for a while. Thread-safe.
 *
 * <p>A connection has a share of its warehouse's gate: who waits for the share takes no place from
 * other connections. Only the line for a share is bounded; at the warehouse itself no more wait
 * than the shares have places.
 */
public final class StatementGate {

  private static final int RETRY_AFTER_SECONDS = 5;

  private final String who;
  private final Optional<StatementGate> whole;
  private final OptionalInt mostWaiting;
  private final Pace pace = new Pace();
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiter> line = new ArrayDeque<>();
  private int places;
  private int taken;

  public StatementGate(String warehouse, int places) {
    this(warehouse, places, OptionalInt.empty(), Optional.empty());
  }

  private StatementGate(
      String who, int places, OptionalInt mostWaiting, Optional<StatementGate> whole) {
    this.who = who;
    this.whole = whole;
    this.mostWaiting = mostWaiting;
    this.places = places;
  }

  /**
   * A gate to the same warehouse for one connection, which lets no more than its share through.
   *
   * @param mostWaiting how many may wait at once; if empty, as many as get a place in time, going
   *     by how long statements take at present
   */
  public StatementGate share(String connection, int most, OptionalInt mostWaiting) {
    lock.lock();
    try {
      places = Math.max(places, most);
      admitNext();
    } finally {
      lock.unlock();
    }
    return new StatementGate(connection, most, mostWaiting, Optional.of(this));
  }

  /** A place that is taken until it is closed; closing twice gives it back once. */
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a place.
   *
   * @param patience how long the caller waits in all, from its arrival on
   * @throws DatabricksException THROTTLED when too many wait already, or no place became free in
   *     time
   * @throws CallerGoneException when the caller left meanwhile
   */
  public Place enter(Caller caller, Duration patience) {
    acquire(caller, patience);
    Optional<Place> outer;
    try {
      outer = whole.map(gate -> gate.enter(caller, patience));
    } catch (RuntimeException | Error e) {
      release();
      throw e;
    }
    long since = System.nanoTime();
    AtomicBoolean held = new AtomicBoolean(true);
    return () -> {
      if (held.compareAndSet(true, false)) {
        outer.ifPresent(Place::close);
        pace.add(Duration.ofNanos(System.nanoTime() - since));
        release();
      }
    };
  }

  private void acquire(Caller caller, Duration patience) {
    lock.lock();
    try {
      if (taken < places) {
        taken++;
      } else if (whole.isPresent() && line.size() >= mostWaiting(caller, patience)) {
        throw throttled(line.size() + " more wait for a place (maxWaiting)", "maxWaiting");
      } else {
        awaitTurn(caller, patience);
      }
    } finally {
      lock.unlock();
    }
  }

  private long mostWaiting(Caller caller, Duration patience) {
    return mostWaiting.isPresent()
        ? mostWaiting.getAsInt()
        : pace.turns(places, Waiter.longest(caller, patience, pace.room()));
  }

  private void awaitTurn(Caller caller, Duration patience) {
    Waiter waiter = new Waiter(caller, patience, lock.newCondition());
    line.add(waiter);
    try (Caller.Watch leaving = caller.whenGone(() -> wake(waiter))) {
      waiter.await(pace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!waiter.admitted()) {
      line.remove(waiter);
      throw turnedAway(caller, patience);
    }
  }

  private DatabricksException turnedAway(Caller caller, Duration patience) {
    if (caller.gone()) {
      return new CallerGoneException();
    }
    return Thread.currentThread().isInterrupted()
        ? new DatabricksException(
            Reason.UNAVAILABLE, "Interrupted while waiting for a place on " + who + ".")
        : throttled(
            "no place became free within " + patience.toMillis() + " ms (queueTimeout)",
            "queueTimeout");
  }

  private DatabricksException throttled(String what, String option) {
    return new DatabricksException(
        Reason.THROTTLED,
        who
            + " already runs "
            + places
            + " statements (maxConcurrent), and "
            + what
            + ". Try again later, or raise maxConcurrent or "
            + option
            + ".",
        Optional.empty(),
        RETRY_AFTER_SECONDS,
        Optional.empty());
  }

  private void wake(Waiter waiter) {
    lock.lock();
    try {
      waiter.wake();
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    lock.lock();
    try {
      taken--;
      admitNext();
    } finally {
      lock.unlock();
    }
  }

  /** Places go to the line in its order. */
  private void admitNext() {
    while (taken < places && !line.isEmpty()) {
      if (line.remove().admit(pace)) {
        taken++;
      }
    }
  }

  /** How many wait now. */
  public int waiting() {
    return locked(line::size);
  }

  /** Places nobody has taken. */
  public int free() {
    return locked(() -> places - taken);
  }

  private int locked(IntSupplier figure) {
    lock.lock();
    try {
      return figure.getAsInt();
    } finally {
      lock.unlock();
    }
  }
}
