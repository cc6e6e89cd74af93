// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowCursor;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of a running statement, bit by bit. For one thread at a time. */
final class ResultRows implements RowSource {

  /** Characters and bytes after which a portion ends, so that wide rows do not fill the memory. */
  private static final long HEAVY = 4_000_000;

  private final OpenResult result;
  private boolean ended;

  ResultRows(OpenResult result) {
    this.result = result;
  }

  @Override
  public List<Column> columns() {
    return result.columns();
  }

  @Override
  public Rows read(int maxRows) throws SQLException {
    return ended ? Rows.NONE : result.read(cursor -> read(cursor, maxRows));
  }

  private Rows read(RowCursor cursor, int maxRows) throws SQLException {
    List<Object[]> rows = new ArrayList<>(Math.min(maxRows, 1_024));
    long weight = 0;
    while (rows.size() < maxRows && weight < HEAVY) {
      if (!cursor.next()) {
        ended = true;
        break;
      }
      Object[] values = cursor.values();
      weight += weight(values);
      rows.add(values);
    }
    return Rows.of(rows);
  }

  @Override
  public boolean truncated() {
    return result.truncated();
  }

  private static long weight(Object[] values) {
    long weight = 0;
    for (Object value : values) {
      if (value instanceof String text) {
        weight += text.length();
      } else if (value instanceof byte[] binary) {
        weight += binary.length;
      }
    }
    return weight;
  }

  @Override
  public void close() throws SQLException {
    result.close();
  }
}
