// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.waiting.Alarm;
import io.lakeroute.databricks.waiting.Alarms;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that are given up when they are not read to their end in time, so that a reader that hangs
 * holds neither a place nor a session for good. For one reading thread; closing is safe from any
 * thread.
 */
final class LimitedRows implements RowSource {

  private static final Logger LOG = LoggerFactory.getLogger(LimitedRows.class);

  private final RowSource rows;
  private final Duration time;
  private final String connection;
  private final Measurements measurements;
  private final Alarm alarm;

  /**
   * @param connection how texts call it
   */
  LimitedRows(
      RowSource rows, Duration time, Alarms alarms, String connection, Measurements measurements) {
    this.rows = rows;
    this.time = time;
    this.connection = connection;
    this.measurements = measurements;
    this.alarm = Alarm.after(time, alarms, this::giveUp);
  }

  private void giveUp() {
    measurements.abandoned();
    LOG.warn(
        "A result on {} is given up: it was not read within streamTimeout ({} s)",
        connection,
        time.toSeconds());
    try {
      rows.close();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("Closing a result that is given up failed with {}", e.getClass().getName());
    }
  }

  @Override
  public List<Column> columns() {
    return rows.columns();
  }

  @Override
  public Rows read(int maxRows) throws SQLException, InterruptedException {
    requireTime();
    Rows read;
    try {
      read = rows.read(maxRows);
    } catch (SQLException | RuntimeException e) {
      requireTime();
      throw e;
    }
    requireTime(); // Rows that were closed meanwhile look like rows that ended.
    if (read.size() == 0) {
      alarm.close();
    }
    return read;
  }

  private void requireTime() {
    if (alarm.rang()) {
      throw new DatabricksException(
          Reason.UNAVAILABLE,
          "The result on "
              + connection
              + " was given up: it was not read within streamTimeout ("
              + time.toSeconds()
              + " s). Read it faster, or raise streamTimeout.");
    }
  }

  @Override
  public boolean truncated() {
    return rows.truncated();
  }

  @Override
  public long bytes() {
    return rows.bytes();
  }

  @Override
  public void close() throws SQLException {
    alarm.close();
    rows.close();
  }
}
