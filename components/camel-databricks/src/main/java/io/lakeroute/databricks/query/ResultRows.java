package io.lakeroute.databricks.query;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowCursor;
import io.lakeroute.databricks.result.RowSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The rows of a running statement, bit by bit. For one thread at a time. */
final class ResultRows implements RowSource {

  /** Characters and bytes after which a portion ends, so that wide rows do not fill the memory. */
  private static final long HEAVY = 4_000_000;

  private final OpenResult result;
  private final Consumer<RowCursor> atEnd;
  private boolean ended;

  /**
   * @param atEnd told once, when the last row was consumed
   */
  ResultRows(OpenResult result, Consumer<RowCursor> atEnd) {
    this.result = result;
    this.atEnd = atEnd;
  }

  @Override
  public List<Column> columns() {
    return result.rows().columns();
  }

  @Override
  public List<Object[]> read(int maxRows) throws SQLException {
    List<Object[]> rows = new ArrayList<>(Math.min(maxRows, 1_024));
    if (ended) {
      return rows;
    }
    RowCursor cursor = result.rows();
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
    return rows;
  }

  @Override
  public void consumed() {
    atEnd.accept(result.rows());
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
