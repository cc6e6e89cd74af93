// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import java.util.BitSet;
import java.util.List;

/**
 * Rows on their way into one statement. Immutable.
 *
 * @param columns what the texts of a row belong to, from position 2
 * @param shapes which columns the rows of each shape have
 * @param firstRow position of the first row in the message
 * @param rows number of rows
 * @param source where a statement finds the rows
 * @param last true when the message has no further rows
 */
public record RowBatch(
    List<TargetColumn> columns,
    List<BitSet> shapes,
    long firstRow,
    int rows,
    BatchRows source,
    boolean last) {

  public RowBatch {
    columns = List.copyOf(columns);
    shapes = List.copyOf(shapes);
  }

  /** Without values. */
  @Override
  public String toString() {
    return "RowBatch[" + rows + " rows]";
  }
}
