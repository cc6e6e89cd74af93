// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes rows whose values are texts as JSON lines or CSV. For one thread.
 *
 * <p>NULL is {@code null} in JSON, and an empty field without quotes in CSV.
 */
public final class TextRowWriter {

  private static final int FULL = 32_768;

  private final Utf8Buffer buffer = new Utf8Buffer(FULL + FULL / 4);
  private final RowEncoder encoder;
  private final TextRow row = new TextRow();

  /** The row that is written now. */
  private static final class TextRow implements Rows {
    private String[] values = {};

    @Override
    public int size() {
      return 1;
    }

    @Override
    public Object[] row(int index) {
      return values.clone();
    }

    @Override
    public Object value(int index, int column) {
      return values[column];
    }

    @Override
    public void write(int index, int column, ValueSink sink) throws IOException {
      if (values[column] == null) {
        sink.nothing();
      } else {
        sink.text(values[column]);
      }
    }

    @Override
    public void write(int index, ValueSink sink) throws IOException {
      for (int column = 0; column < values.length; column++) {
        write(index, column, sink);
      }
    }
  }

  public TextRowWriter(StreamFormat format, List<String> names) {
    this.encoder =
        RowEncoder.of(
            format, names.stream().map(name -> new Column(name, "STRING")).toList(), buffer);
  }

  /** Writes what comes before the first row, such as a header line. */
  public void begin() {
    encoder.begin();
  }

  /**
   * Writes a row; what is full goes to the stream.
   *
   * @param values in the order of the names, null for NULL
   * @return bytes of the row
   */
  public int write(String[] values, OutputStream out) throws IOException {
    int before = buffer.size();
    row.values = values;
    encoder.row(row, 0);
    int bytes = buffer.size() - before;
    if (buffer.size() >= FULL) {
      flush(out);
    }
    return bytes;
  }

  /** Hands everything written so far to the stream. */
  public void flush(OutputStream out) throws IOException {
    buffer.writeTo(out);
    buffer.clear();
  }
}
