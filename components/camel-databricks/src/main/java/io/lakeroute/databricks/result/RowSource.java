package io.lakeroute.databricks.result;

import java.sql.SQLException;
import java.util.List;

/** Rows that are read bit by bit and hold something open meanwhile. For one thread at a time. */
public interface RowSource extends AutoCloseable {

  List<Column> columns();

  /**
   * Up to that many further rows; fewer, but at least one, where rows are large; none only at the
   * end.
   *
   * @param maxRows rows to return at most
   */
  List<Object[]> read(int maxRows) throws SQLException;

  /** Told once, by whoever consumes the rows and on that thread, that it has had the last one. */
  default void consumed() {}

  @Override
  void close() throws SQLException;
}
