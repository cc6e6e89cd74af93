// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.metrics.Measurements.Wait;
import io.lakeroute.databricks.waiting.Caller;
import io.lakeroute.databricks.waiting.CallerGoneException;
import io.lakeroute.databricks.waiting.StatementGate;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lets statements through to a warehouse that runs and has a place for them. Thread-safe. */
public final class Admission {

  private final WorkspaceConnection connection;
  private final StatementRunner.Patience patience;
  private final Measurements measurements;

  public Admission(
      WorkspaceConnection connection,
      StatementRunner.Patience patience,
      Measurements measurements) {
    this.connection = connection;
    this.patience = patience;
    this.measurements = measurements;
  }

  /** What the statement gives, on behalf of a caller that arrives now and stays. */
  public <T> T admit(Function<StatementGate.Place, T> statement) {
    return admit(Caller.now(), statement);
  }

  /**
   * What the statement gives, with the warehouse awake.
   *
   * @param statement gets a place that it must give back, unless it fails
   * @throws CallerGoneException when the caller left before the statement was sent
   */
  public <T> T admit(Caller caller, Function<StatementGate.Place, T> statement) {
    caller.requirePresent();
    timed(
        Wait.WAREHOUSE,
        () -> {
          // Without one nothing goes; the starter would take the failure for a warehouse's.
          connection.tokens().token();
          connection.starter().ensureRunning(patience.warehouse());
          return true;
        });
    StatementGate.Place place =
        timed(Wait.PLACE, () -> connection.gate().enter(caller, patience.queue()));
    try {
      caller.requirePresent();
      T result = statement.apply(place);
      connection.starter().answered();
      return result;
    } catch (CallerGoneException e) {
      place.close();
      throw e;
    } catch (RuntimeException | Error e) {
      place.close();
      if (ErrorClassifier.reason(e) == Reason.UNAVAILABLE) {
        connection.starter().doubt();
      }
      throw e;
    }
  }

  /** Measures how long somebody waits. */
  <T> T timed(Wait what, Supplier<T> wait) {
    long start = System.nanoTime();
    try {
      return wait.get();
    } finally {
      measurements.waited(what, Duration.ofNanos(System.nanoTime() - start));
    }
  }
}
