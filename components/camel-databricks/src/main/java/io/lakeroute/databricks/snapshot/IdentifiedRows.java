package io.lakeroute.databricks.snapshot;

import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.result.ValueSink;
import java.io.IOException;
import java.util.function.IntFunction;

/**
 * Rows with the record's id behind their other values. Immutable.
 *
 * @param rows without it; a column behind the delivered ones is left out
 * @param width how many values of a row are delivered
 * @param ids the id of the row at an index
 */
record IdentifiedRows(Rows rows, int width, IntFunction<String> ids) implements Rows {

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Object[] row(int index) {
    Object[] values = java.util.Arrays.copyOf(rows.row(index), width + 1);
    values[width] = ids.apply(index);
    return values;
  }

  @Override
  public void write(int index, ValueSink sink) throws IOException {
    for (int column = 0; column < width; column++) {
      rows.write(index, column, sink);
    }
    sink.text(ids.apply(index));
  }

  @Override
  public Object value(int index, int column) {
    return column == width ? ids.apply(index) : rows.value(index, column);
  }

  @Override
  public void write(int index, int column, ValueSink sink) throws IOException {
    if (column == width) {
      sink.text(ids.apply(index));
    } else {
      rows.write(index, column, sink);
    }
  }
}
