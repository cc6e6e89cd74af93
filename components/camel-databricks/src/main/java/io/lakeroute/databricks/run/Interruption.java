// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether one run may go on. Thread-safe.
 *
 * <p>A batch that is being delivered is let through; what only waits for the warehouse is woken.
 */
final class Interruption {

  /** Why a run has to end before its end. */
  enum Cause {
    CANCELLED,
    SHUT_DOWN,
    LEASE_LOST
  }

  private final RunKey key;
  private Optional<Cause> cause = Optional.empty();
  private Optional<Thread> runner = Optional.empty();
  private Set<Cause> breaking = Set.of();

  Interruption(RunKey key) {
    this.key = requireNonNull(key, "key");
  }

  /** Ends the run when its batch is delivered; the first cause is the one that counts. */
  synchronized void end(Cause why) {
    if (cause.isEmpty()) {
      cause = Optional.of(why);
    }
    if (breaking.contains(why)) {
      force();
    }
  }

  /** Ends the run even while it delivers. */
  synchronized void force() {
    runner.ifPresent(Thread::interrupt);
  }

  /** The run is this thread's from now on. */
  synchronized void begin() {
    runner = Optional.of(Thread.currentThread());
  }

  /** The run is at its end, and its thread has other work from now on. */
  synchronized void over() {
    runner = Optional.empty();
    Thread.interrupted(); // That was meant for the run.
  }

  synchronized Optional<Cause> cause() {
    return cause;
  }

  /**
   * Throws when the run must not go on.
   *
   * @throws RunCancelledException when somebody cancelled it, or its process ends
   * @throws DatabricksException CONFLICT when another node may have taken over
   */
  synchronized void check() {
    if (cause.isEmpty()) {
      return;
    }
    switch (cause.get()) {
      case CANCELLED -> throw new RunCancelledException(key + " was cancelled");
      case SHUT_DOWN -> throw new RunCancelledException(key + " ends with its process");
      case LEASE_LOST ->
          throw new DatabricksException(
              Reason.CONFLICT,
              "This node no longer has the right to run "
                  + key
                  + ": its lease could not be renewed in time, and another node may go on with"
                  + " it.");
    }
  }

  /** Does what may be broken off at any moment, such as waiting for a statement. */
  <T> T waiting(Supplier<T> work) {
    return breakable(EnumSet.allOf(Cause.class), work);
  }

  /**
   * Does the whole of a run that the next one does anew: nobody needs the rest of one that was
   * cancelled, while an orderly stop lets it come to its end.
   */
  <T> T whole(Supplier<T> work) {
    return breakable(EnumSet.of(Cause.CANCELLED, Cause.LEASE_LOST), work);
  }

  /** Whether a failure leaves open what became of a change: that counts more than why it ended. */
  static boolean unknown(RuntimeException failure) {
    return failure instanceof DatabricksException e && e.getReason() == Reason.OUTCOME_UNKNOWN;
  }

  private <T> T breakable(Set<Cause> causes, Supplier<T> work) {
    synchronized (this) {
      check();
      breaking = causes;
    }
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (!unknown(e)) {
        check(); // What was woken fails in ways of its own.
      }
      throw e;
    } finally {
      synchronized (this) {
        breaking = Set.of();
        if (cause.isPresent()) {
          Thread.interrupted();
        }
      }
    }
  }
}
