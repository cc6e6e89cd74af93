// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Rows that come in several parts. Immutable. */
public final class JoinedRows implements Rows {

  private final List<Rows> parts;

  /** The index of the first row of each part, and after the last one the number of rows. */
  private final int[] starts;

  private JoinedRows(List<Rows> parts) {
    this.parts = List.copyOf(parts);
    this.starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = starts[i] + parts.get(i).size();
    }
  }

  /** The parts, one after the other. */
  public static Rows of(List<Rows> parts) {
    return parts.size() == 1 ? parts.get(0) : new JoinedRows(parts);
  }

  @Override
  public int size() {
    return starts[parts.size()];
  }

  @Override
  public Object[] row(int index) {
    int part = part(index);
    return parts.get(part).row(index - starts[part]);
  }

  @Override
  public void write(int index, ValueSink sink) throws IOException {
    int part = part(index);
    parts.get(part).write(index - starts[part], sink);
  }

  @Override
  public Object value(int index, int column) {
    int part = part(index);
    return parts.get(part).value(index - starts[part], column);
  }

  @Override
  public void write(int index, int column, ValueSink sink) throws IOException {
    int part = part(index);
    parts.get(part).write(index - starts[part], column, sink);
  }

  private int part(int index) {
    Objects.checkIndex(index, size());
    int part = 0;
    while (index >= starts[part + 1]) {
      part++;
    }
    return part;
  }
}
