// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.result.ValueSink;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Rows with the record's id, and maybe its time, behind their other values. Immutable.
 *
 * @param rows without them; a column behind the delivered ones is left out
 * @param width how many values of a row are delivered
 * @param ids the id of the row at an index
 * @param time the column that tells the time of the event, delivered once more; -1 for none
 */
public record IdentifiedRows(Rows rows, int width, IntFunction<String> ids, int time)
    implements Rows {

  /** The name of the column with the record's id. */
  public static final String RECORD_ID = "_record_id";

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Object[] row(int index) {
    Object[] values = Arrays.copyOf(rows.row(index), width + (time < 0 ? 1 : 2));
    values[width] = ids.apply(index);
    if (time >= 0) {
      values[width + 1] = values[time];
    }
    return values;
  }

  @Override
  public void write(int index, ValueSink sink) throws IOException {
    for (int column = 0; column < width + (time < 0 ? 1 : 2); column++) {
      write(index, column, sink);
    }
  }

  @Override
  public Object value(int index, int column) {
    return column == width ? ids.apply(index) : rows.value(index, source(column));
  }

  @Override
  public void write(int index, int column, ValueSink sink) throws IOException {
    if (column == width) {
      sink.text(ids.apply(index));
    } else {
      rows.write(index, source(column), sink);
    }
  }

  private int source(int column) {
    return column > width ? time : column;
  }
}
