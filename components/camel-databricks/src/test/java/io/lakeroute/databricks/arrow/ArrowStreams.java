// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.Column;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** Streams as Arrow's own library writes them. */
final class ArrowStreams implements AutoCloseable {

  private final BufferAllocator allocator = new RootAllocator();

  BufferAllocator allocator() {
    return allocator;
  }

  /** A stream of these columns, as many batches of them as asked for. */
  static byte[] write(int batches, FieldVector... columns) {
    int rows = columns[0].getValueCount();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VectorSchemaRoot root =
        new VectorSchemaRoot(
            Arrays.stream(columns).map(FieldVector::getField).toList(), List.of(columns), rows);
    try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, out)) {
      writer.start();
      for (int i = 0; i < batches; i++) {
        writer.writeBatch();
      }
      writer.end();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  static ArrowChunk read(byte[] stream, int columns) throws IOException {
    return read(stream, Collections.nCopies(columns, "ANY"));
  }

  /** Reads columns of these types in SQL. */
  static ArrowChunk read(byte[] stream, List<String> types) throws IOException {
    return ArrowChunk.read(
        new ByteArrayInputStream(stream), types.stream().map(t -> new Column("c", t)).toList());
  }

  @Override
  public void close() {
    allocator.close();
  }
}
