// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.arrow.ArrowConverters$;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes the rows of one partition as Arrow batches: kept in memory while they are few, else
 * appended to a file, so that memory holds one batch however large the result is. One use per
 * partition and thread.
 */
record PartitionSpool(StructType schema, String timeZone, String folder)
    implements Function2<Integer, Iterator<InternalRow>, Iterator<Batch>> {

  private static final long serialVersionUID = 1L;

  private static final int ROWS_PER_BATCH = 10_000;
  private static final int BYTES_PER_BATCH = 4 << 20;
  private static final int BYTES_IN_MEMORY = 64 << 10;

  @Override
  public Iterator<Batch> call(Integer partition, Iterator<InternalRow> rows) throws IOException {
    return write(partition, rows).iterator();
  }

  List<Batch> write(int partition, Iterator<InternalRow> rows) throws IOException {
    var batches = new ArrayList<Batch>();
    if (!rows.hasNext()) {
      return batches;
    }
    var first = encode(new Slice(rows));
    if (first.length() <= BYTES_IN_MEMORY && !rows.hasNext()) {
      batches.add(first);
      return batches;
    }
    Path file = Path.of(folder, "part-%05d".formatted(partition));
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      batches.add(append(first, out, file, 0));
      for (long offset = first.length(); rows.hasNext(); ) {
        var batch = append(encode(new Slice(rows)), out, file, offset);
        batches.add(batch);
        offset += batch.length();
      }
    }
    return batches;
  }

  private static Batch append(Batch.Held batch, OutputStream out, Path file, long offset)
      throws IOException {
    batch.copyTo(out);
    return new Batch.Spooled(batch.rows(), batch.length(), file.toString(), offset);
  }

  private Batch.Held encode(Slice slice) {
    var batches =
        ArrowConverters$.MODULE$.toBatchIterator(
            CollectionConverters.asScala(slice),
            schema,
            ROWS_PER_BATCH,
            timeZone,
            false,
            false,
            TaskContext.get());
    try (batches) {
      byte[] bytes = batches.next();
      return new Batch.Held(slice.count, bytes);
    } catch (Exception e) {
      throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
  }

  /** As many of the rows to come as fit one batch. */
  private static final class Slice implements Iterator<InternalRow> {

    private final Iterator<InternalRow> rows;
    private long count;
    private long bytes;

    Slice(Iterator<InternalRow> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      return count < ROWS_PER_BATCH && bytes < BYTES_PER_BATCH && rows.hasNext();
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      var row = rows.next();
      count++;
      bytes += row instanceof UnsafeRow unsafe ? unsafe.getSizeInBytes() : 0;
      return row;
    }
  }
}
