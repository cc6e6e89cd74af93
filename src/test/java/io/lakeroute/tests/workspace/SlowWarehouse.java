// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A workspace whose warehouse runs one statement at a time, and takes at least so long for each.
 * Safe for threads.
 */
public final class SlowWarehouse implements AutoCloseable {
  private final AtomicInteger arrived = new AtomicInteger();
  private final Duration each;
  private final WorkspaceRelay relay;
  private final AtomicBoolean refuses = new AtomicBoolean();
  private boolean open = true;
  private long freeAt = System.nanoTime();

  public SlowWarehouse(Workspace workspace, Duration each) {
    this.each = each;
    this.relay =
        new WorkspaceRelay(
            workspace,
            statement -> {
              arrived.incrementAndGet();
              TimeUnit.NANOSECONDS.sleep(turn() - System.nanoTime());
              awaitOpen();
              return !refuses.getAndSet(false);
            });
  }

  /** When the statement that arrives now may end. */
  private synchronized long turn() {
    freeAt = Math.max(freeAt, System.nanoTime()) + each.toNanos();
    return freeAt;
  }

  /** Lets no statement through until the end of this. */
  public AutoCloseable hold() {
    open(false);
    return () -> open(true);
  }

  private synchronized void open(boolean now) {
    open = now;
    notifyAll();
  }

  private synchronized void awaitOpen() throws InterruptedException {
    while (!open) {
      wait();
    }
  }

  /** Refuses the statement that is let through next. */
  public void refuseNext() {
    refuses.set(true);
  }

  /** The workspace, to be reached through here. */
  public Workspace inFront() {
    return relay.inFront();
  }

  /** How many statements arrived. */
  public int arrived() {
    return arrived.get();
  }

  @Override
  public void close() {
    relay.close();
  }
}
