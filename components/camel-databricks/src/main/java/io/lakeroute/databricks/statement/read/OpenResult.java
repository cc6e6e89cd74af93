// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.error.StatementTimeoutException;
import io.lakeroute.databricks.jdbc.Session;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowCursor;
import io.lakeroute.databricks.waiting.StatementGate;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A statement's rows and everything they hold on to; closing gives it all back, once. Thread-safe
 * to close.
 */
public final class OpenResult implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenResult.class);

  /** By then the driver should have ended a call by itself. */
  static final Duration GRACE = Duration.ofSeconds(2);

  /** For the word that nobody wants a result any more. */
  private static final Duration LONGEST_ENDING = Duration.ofSeconds(2);

  private final Session session;
  private final PreparedStatement statement;
  private final RowCursor rows;
  private final Duration time;
  private final StatementGate.Place place;
  private final Measurements measurements;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param time for each reading of rows, as for the statement
   */
  OpenResult(
      Session session,
      PreparedStatement statement,
      RowCursor rows,
      Duration time,
      StatementGate.Place place,
      Measurements measurements) {
    this.session = session;
    this.statement = statement;
    this.rows = rows;
    this.time = time;
    this.place = place;
    this.measurements = measurements;
  }

  /** Reads rows. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(RowCursor rows) throws SQLException;
  }

  /**
   * What a reader makes of rows, of all or of some.
   *
   * @throws SQLException a timeout where the rows do not come within the statement's time
   */
  public <T> T read(Reader<T> reader) throws SQLException {
    try {
      return session.within(time.plus(GRACE), () -> reader.read(rows));
    } catch (SQLTimeoutException e) {
      throw new StatementTimeoutException(time, e);
    }
  }

  public List<Column> columns() {
    return rows.columns();
  }

  /** Whether rows were left; known at the end. */
  public boolean truncated() {
    return rows.truncated();
  }

  /**
   * The rows are read by now, so a failure to say so to the server is nobody's loss: results expire
   * there by themselves.
   */
  @Override
  public void close() throws SQLException {
    if (closed.compareAndSet(false, true)) {
      try (place) {
        giveBack(session, Optional.of(statement), measurements);
      }
    }
  }

  /** The driver closes with a call of its own and lets unchecked exceptions of the SDK out, too. */
  static void giveBack(
      Session session, Optional<PreparedStatement> statement, Measurements measurements)
      throws SQLException {
    try (session) {
      if (statement.isPresent() && !session.abandoned()) {
        session.within(
            LONGEST_ENDING,
            () -> {
              statement.get().close();
              return true;
            });
      }
    } catch (SQLException | RuntimeException e) {
      LOG.debug("Closing a statement failed with {}", e.getClass().getName());
    } finally {
      if (session.abandoned()) {
        measurements.abandoned();
      }
    }
  }
}
