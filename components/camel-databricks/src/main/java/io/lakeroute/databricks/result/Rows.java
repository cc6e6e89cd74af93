// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.io.IOException;
import java.util.List;

/** Some rows of a result. Immutable. */
public interface Rows {

  /** No rows: what a source gives at its end. */
  Rows NONE = new ObjectRows(List.of());

  /**
   * Rows of objects.
   *
   * @param values of each row in the order of the columns; the arrays are not copied
   */
  static Rows of(List<Object[]> values) {
    return new ObjectRows(values);
  }

  int size();

  /** The values of one row in the order of the columns; the array is the caller's. */
  Object[] row(int index);

  /** One value of one row. */
  Object value(int index, int column);

  /** Hands one value of one row to the sink. */
  void write(int index, int column, ValueSink sink) throws IOException;

  /** Hands the values of one row to the sink, in the order of the columns. */
  void write(int index, ValueSink sink) throws IOException;
}
