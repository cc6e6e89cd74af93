// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.warehouses;

import java.time.Duration;
import java.time.Instant;

/** What runs statements: it can be stopped, and takes its time to start; safe for threads. */
public abstract class Compute {

  /** The states there are. */
  public enum State {
    STOPPED,
    STARTING,
    RUNNING
  }

  private final String id;
  private boolean stopped;
  private Instant readyAt = Instant.EPOCH;
  private Instant lastUse = Instant.now();
  private int users;

  /** It runs from the beginning. */
  Compute(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  /** How long it needs to start. */
  abstract Duration startTime();

  /** After how long without a statement it stops by itself; zero: never. */
  abstract Duration idleTime();

  /** Refuses any other id, and whoever may not use this one. */
  public abstract void require(String other, String principal);

  public synchronized State state() {
    if (!stopped && Instant.now().isBefore(readyAt)) {
      return State.STARTING;
    }
    Duration idle = idleTime();
    if (users == 0 && !idle.isZero() && lastUse.plus(idle).isBefore(Instant.now())) {
      stopped = true;
    }
    return stopped ? State.STOPPED : State.RUNNING;
  }

  public synchronized void start() {
    if (state() == State.STOPPED) {
      stopped = false;
      readyAt = Instant.now().plus(startTime());
      lastUse = readyAt;
    }
  }

  public synchronized void stop() {
    stopped = true;
  }

  /** Keeps it from idling until it is closed. */
  public final class Use implements AutoCloseable {

    private Use() {
      synchronized (Compute.this) {
        start();
        users++;
      }
    }

    /** Waits until it runs, however long that takes. */
    public void awaitRunning() throws InterruptedException {
      synchronized (Compute.this) {
        while (state() != State.RUNNING) {
          start();
          long millis = Duration.between(Instant.now(), readyAt).toMillis();
          Compute.this.wait(Math.max(millis, 1));
        }
      }
    }

    @Override
    public void close() {
      synchronized (Compute.this) {
        users--;
        lastUse = Instant.now();
      }
    }
  }

  public Use use() {
    return new Use();
  }
}
