package io.lakeroute.databricks.result;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Walks over a result row by row, with values in the types of a row. For one thread at a time. */
public final class RowCursor {

  private final ResultSet rows;
  private final List<Column> columns;
  private final ValueReader[] readers;
  private final long maxRows;
  private long read;
  private boolean truncated;

  /**
   * @param maxRows rows to give out before the rest is left; 0 for all
   */
  public RowCursor(ResultSet rows, long maxRows) throws SQLException {
    this.rows = rows;
    this.maxRows = maxRows;
    this.columns = columns(rows.getMetaData());
    this.readers =
        columns.stream().map(c -> ValueReader.of(c.typeText())).toArray(ValueReader[]::new);
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
    Object[] values = new Object[readers.length];
    for (int i = 0; i < readers.length; i++) {
      values[i] = readers[i].read(rows, i + 1);
    }
    return values;
  }

  /** Rows given out so far. */
  public long rowsRead() {
    return read;
  }

  /** True once rows were left because of the allowed number; known only at the end. */
  public boolean truncated() {
    return truncated;
  }

  private static List<Column> columns(ResultSetMetaData metaData) throws SQLException {
    List<Column> columns = new ArrayList<>(metaData.getColumnCount());
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      columns.add(new Column(metaData.getColumnLabel(i), metaData.getColumnTypeName(i)));
    }
    return Column.distinct(columns);
  }
}
