// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Lets one caller do a piece of work and all others who want it meanwhile share its outcome.
 * Thread-safe.
 */
public final class SingleFlight<T> {

  private final AtomicReference<CompletableFuture<T>> underway = new AtomicReference<>();

  /**
   * The outcome of the work: done here, or by the caller who began it.
   *
   * @param work runs on the caller's thread, unless somebody else is at it
   * @param patience how long to wait for somebody else
   * @return empty when somebody else took longer than that
   */
  public Optional<T> run(Supplier<T> work, Duration patience) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    CompletableFuture<T> other = underway.compareAndExchange(null, mine);
    if (other != null) {
      return await(other, patience);
    }
    try {
      T result = work.get();
      underway.set(null);
      mine.complete(result);
      return Optional.of(result);
    } catch (RuntimeException | Error e) {
      underway.set(null);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static <T> Optional<T> await(CompletableFuture<T> other, Duration patience) {
    try {
      return Optional.of(other.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
