// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component's threads, shared by all connections and made when the first of them needs one.
 * Thread-safe.
 */
public final class Workers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final CamelContext context;
  private Optional<ScheduledExecutorService> timer = Optional.empty();
  private Optional<ExecutorService> background = Optional.empty();
  private boolean closed;

  public Workers(CamelContext context) {
    this.context = context;
  }

  /**
   * Does something at intervals on a thread of its own: the timer has one thread for all watchdogs,
   * and must not wait for a service.
   */
  public Future<?> repeat(Runnable work, Duration interval) {
    AtomicBoolean busy = new AtomicBoolean();
    return timer()
        .scheduleWithFixedDelay(
            () -> begin(work, busy), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void begin(Runnable work, AtomicBoolean busy) {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    begin(
        () -> {
          try {
            work.run();
          } finally {
            busy.set(false);
          }
        });
  }

  /** Does something once, after a time, on a thread of its own; nothing once it is closed. */
  public synchronized Future<?> after(Duration time, Runnable work) {
    return closed
        ? CompletableFuture.completedFuture(null)
        : timer().schedule(() -> begin(work), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void begin(Runnable work) {
    try {
      background().execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("Nothing is begun any more: shutting down");
    }
  }

  /**
   * Does something on a thread of its own and waits for its end, whatever interrupts the caller:
   * for changes of which nobody would know otherwise whether they happened. An interrupt meanwhile
   * comes too late and is dropped.
   */
  public <T> T unbroken(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("Nothing is begun any more: shutting down");
      }
      background().execute(task);
    }
    while (true) {
      try {
        return task.get();
      } catch (InterruptedException e) {
        LOG.debug("An interrupt comes too late");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException failure
            ? failure
            : new IllegalStateException(e.getCause());
      }
    }
  }

  /** One thread for what ends at once. */
  public synchronized ScheduledExecutorService timer() {
    if (timer.isEmpty()) {
      timer =
          Optional.of(
              context
                  .getExecutorServiceManager()
                  .newSingleThreadScheduledExecutor(this, "DatabricksTimer"));
    }
    return timer.get();
  }

  /** Threads that come and go: token renewals, readers of streamed results. */
  public synchronized ExecutorService background() {
    if (background.isEmpty()) {
      background =
          Optional.of(
              context.getExecutorServiceManager().newCachedThreadPool(this, "DatabricksWorker"));
    }
    return background.get();
  }

  @Override
  public synchronized void close() {
    closed = true;
    timer.ifPresent(context.getExecutorServiceManager()::shutdownNow);
    background.ifPresent(context.getExecutorServiceManager()::shutdownNow);
    timer = Optional.empty();
    background = Optional.empty();
  }
}
