// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lakeroute.workspace.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/** Writes batches as a JSON array of rows, each an array of texts; stateless. */
public final class JsonRows {

  private JsonRows() {}

  /**
   * The rows that fit.
   *
   * @param json a JSON array of arrays
   * @param complete false if the limit cut them
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never changed or compared
  public record Page(byte[] json, long rows, boolean complete) {}

  /** Writes all rows of these batches. */
  public static void write(Result result, List<Batch> batches, OutputStream out)
      throws IOException {
    try (var json = generator(out)) {
      write(result, batches, json, () -> false);
    }
  }

  /** Writes rows until the text is longer than this. */
  public static Page page(Result result, long maxBytes) throws IOException {
    var out = new ByteArrayOutputStream();
    long rows;
    try (var json = generator(out)) {
      rows =
          write(
              result,
              result.batches(),
              json,
              () -> out.size() + json.getOutputBuffered() > maxBytes);
    }
    return new Page(out.toByteArray(), rows, rows == result.rows());
  }

  private static JsonGenerator generator(OutputStream out) throws IOException {
    return Json.MAPPER.getFactory().createGenerator(out);
  }

  private static long write(
      Result result,
      List<Batch> batches,
      JsonGenerator json,
      java.util.function.BooleanSupplier full)
      throws IOException {
    var values = new JsonValues(result.timeZone());
    var fields = result.encoded().fields();
    var rows = new BatchRows(batches, result.encoded(), result.timeZone());
    long count = 0;
    json.writeStartArray();
    while (!full.getAsBoolean() && rows.hasNext()) {
      InternalRow row = rows.next();
      json.writeStartArray();
      for (int i = 0; i < fields.length; i++) {
        json.writeTree(values.column(row, i, fields[i].dataType()));
      }
      json.writeEndArray();
      count++;
    }
    rows.drain();
    json.writeEndArray();
    return count;
  }
}
