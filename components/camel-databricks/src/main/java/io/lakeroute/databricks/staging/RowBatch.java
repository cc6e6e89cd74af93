package io.lakeroute.databricks.staging;

import java.util.BitSet;
import java.util.List;

/**
 * Rows on their way into one statement: a JSON array of arrays of texts, the shape's number first.
 * Immutable.
 *
 * @param columns what the texts of a row belong to, from position 1
 * @param shapes which columns the rows of each shape have
 * @param firstRow position of the first row in the message
 * @param rows number of rows
 * @param json the rows
 * @param last true when the message has no further rows
 */
public record RowBatch(
    List<TargetColumn> columns,
    List<BitSet> shapes,
    long firstRow,
    int rows,
    String json,
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
