package io.lakeroute.databricks.statement.read;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts a call of the driver that takes longer than it may: where the service asks to be left
 * alone for ten minutes, the driver sleeps for ten minutes, whatever its options say. For one call
 * by one thread.
 */
final class Watchdog implements AutoCloseable {

  private final Thread caller = Thread.currentThread();
  private final ScheduledFuture<?> alarm;
  private boolean over;
  private boolean barked;

  private Watchdog(Duration time, ScheduledExecutorService timer) {
    this.alarm = timer.schedule(this::bark, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  static Watchdog after(Duration time, ScheduledExecutorService timer) {
    return new Watchdog(time, timer);
  }

  private synchronized void bark() {
    if (!over) {
      barked = true;
      caller.interrupt();
    }
  }

  /**
   * What the call gives.
   *
   * @throws SQLTimeoutException when it was interrupted
   */
  <T> T watch(Call<T> call) throws SQLException {
    try {
      return call.get();
    } catch (SQLException | RuntimeException e) {
      if (barked()) {
        throw new SQLTimeoutException(e);
      }
      throw e;
    }
  }

  /** A call of the driver. */
  @FunctionalInterface
  interface Call<T> {
    T get() throws SQLException;
  }

  private synchronized boolean barked() {
    return barked;
  }

  /** The interruption was for the call only, so the caller's thread is left without it. */
  @Override
  public synchronized void close() {
    over = true;
    alarm.cancel(false);
    if (barked) {
      Thread.interrupted();
    }
  }
}
