package io.lakeroute.databricks.connection;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;

/**
 * The component's threads, shared by all connections and made when the first of them needs one.
 * Thread-safe.
 */
public final class Workers implements AutoCloseable {

  private final CamelContext context;
  private Optional<ScheduledExecutorService> timer = Optional.empty();
  private Optional<ExecutorService> background = Optional.empty();

  public Workers(CamelContext context) {
    this.context = context;
  }

  /** One thread for what happens at intervals. */
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
    timer.ifPresent(context.getExecutorServiceManager()::shutdownNow);
    background.ifPresent(context.getExecutorServiceManager()::shutdownNow);
    timer = Optional.empty();
    background = Optional.empty();
  }
}
