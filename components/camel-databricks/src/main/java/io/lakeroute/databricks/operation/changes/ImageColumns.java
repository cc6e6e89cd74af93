// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.operation.changes.Change.Image;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.Rows;
import java.util.List;

/**
 * Where things stand in the rows that the statements of a sync select: behind the table's columns
 * follow kind, match of the filter, version and time. Immutable.
 *
 * @param width how many columns of the table there are
 * @param keys indexes of the keys; none where there are none
 * @param net whether the images of all versions of a row belong together
 */
record ImageColumns(int width, int[] keys, boolean net) {

  static ImageColumns of(ChangeTable table) {
    List<String> names = table.columns().stream().map(Column::name).toList();
    return new ImageColumns(
        names.size(), table.keys().stream().mapToInt(names::indexOf).toArray(), table.net());
  }

  /** Values that the images of a group share; none where each is a group of its own. */
  Object[] group(Rows rows, int index) {
    boolean version = keys.length > 0 && !net;
    Object[] values = new Object[keys.length + (version ? 1 : 0)];
    for (int i = 0; i < keys.length; i++) {
      values[i] = rows.value(index, keys[i]);
    }
    if (version) {
      values[keys.length] = rows.value(index, width + 2);
    }
    return values;
  }

  /** Values that tell the row of an image from others. */
  Object[] identity(Image image) {
    Object[] values = new Object[keys.length == 0 ? width : keys.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = image.value(keys.length == 0 ? i : keys[i]);
    }
    return values;
  }

  ImageKind kind(Image image) {
    return ImageKind.of(image.value(width));
  }

  boolean matches(Image image) {
    return Boolean.TRUE.equals(image.value(width + 1));
  }

  long version(Image image) {
    return ((Number) image.value(width + 2)).longValue();
  }

  int versionColumn() {
    return width + 2;
  }

  int timeColumn() {
    return width + 3;
  }
}
