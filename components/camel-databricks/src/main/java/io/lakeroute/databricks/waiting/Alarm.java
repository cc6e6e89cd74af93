// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import java.time.Duration;
import java.util.concurrent.Future;

/** Does something when a piece of work takes longer than it may. Thread-safe. */
public final class Alarm implements AutoCloseable {

  private static final Runnable NOTHING = () -> {};

  private final Future<?> bell;
  private Runnable work;
  private boolean over;
  private boolean rang;

  private Alarm(Duration time, Alarms alarms, Runnable work) {
    this.work = work;
    this.bell = alarms.after(time, this::ring);
  }

  /**
   * @param work still under way, perhaps, when the alarm is closed: look at {@link #rang()}
   */
  public static Alarm after(Duration time, Alarms alarms, Runnable work) {
    return new Alarm(time, alarms, work);
  }

  private void ring() {
    Runnable now;
    synchronized (this) {
      if (over) {
        return;
      }
      rang = true;
      now = work;
    }
    now.run(); // Not while others wait for the lock: it may hang, too.
  }

  /** Whether the time was over before the alarm was closed; final then. */
  public synchronized boolean rang() {
    return rang;
  }

  @Override
  public synchronized void close() {
    over = true;
    work = NOTHING; // A timer may keep what is cancelled until its time.
    bell.cancel(false);
  }
}
