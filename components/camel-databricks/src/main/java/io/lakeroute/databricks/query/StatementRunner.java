package io.lakeroute.databricks.query;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.jdbc.Session;
import io.lakeroute.databricks.result.RowCursor;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Runs statements that read on one connection and flow. Thread-safe. */
final class StatementRunner {

  private final WorkspaceConnection connection;
  private final String flow;
  private final Duration statementTimeout;
  private final Duration queueTimeout;

  StatementRunner(
      WorkspaceConnection connection,
      String flow,
      Duration statementTimeout,
      Duration queueTimeout) {
    this.connection = connection;
    this.flow = flow;
    this.statementTimeout = statementTimeout;
    this.queueTimeout = queueTimeout;
  }

  /**
   * Runs a statement and leaves its rows to be read.
   *
   * <p>Where the token is refused, the statement is sent once more with another token: a refused
   * one never ran.
   *
   * @param maxRows rows to read at most, 0 for all
   */
  OpenResult run(NamedStatement.Bound bound, long maxRows) {
    try {
      return attempt(bound, maxRows);
    } catch (DatabricksException e) {
      if (e.getReason() != Reason.UNAUTHENTICATED) {
        throw e;
      }
    }
    return attempt(bound, maxRows);
  }

  private OpenResult attempt(NamedStatement.Bound bound, long maxRows) {
    Session session = connection.sessions(flow).borrow(queueTimeout);
    PreparedStatement statement = null;
    try {
      statement = session.connection().prepareStatement(bound.sql());
      statement.setQueryTimeout(Math.toIntExact(statementTimeout.toSeconds()));
      if (maxRows > 0) {
        // One more than wanted tells a full result from a cut one.
        statement.setMaxRows(Math.toIntExact(Math.min(maxRows + 1, Integer.MAX_VALUE)));
      }
      ParameterBinder.bind(statement, bound.values());
      ResultSet rows = statement.executeQuery();
      return new OpenResult(session, statement, new RowCursor(rows, maxRows));
    } catch (SQLException | RuntimeException e) {
      DatabricksException failure =
          ErrorClassifier.failure(
              "Cannot run the statement on connection '" + connection.profile().name() + "'", e);
      if (failure.getReason() == Reason.UNAUTHENTICATED) {
        connection.tokens().invalidate(session.token());
        session.evict();
      }
      giveBack(session, statement, failure);
      throw failure;
    }
  }

  private static void giveBack(
      Session session, PreparedStatement statement, DatabricksException failure) {
    try (session) {
      if (statement != null) {
        statement.close();
      }
    } catch (SQLException e) {
      failure.addSuppressed(
          new IllegalStateException("closing after the failure failed too: " + e.getSQLState()));
    }
  }
}
