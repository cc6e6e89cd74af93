// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which several statements of one request run side by side; thread-safe.
 *
 * <p>A statement never queues behind those of other requests: when all threads are taken, the
 * request's own thread runs it. Camel's default pool would queue beyond its tenth thread. Idle
 * threads end, so that nothing has to be shut down.
 */
public class StatementThreads extends ThreadPoolExecutor {

  private static final int DEFAULT_MAXIMUM = 64;
  private static final int IDLE_SECONDS = 30;

  /** Threads up to a maximum that {@link #setMaximumPoolSize} changes. */
  public StatementThreads() {
    super(
        0,
        DEFAULT_MAXIMUM,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        new Named(),
        new CallerRunsPolicy());
  }

  private static final class Named implements ThreadFactory {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public Thread newThread(Runnable statement) {
      Thread thread = new Thread(statement, "lakeroute-statement-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
