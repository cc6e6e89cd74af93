package io.lakeroute.databricks.result;

import io.lakeroute.databricks.StreamFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes rows as text. For one result and one thread. */
interface RowEncoder {

  /** What comes before the first row. */
  void begin() throws IOException;

  void row(Object[] values) throws IOException;

  /** What comes after the last row. */
  void end() throws IOException;

  /** Hands everything written so far to the output. */
  void flush() throws IOException;

  static RowEncoder of(StreamFormat format, List<Column> columns, OutputStream out)
      throws IOException {
    return switch (format) {
      case JSON_LINES -> new JsonEncoder(columns, out, true);
      case JSON -> new JsonEncoder(columns, out, false);
      case CSV -> new CsvEncoder(columns, out);
    };
  }
}
