package io.lakeroute.databricks.query;

import io.lakeroute.databricks.jdbc.Session;
import io.lakeroute.databricks.result.RowCursor;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running or finished statement with its rows; closing it gives back everything it holds, once.
 * Thread-safe to close.
 */
final class OpenResult implements AutoCloseable {

  private final Session session;
  private final PreparedStatement statement;
  private final RowCursor rows;
  private final AtomicBoolean closed = new AtomicBoolean();

  OpenResult(Session session, PreparedStatement statement, RowCursor rows) {
    this.session = session;
    this.statement = statement;
    this.rows = rows;
  }

  RowCursor rows() {
    return rows;
  }

  Session session() {
    return session;
  }

  @Override
  public void close() throws SQLException {
    if (closed.compareAndSet(false, true)) {
      try (session) {
        statement.close();
      }
    }
  }
}
