// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.sql.SQLException;
import java.util.List;

/** Walks over a result row by row, up to an allowed number. For one thread at a time. */
public final class RowCursor {

  private final RowReader rows;
  private final List<Column> columns;
  private final long maxRows;
  private long read;
  private boolean truncated;

  /**
   * @param maxRows rows to give out before the rest is left; 0 for all
   */
  public RowCursor(RowReader rows, long maxRows) {
    this.rows = rows;
    this.maxRows = maxRows;
    this.columns = Column.distinct(rows.columns());
  }

  public List<Column> columns() {
    return columns;
  }

  /** Moves to the next row; false at the end, or when as many rows as allowed were given out. */
  public boolean next() throws SQLException {
    if (truncated || !rows.next()) {
      return false;
    }
    if (maxRows > 0 && read == maxRows) {
      truncated = true;
      return false;
    }
    read++;
    return true;
  }

  /** The current row, in the order of the columns; the array is the caller's. */
  public Object[] values() throws SQLException {
    return rows.values();
  }

  /** Rows given out so far. */
  public long rowsRead() {
    return read;
  }

  /** True once rows were left because of the allowed number; known only at the end. */
  public boolean truncated() {
    return truncated;
  }
}
