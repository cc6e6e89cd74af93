// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import io.lakeroute.databricks.waiting.Alarm;
import io.lakeroute.databricks.waiting.Alarms;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;

/**
 * Ends a call of the driver that takes longer than it may: where the service does not answer, the
 * driver reads a socket, which must be closed; where the service asks to be left alone for ten
 * minutes, it sleeps for ten minutes, which must be interrupted. For one call by one thread.
 */
final class Watchdog implements AutoCloseable {

  private final Thread caller = Thread.currentThread();
  private final Alarm alarm;
  private boolean over;

  /**
   * @param abort makes the reads of sockets fail, now and from now on
   */
  Watchdog(Duration time, Alarms alarms, Runnable abort) {
    this.alarm =
        Alarm.after(
            time,
            alarms,
            () -> {
              interrupt();
              abort.run();
            });
  }

  private synchronized void interrupt() {
    if (!over) {
      caller.interrupt();
    }
  }

  /**
   * What the call gives.
   *
   * @throws SQLTimeoutException when it took longer than it may
   */
  <T> T watch(Session.Call<T> call) throws SQLException {
    T result;
    try {
      result = call.make();
    } catch (SQLException | RuntimeException e) {
      if (end()) {
        throw new SQLTimeoutException(e);
      }
      throw e;
    }
    if (end()) {
      throw new SQLTimeoutException("The call ended when its time was over");
    }
    return result;
  }

  /** The interruption was for the call only, so the caller's thread is left without it. */
  private boolean end() {
    alarm.close();
    synchronized (this) {
      over = true;
    }
    if (alarm.rang()) {
      Thread.interrupted();
    }
    return alarm.rang();
  }

  @Override
  public void close() {
    end();
  }
}
