// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.result.SqlType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;

/**
 * The rows of one part of a result: an Arrow IPC stream, read to its end and checked before the
 * first row is given out. For one thread at a time.
 *
 * <p>Reads what Databricks sends; dictionaries, compressed bodies and the rarer types of Arrow are
 * refused.
 */
public final class ArrowChunk {

  private final Queue<ArrowBatch> batches = new ArrayDeque<>();
  private int given;
  private long rows;
  private long bytes;

  private ArrowChunk() {}

  /**
   * Reads a stream; its bytes stay in memory until their rows are taken.
   *
   * @param columns of the result, as SQL has them
   * @throws ArrowFormatException when it is cut off or damaged
   * @throws UnsupportedArrowException when it holds what this reader leaves out
   */
  public static ArrowChunk read(InputStream in, List<Column> columns) throws IOException {
    ArrowChunk chunk = new ArrowChunk();
    MessageReader messages = new MessageReader(in);
    List<SqlType> types = columns.stream().map(c -> SqlType.parse(c.typeText())).toList();
    try {
      Schema schema = schema(messages.next(), columns.size());
      for (var part = messages.next(); part.isPresent(); part = messages.next()) {
        chunk.add(batch(schema, types, part.get()));
        chunk.bytes += part.get().body().length;
      }
    } catch (UnsupportedArrowException e) {
      throw e;
    } catch (RuntimeException e) { // What reading damaged lengths and positions ends in.
      throw new ArrowFormatException("The Arrow stream is damaged", e);
    }
    return chunk;
  }

  private static Schema schema(Optional<MessageReader.Part> first, int columns)
      throws ArrowFormatException {
    if (first.isEmpty() || first.get().head().headerType() != MessageHeader.Schema) {
      throw new ArrowFormatException("The Arrow stream does not begin with a schema");
    }
    Schema schema = (Schema) first.get().head().header(new Schema());
    if (schema.endianness() != Endianness.Little) {
      throw new UnsupportedArrowException("The result is big-endian");
    }
    if (schema.fieldsLength() != columns) {
      throw new ArrowFormatException(
          "The Arrow stream has " + schema.fieldsLength() + " columns instead of " + columns);
    }
    return schema;
  }

  private static ArrowBatch batch(Schema schema, List<SqlType> types, MessageReader.Part part)
      throws ArrowFormatException {
    if (part.head().headerType() != MessageHeader.RecordBatch) {
      throw new UnsupportedArrowException(
          "The result holds a " + MessageHeader.name(part.head().headerType()));
    }
    RecordBatch batch = (RecordBatch) part.head().header(new RecordBatch());
    if (batch.compression() != null) {
      throw new UnsupportedArrowException("The result has compressed bodies");
    }
    int rows = Math.toIntExact(batch.length());
    BatchBuffers buffers = new BatchBuffers(batch, part.body());
    VectorFactory factory = new VectorFactory(buffers);
    Vector[] columns = new Vector[schema.fieldsLength()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = factory.column(schema.fields(i), types.get(i));
      if (columns[i].rows() != rows) {
        throw new ArrowFormatException("The Arrow stream has columns of different lengths");
      }
    }
    if (!buffers.exhausted()) {
      throw new ArrowFormatException("The Arrow stream holds more than its schema says");
    }
    return new ArrowBatch(List.of(columns), 0, rows);
  }

  private void add(ArrowBatch batch) {
    rows += batch.size();
    if (batch.size() > 0) {
      batches.add(batch);
    }
  }

  /** All rows there were when it was read. */
  public long rows() {
    return rows;
  }

  /** Bytes of its columns. */
  public long bytes() {
    return bytes;
  }

  /** Some of the next rows, as many as lie together; none at the end. */
  public Rows take(int maxRows) {
    ArrowBatch batch = batches.peek();
    if (batch == null) {
      return Rows.NONE;
    }
    int count = Math.min(maxRows, batch.size() - given);
    ArrowBatch taken = batch.slice(given, count);
    given += count;
    if (given == batch.size()) {
      batches.remove();
      given = 0;
    }
    return taken;
  }
}
