// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some rows of one result, with their columns. Immutable. Values are made when they are asked for,
 * each time anew where the rows came in columns.
 *
 * <p>Camel converts it to {@code List<Map>}, JSON lines, a JSON array, CSV, text and {@code
 * InputStream}.
 */
public final class RecordBatch {

  private final List<Column> columns;
  private final Rows rows;

  /**
   * @param columns what the positions of a row are
   * @param rows values in the order of the columns; the arrays are not copied and belong to the
   *     batch
   */
  public RecordBatch(List<Column> columns, List<Object[]> rows) {
    this(columns, new ObjectRows(rows));
  }

  /**
   * @param columns what the positions of a row are
   */
  public RecordBatch(List<Column> columns, Rows rows) {
    this.columns = List.copyOf(columns);
    this.rows = requireNonNull(rows, "rows");
  }

  public List<Column> getColumns() {
    return columns;
  }

  /** Number of rows. */
  public int size() {
    return rows.size();
  }

  /** Values of one row in the order of the columns. */
  public Object[] row(int index) {
    return rows.row(index);
  }

  /** The rows as maps in the order of the columns, made anew on each call. */
  public List<Map<String, Object>> asMaps() {
    List<Map<String, Object>> maps = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      maps.add(asMap(columns, rows.row(i)));
    }
    return maps;
  }

  /** One JSON object in each line. */
  public String toJsonLines() {
    return encode(StreamFormat.JSON_LINES);
  }

  /** One JSON array of objects. */
  public String toJson() {
    return encode(StreamFormat.JSON);
  }

  /** Comma-separated values under a header line. */
  public String toCsv() {
    return encode(StreamFormat.CSV);
  }

  private String encode(StreamFormat format) {
    Utf8Buffer out = new Utf8Buffer(8_192);
    RowEncoder encoder = RowEncoder.of(format, columns, out);
    encoder.begin();
    try {
      for (int i = 0; i < rows.size(); i++) {
        encoder.row(rows, i);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    encoder.end();
    return out.toString();
  }

  private static Map<String, Object> asMap(List<Column> columns, Object[] values) {
    Map<String, Object> map = new LinkedHashMap<>(columns.size() * 2);
    for (int i = 0; i < values.length; i++) {
      map.put(columns.get(i).name(), values[i]);
    }
    return map;
  }

  /** Without values. */
  @Override
  public String toString() {
    return "RecordBatch[" + rows.size() + " rows, " + columns.size() + " columns]";
  }
}
