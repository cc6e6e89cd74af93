// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import com.databricks.jdbc.api.IDatabricksResultSet;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.error.StatementTimeoutException;
import io.lakeroute.databricks.jdbc.DriverRows;
import io.lakeroute.databricks.jdbc.Session;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.metrics.Measurements.Wait;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.result.RowCursor;
import io.lakeroute.databricks.waiting.Caller;
import io.lakeroute.databricks.waiting.StatementGate;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Runs statements that read on one connection and flow. Thread-safe. */
public final class StatementRunner {

  /**
   * Opening a session is a call like any other; with a place taken, there is nobody to queue
   * behind.
   */
  private static final Duration SESSION_OPEN = Duration.ofSeconds(30);

  /**
   * How long to wait for what.
   *
   * @param statement until a statement is cancelled
   * @param queue until a place is free
   * @param warehouse until a stopped warehouse runs
   */
  public record Patience(Duration statement, Duration queue, Duration warehouse) {}

  private final WorkspaceConnection connection;
  private final String flow;
  private final Patience patience;
  private final Measurements measurements;
  private final Admission admission;

  /**
   * @param flow whose sessions to use; the empty name is the connection's own
   */
  public StatementRunner(
      WorkspaceConnection connection, String flow, Patience patience, Measurements measurements) {
    DriverRows.requireKnownDriver();
    this.connection = connection;
    this.flow = flow;
    this.patience = patience;
    this.measurements = measurements;
    this.admission = new Admission(connection, patience, measurements);
  }

  /**
   * Runs a statement and leaves its rows to be read.
   *
   * <p>Where the token is refused or the session is lost, the statement is sent once more, with
   * another token and session: a refused one never ran.
   *
   * @param maxRows rows to read at most, 0 for all
   * @param run the run it belongs to, for its query tag
   */
  public OpenResult run(NamedStatement.Bound bound, long maxRows, Optional<String> run) {
    return run(bound, maxRows, run, Caller.now());
  }

  /**
   * Runs a statement for a caller that may leave before its end.
   *
   * @param caller from whose arrival on the wait for a place counts
   */
  public OpenResult run(
      NamedStatement.Bound bound, long maxRows, Optional<String> run, Caller caller) {
    long began = System.nanoTime();
    try (TimeLimit limit = TimeLimit.ofEachCall(patience.statement())) {
      return admittedTwice(began, bound, maxRows, run, caller);
    }
  }

  private OpenResult admittedTwice(
      long began, NamedStatement.Bound bound, long maxRows, Optional<String> run, Caller caller) {
    try {
      return admitted(began, bound, maxRows, run, caller);
    } catch (NeverRan e) {
      try {
        return admitted(began, bound, maxRows, run, caller);
      } catch (NeverRan again) {
        throw again.failure;
      }
    }
  }

  /** A statement that the server refused before it looked at it. */
  private static final class NeverRan extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final DatabricksException failure;

    NeverRan(DatabricksException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private OpenResult admitted(
      long began, NamedStatement.Bound bound, long maxRows, Optional<String> run, Caller caller) {
    return admission.admit(
        caller,
        place -> {
          Duration wait = sessionPatience(Duration.ofNanos(System.nanoTime() - began));
          Session session =
              admission.timed(Wait.SESSION, () -> connection.sessions(flow).borrow(wait));
          return opened(session, bound, maxRows, run, caller, place);
        });
  }

  /** A cluster that runs opens sessions only some time after it says so. */
  private Duration sessionPatience(Duration waited) {
    Duration left = patience.warehouse().minus(waited);
    if (connection.profile().compute() instanceof Compute.Cluster
        && left.compareTo(SESSION_OPEN) > 0) {
      return left;
    }
    Duration longest = patience.statement().plus(OpenResult.GRACE);
    return longest.compareTo(SESSION_OPEN) < 0 ? longest : SESSION_OPEN;
  }

  private OpenResult opened(
      Session session,
      NamedStatement.Bound bound,
      long maxRows,
      Optional<String> run,
      Caller caller,
      StatementGate.Place place) {
    AtomicReference<PreparedStatement> prepared = new AtomicReference<>();
    long start = System.nanoTime();
    try {
      RowCursor rows =
          session.detached(
              patience.statement().plus(OpenResult.GRACE),
              () -> execute(session, bound, maxRows, run, caller, prepared));
      return new OpenResult(
          session, prepared.get(), rows, patience.statement(), place, measurements);
    } catch (SQLException | RuntimeException e) {
      DatabricksException failure =
          ErrorClassifier.failure("Cannot run the statement on " + connection, timeout(e));
      giveBack(session, Optional.ofNullable(prepared.get()), failure);
      caller.requirePresent();
      if (failure.getReason() == Reason.UNAUTHENTICATED) {
        connection.tokens().invalidate(session.token());
        throw new NeverRan(failure);
      }
      throw ErrorClassifier.sessionLost(e) ? new NeverRan(failure) : failure;
    } finally {
      measurements.statement(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private RowCursor execute(
      Session session,
      NamedStatement.Bound bound,
      long maxRows,
      Optional<String> run,
      Caller caller,
      AtomicReference<PreparedStatement> prepared)
      throws SQLException {
    session.tagRun(run);
    PreparedStatement statement = session.connection().prepareStatement(bound.sql());
    prepared.set(statement);
    statement.setEscapeProcessing(false);
    statement.setQueryTimeout(Math.toIntExact(patience.statement().toSeconds()));
    if (maxRows > 0) {
      // One more than wanted tells a full result from a cut one.
      statement.setMaxRows(Math.toIntExact(Math.min(maxRows + 1, Integer.MAX_VALUE)));
    }
    ParameterBinder.bind(statement, bound.values());
    caller.requirePresent();
    try (AbandonedStatement leaving =
        AbandonedStatement.watch(caller, statement, connection.alarms())) {
      // Past the pool's own result set, which stands between every value and the driver.
      ResultSet rows = statement.executeQuery().unwrap(IDatabricksResultSet.class);
      return new RowCursor(DriverRows.of(rows), maxRows);
    }
  }

  /** The driver does not say how long it waited. */
  private Exception timeout(Exception e) {
    return e instanceof SQLTimeoutException
        ? new StatementTimeoutException(patience.statement(), e)
        : e;
  }

  private void giveBack(
      Session session, Optional<PreparedStatement> statement, DatabricksException failure) {
    try {
      OpenResult.giveBack(session, statement, measurements);
    } catch (SQLException e) {
      failure.addSuppressed(
          new IllegalStateException("Closing after the failure failed too: " + e.getSQLState()));
    }
  }
}
