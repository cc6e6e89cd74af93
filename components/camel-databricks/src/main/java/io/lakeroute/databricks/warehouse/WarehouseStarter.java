// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.warehouse;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.waiting.Pause;
import io.lakeroute.databricks.waiting.SingleFlight;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a sleeping warehouse run before a statement goes to it, because the service itself lets a
 * statement wait without end or fails it. Thread-safe.
 *
 * <p>While statements succeed it costs a comparison: a warehouse that answered a minute ago is
 * taken to run. It never stops sooner, as the shortest auto stop is longer than that.
 */
public final class WarehouseStarter {

  private static final Logger LOG = LoggerFactory.getLogger(WarehouseStarter.class);
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final Duration FIRST_POLL = Duration.ofMillis(500);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(5);
  private static final Duration PROGRESS = Duration.ofSeconds(10);
  private static final int RETRY_AFTER_SECONDS = 30;
  private static final Set<Reason> TELLS_NOTHING =
      EnumSet.of(Reason.NOT_FOUND, Reason.UNAVAILABLE, Reason.THROTTLED);

  private final String warehouse;
  private final WarehouseControl control;
  private final SingleFlight<WarehouseState> flight = new SingleFlight<>();
  private volatile long seenRunning;
  private volatile boolean doubted = true;

  /**
   * @param warehouse how texts call it
   */
  public WarehouseStarter(String warehouse, WarehouseControl control) {
    this.warehouse = warehouse;
    this.control = control;
  }

  /**
   * Returns once the warehouse runs.
   *
   * @throws DatabricksException UNAVAILABLE when it does not within that time; NOT_FOUND when it is
   *     deleted
   */
  public void ensureRunning(Duration patience) {
    if (!doubted && System.nanoTime() - seenRunning < FRESH_NANOS) {
      return;
    }
    if (flight.run(() -> start(patience), patience).isEmpty()) {
      throw tooSlow(patience);
    }
  }

  /** A statement succeeded. */
  public void answered() {
    seenRunning = System.nanoTime();
    doubted = false;
  }

  /** A statement found the warehouse unavailable. */
  public void doubt() {
    doubted = true;
  }

  private WarehouseState start(Duration patience) {
    WarehouseState state;
    try {
      state = control.state();
    } catch (DatabricksException e) {
      if (TELLS_NOTHING.contains(e.getReason()) && !ErrorClassifier.unanswered(e)) {
        LOG.debug(
            "The state of {} is not known, the statement will tell: {}", warehouse, e.getMessage());
        return WarehouseState.RUNNING;
      }
      throw e;
    }
    if (state != WarehouseState.RUNNING) {
      awaitRunning(state, patience);
    }
    answered();
    return WarehouseState.RUNNING;
  }

  private void awaitRunning(WarehouseState first, Duration patience) {
    LOG.info(
        "{} is {}; waiting at most {} s for it to run", warehouse, first, patience.toSeconds());
    long began = System.nanoTime();
    long lastWord = began;
    Duration poll = FIRST_POLL;
    WarehouseState state = first;
    boolean asked = false;
    while (state != WarehouseState.RUNNING) {
      if (state.gone()) {
        throw new DatabricksException(
            Reason.NOT_FOUND,
            warehouse + " is " + state + ". Give the connection another warehouseId or httpPath.");
      }
      if (state == WarehouseState.STOPPED && !asked) {
        control.start();
        asked = true;
      }
      long waited = System.nanoTime() - began;
      if (waited + poll.toNanos() > patience.toNanos()) {
        throw tooSlow(patience);
      }
      if (!Pause.of(poll)) {
        throw new DatabricksException(
            Reason.UNAVAILABLE, "Interrupted while " + warehouse + " was starting.");
      }
      poll = Pause.doubled(poll, LONGEST_POLL);
      state = control.state();
      if (System.nanoTime() - lastWord > PROGRESS.toNanos()) {
        lastWord = System.nanoTime();
        LOG.info("{} is {} after {} s", warehouse, state, seconds(began));
      }
    }
    LOG.info("{} runs after {} s", warehouse, seconds(began));
  }

  private DatabricksException tooSlow(Duration patience) {
    return new DatabricksException(
        Reason.UNAVAILABLE,
        warehouse
            + " did not run within "
            + patience.toSeconds()
            + " s (warehouseStartTimeout). It goes on starting; try again later.",
        Optional.empty(),
        RETRY_AFTER_SECONDS,
        Optional.empty());
  }

  private static long seconds(long since) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
  }
}
