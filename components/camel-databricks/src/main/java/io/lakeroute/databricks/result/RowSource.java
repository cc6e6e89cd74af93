// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.sql.SQLException;
import java.util.List;

/**
 * Rows that are read bit by bit and hold something open meanwhile. For one reading thread; closing
 * is safe from any thread.
 */
public interface RowSource extends AutoCloseable {

  List<Column> columns();

  /**
   * Up to that many further rows; fewer, but at least one, where rows are large; none only at the
   * end.
   *
   * @param maxRows rows to return at most
   */
  Rows read(int maxRows) throws SQLException, InterruptedException;

  /** True when rows were left because of the allowed number; known at the end. */
  boolean truncated();

  /** Bytes of the result that were fetched from storage so far; 0 where the driver fetches. */
  default long bytes() {
    return 0;
  }

  @Override
  void close() throws SQLException;
}
