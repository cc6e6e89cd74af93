// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.result.ValueSink;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * Consecutive rows of one record batch, column by column; values are made when they are asked for.
 * Immutable.
 *
 * @param columns of the whole batch
 * @param from its first row that is meant
 * @param size how many are meant
 */
record ArrowBatch(List<Vector> columns, int from, int size) implements Rows {

  ArrowBatch slice(int offset, int count) {
    return new ArrowBatch(columns, from + offset, count);
  }

  @Override
  public Object[] row(int index) {
    int row = from + Objects.checkIndex(index, size);
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i).get(row);
    }
    return values;
  }

  @Override
  public Object value(int index, int column) {
    return columns.get(column).get(from + Objects.checkIndex(index, size));
  }

  @Override
  public void write(int index, int column, ValueSink sink) throws IOException {
    columns.get(column).write(from + Objects.checkIndex(index, size), sink);
  }

  @Override
  public void write(int index, ValueSink sink) throws IOException {
    int row = from + Objects.checkIndex(index, size);
    for (Vector column : columns) {
      column.write(row, sink);
    }
  }
}
