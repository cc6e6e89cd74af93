package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.jdbc.Session;
import io.lakeroute.databricks.result.RowCursor;
import io.lakeroute.databricks.waiting.StatementGate;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A statement's rows and everything they hold on to; closing gives it all back, once. Thread-safe
 * to close.
 */
public final class OpenResult implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenResult.class);

  private final Session session;
  private final PreparedStatement statement;
  private final RowCursor rows;
  private final StatementGate.Place place;
  private final AtomicBoolean closed = new AtomicBoolean();

  OpenResult(
      Session session, PreparedStatement statement, RowCursor rows, StatementGate.Place place) {
    this.session = session;
    this.statement = statement;
    this.rows = rows;
    this.place = place;
  }

  public RowCursor rows() {
    return rows;
  }

  /**
   * The rows are read by now, so a failure to say so to the server is nobody's loss: results expire
   * there by themselves.
   */
  @Override
  public void close() throws SQLException {
    if (closed.compareAndSet(false, true)) {
      try (place;
          session) {
        closeQuietly(statement);
      }
    }
  }

  /** The driver closes with a call of its own and lets unchecked exceptions of the SDK out, too. */
  static void closeQuietly(PreparedStatement statement) {
    try {
      statement.close();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("Closing a statement failed with {}", e.getClass().getName());
    }
  }
}
