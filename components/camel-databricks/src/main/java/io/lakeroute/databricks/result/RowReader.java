// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.sql.SQLException;
import java.util.List;

/** The rows of a result, one after the other. For one thread at a time. */
public interface RowReader {

  /** The columns as the result has them, even where two share a name. */
  List<Column> columns();

  /** Moves to the next row; false at the end. */
  boolean next() throws SQLException;

  /** The current row in the order of the columns; the array is the caller's. */
  Object[] values() throws SQLException;
}
