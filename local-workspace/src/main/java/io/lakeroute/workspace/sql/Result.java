// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a finished statement as Arrow batches, in order; immutable.
 *
 * @param schema the columns with their SQL types
 * @param encoded the columns as they are in the batches: VARIANT travels as text
 * @param arrowSchema the Arrow schema message
 * @param truncated whether a limit cut the result
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never changed or compared
public record Result(
    StructType schema,
    StructType encoded,
    byte[] arrowSchema,
    String timeZone,
    List<Batch> batches,
    boolean truncated,
    Optional<Path> spool) {

  private static final byte[] END_OF_STREAM = {-1, -1, -1, -1, 0, 0, 0, 0};

  /** Consecutive batches that travel together. */
  public record Chunk(int index, long rowOffset, List<Batch> batches) {

    public long rows() {
      return batches.stream().mapToLong(Batch::rows).sum();
    }

    public long bytes() {
      return batches.stream().mapToLong(Batch::length).sum();
    }
  }

  public long rows() {
    return rows(batches.size());
  }

  /** The rows in the first so many batches. */
  public long rows(int count) {
    return batches.stream().limit(count).mapToLong(Batch::rows).sum();
  }

  public long bytes() {
    return batches.stream().mapToLong(Batch::length).sum();
  }

  /** The batches, from the first on, that are not longer than this together. */
  public Result limitedTo(long maxBytes) {
    int count = 0;
    long bytes = 0;
    while (count < batches.size() && bytes + batches.get(count).length() <= maxBytes) {
      bytes += batches.get(count++).length();
    }
    return count == batches.size()
        ? this
        : new Result(
            schema, encoded, arrowSchema, timeZone, batches.subList(0, count), true, spool);
  }

  /** Cuts the result into chunks of about this many bytes, at least one batch each. */
  public List<Chunk> chunks(long size) {
    var chunks = new ArrayList<Chunk>();
    var current = new ArrayList<Batch>();
    long rowOffset = 0;
    long bytes = 0;
    for (var batch : batches) {
      if (bytes > 0 && bytes + batch.length() > size) {
        chunks.add(new Chunk(chunks.size(), rowOffset, List.copyOf(current)));
        rowOffset += chunks.get(chunks.size() - 1).rows();
        current.clear();
        bytes = 0;
      }
      current.add(batch);
      bytes += batch.length();
    }
    if (!current.isEmpty()) {
      chunks.add(new Chunk(chunks.size(), rowOffset, List.copyOf(current)));
    }
    return chunks;
  }

  /** The length of {@link #writeArrow} for these batches. */
  public long arrowLength(List<Batch> part) {
    long bytes = part.stream().mapToLong(Batch::length).sum();
    return arrowSchema.length + bytes + END_OF_STREAM.length;
  }

  /** Writes an Arrow IPC stream of these batches. */
  public void writeArrow(List<Batch> part, OutputStream out) throws IOException {
    out.write(arrowSchema);
    for (var batch : part) {
      batch.copyTo(out);
    }
    out.write(END_OF_STREAM);
  }

  /** Removes what is on disk. */
  void delete() {
    spool.ifPresent(CatalogFolder::remove);
  }
}
