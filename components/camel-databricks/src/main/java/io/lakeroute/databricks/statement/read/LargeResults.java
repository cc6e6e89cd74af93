// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import com.databricks.sdk.service.sql.Disposition;
import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.Format;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.result.RowPump;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.statement.read.LinksUnusableException.Obstacle;
import io.lakeroute.databricks.statement.read.NamedStatement.Markers;
import io.lakeroute.databricks.waiting.Caller;
import io.lakeroute.databricks.waiting.StatementGate;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads results that may be large, bit by bit: of a warehouse from object storage, where that can
 * be done, else through the driver. Thread-safe.
 */
public final class LargeResults {

  private static final Logger LOG = LoggerFactory.getLogger(LargeResults.class);

  private final WorkspaceConnection connection;
  private final String flow;
  private final StatementRunner runner;
  private final StatementRunner.Patience patience;
  private final Measurements measurements;
  private final Admission admission;
  private volatile boolean throughDriver;

  public LargeResults(
      WorkspaceConnection connection,
      String flow,
      StatementRunner runner,
      StatementRunner.Patience patience,
      Measurements measurements) {
    this.connection = connection;
    this.flow = flow;
    this.runner = runner;
    this.patience = patience;
    this.measurements = measurements;
    this.admission = new Admission(connection, patience, measurements);
  }

  /**
   * Runs a statement.
   *
   * @param maxRows rows to read at most, 0 for all
   * @param portion rows that will be asked for at once
   * @param run the run it belongs to, for its query tag
   */
  public RowSource open(
      NamedStatement statement,
      Map<String, ?> values,
      long maxRows,
      int portion,
      Optional<String> run) {
    return open(statement, values, maxRows, portion, run, Caller.now());
  }

  /**
   * Runs a statement for a caller that may leave before its end.
   *
   * @param caller from whose arrival on the wait for a place counts
   */
  public RowSource open(
      NamedStatement statement,
      Map<String, ?> values,
      long maxRows,
      int portion,
      Optional<String> run,
      Caller caller) {
    if (!throughDriver
        && connection.profile().compute() instanceof Compute.SqlWarehouse warehouse) {
      try {
        return linked(
            request(warehouse, statement.bind(values, Markers.NAMES), maxRows, run), caller);
      } catch (LinksUnusableException e) {
        remember(e);
      }
    }
    return driver(statement.bind(values), maxRows, portion, run, caller);
  }

  /** The connection remembers what stands in the way of all statements. */
  private void remember(LinksUnusableException obstacle) {
    if (obstacle.obstacle() == Obstacle.FORMAT && !throughDriver) {
      throughDriver = true;
      LOG.warn(
          "An endpoint on {} reads its results through the driver from now on, which is slower: {}",
          connection,
          obstacle.getMessage());
    }
  }

  private RowSource driver(
      NamedStatement.Bound bound, long maxRows, int portion, Optional<String> run, Caller caller) {
    return new RowPump(
        new ResultRows(runner.run(bound, maxRows, run, caller)), portion, connection.background());
  }

  private RowSource linked(ExecuteStatementRequest request, Caller caller) {
    try (TimeLimit limit = TimeLimit.ofEachCall(patience.statement())) {
      return admission.admit(caller, place -> linked(request, caller, place));
    }
  }

  private RowSource linked(
      ExecuteStatementRequest request, Caller caller, StatementGate.Place place) {
    long start = System.nanoTime();
    try {
      return LinkedStatements.of(connection)
          .run(request, patience.statement(), caller, place::close);
    } catch (SQLException e) {
      throw ErrorClassifier.failure("Cannot run the statement on " + connection, e);
    } finally {
      measurements.statement(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private ExecuteStatementRequest request(
      Compute.SqlWarehouse warehouse,
      NamedStatement.Bound bound,
      long maxRows,
      Optional<String> run) {
    ExecuteStatementRequest request =
        new StatementRequests(connection.profile(), warehouse.id(), flow)
            .of(bound.sql(), ParameterBinder.named(bound), run)
            .setDisposition(Disposition.EXTERNAL_LINKS)
            .setFormat(Format.ARROW_STREAM);
    return maxRows > 0 ? request.setRowLimit(maxRows) : request;
  }
}
