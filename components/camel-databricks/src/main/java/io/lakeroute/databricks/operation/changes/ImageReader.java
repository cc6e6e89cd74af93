// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.operation.changes.Change.Image;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts the images of a statement into groups that are folded together. For one thread. */
final class ImageReader {

  private final RowSource source;
  private final ImageColumns columns;
  private final int pageSize;
  private Rows page = Rows.NONE;
  private int next;
  private long rows;

  /**
   * @param pageSize rows that are asked for at once
   */
  ImageReader(RowSource source, ImageColumns columns, int pageSize) {
    this.source = source;
    this.columns = columns;
    this.pageSize = pageSize;
  }

  /** All images of the next row of the table, or of one version of it; none at the end. */
  List<Image> group() throws SQLException, InterruptedException {
    if (!more()) {
      return List.of();
    }
    List<Image> group = new ArrayList<>(2);
    Object[] identity = columns.group(page, next);
    do {
      group.add(new Image(page, next++));
      rows++;
    } while (identity.length > 0
        && more()
        && Arrays.deepEquals(identity, columns.group(page, next)));
    return group;
  }

  private boolean more() throws SQLException, InterruptedException {
    if (next == page.size()) {
      page = source.read(pageSize);
      next = 0;
    }
    return page.size() > 0;
  }

  /** Images that were given so far. */
  long rows() {
    return rows;
  }

  /** Bytes that were fetched for them. */
  long bytes() {
    return source.bytes();
  }
}
