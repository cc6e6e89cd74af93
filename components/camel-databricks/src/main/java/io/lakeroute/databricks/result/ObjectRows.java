// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.io.IOException;
import java.util.List;

/**
 * Rows whose values are objects already. Immutable; the arrays inside are not copied.
 *
 * @param values of each row in the order of the columns
 */
record ObjectRows(List<Object[]> values) implements Rows {

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public Object[] row(int index) {
    return values.get(index).clone();
  }

  @Override
  public Object value(int index, int column) {
    return values.get(index)[column];
  }

  @Override
  public void write(int index, int column, ValueSink sink) throws IOException {
    sink.value(values.get(index)[column]);
  }

  @Override
  public void write(int index, ValueSink sink) throws IOException {
    for (Object value : values.get(index)) {
      sink.value(value);
    }
  }
}
