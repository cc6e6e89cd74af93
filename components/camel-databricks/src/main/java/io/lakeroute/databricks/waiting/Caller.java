// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The caller that waits for a statement's outcome: since when, and whether it is still there.
 * Thread-safe.
 */
public final class Caller {

  private final long arrived;
  private final boolean request;
  private final Set<Watching> watches = ConcurrentHashMap.newKeySet();
  private volatile boolean gone;
  private volatile boolean served;

  /** Runs something once when the caller leaves, until it is closed. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  private Caller(long arrived, boolean request) {
    this.arrived = arrived;
    this.request = request;
  }

  /** A caller that arrived now and stays. */
  public static Caller now() {
    return new Caller(System.nanoTime(), false);
  }

  /** The caller of a request, which has waited for so long already and may leave. */
  public static Caller ofRequest(Duration waited) {
    return new Caller(System.nanoTime() - waited.toNanos(), true);
  }

  /** Whether it waits for an answer, whose time counts. */
  public boolean isRequest() {
    return request;
  }

  /** How long it has waited. */
  public Duration waited() {
    return Duration.ofNanos(System.nanoTime() - arrived);
  }

  /** No answer reaches the caller any more; runs what watches it, on this thread. */
  public void leave() {
    gone = true;
    watches.forEach(this::tell);
  }

  /** The caller gets its answer: what is done from now on is done for nobody. */
  public void dismiss() {
    served = true;
  }

  /** Whether it waits no more, as its answer is on its way. */
  public boolean served() {
    return served;
  }

  /** Whether it left. */
  public boolean gone() {
    return gone;
  }

  /**
   * Fails once the caller has left.
   *
   * @throws CallerGoneException when it has
   */
  public void requirePresent() {
    if (gone) {
      throw new CallerGoneException();
    }
  }

  /**
   * Has something run when the caller leaves; at once, if it has left.
   *
   * @param task ends soon: it runs on a thread that serves other callers, too
   */
  public Watch whenGone(Runnable task) {
    Watching watch = new Watching(task);
    watches.add(watch);
    if (gone) {
      tell(watch);
    }
    return watch;
  }

  /** Whoever takes a watch out runs it, so that none runs twice. */
  private void tell(Watching watch) {
    if (watches.remove(watch)) {
      watch.task.run();
    }
  }

  private final class Watching implements Watch {
    private final Runnable task;

    Watching(Runnable task) {
      this.task = task;
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }
}
