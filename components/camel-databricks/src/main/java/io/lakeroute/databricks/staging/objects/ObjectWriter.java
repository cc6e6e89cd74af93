// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.TextRowWriter;
import java.io.IOException;
import java.util.List;

/**
 * Writes rows of texts into objects of limited size, one after the other, in constant memory. For
 * one thread.
 */
public final class ObjectWriter implements AutoCloseable {

  /** Spark's CSV reader skips an empty line, which a single NULL would be. */
  private static final String FILLER = "_lakeroute_filler";

  /** Bytes that a character becomes, at most: a control character in JSON. */
  private static final int MOST_BYTES = 6;

  /** Compressed bytes that the header, the trailer and what does not shrink add, at most. */
  private static final int GZIP_OVERHEAD = 1 << 20;

  private final ObjectSeries objects;
  private final Layout layout;
  private final List<String> names;
  private final boolean filler;
  private final long objectBytes;
  private final long longestObject;
  private final long nameBytes;
  private TextRowWriter text;
  private long rows;
  private long bytes;
  private long allBytes;

  /**
   * Where objects lie and what they look like.
   *
   * @param folder path of the run's objects in the store
   * @param objectBytes uncompressed bytes of one object
   */
  public record Layout(String folder, ObjectFormat format, boolean gzip, long objectBytes) {}

  /**
   * @param names of the columns
   */
  public ObjectWriter(StagingStore store, Layout layout, List<String> names) {
    this.objects =
        new ObjectSeries(store, layout.folder(), layout.format().suffix(), layout.gzip());
    this.layout = layout;
    this.filler = layout.format() == ObjectFormat.CSV && names.size() == 1;
    this.names = filler ? List.of(names.get(0), FILLER) : List.copyOf(names);
    this.longestObject = store.longestObject() - GZIP_OVERHEAD;
    this.objectBytes = Math.min(layout.objectBytes(), longestObject);
    this.nameBytes = bytes(this.names.toArray(String[]::new));
  }

  /**
   * Adds a row; null is NULL.
   *
   * @throws DatabricksException INVALID for the one text that CSV cannot hold
   */
  public void add(String[] texts) {
    if (layout.format() == ObjectFormat.CSV) {
      refuseNull(texts);
    }
    try {
      if (bytes > 0 && bytes + nameBytes + bytes(texts) > longestObject) {
        end();
      }
      if (!objects.begun()) {
        text = new TextRowWriter(layout.format().encoding(), names);
        text.begin();
      }
      int length = text.write(filler ? new String[] {texts[0], "1"} : texts, objects.out());
      bytes += length;
      allBytes += length;
      rows++;
      if (bytes >= objectBytes) {
        end();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The bytes of texts with what stands around them, at most. */
  private static long bytes(String[] texts) {
    long most = 0;
    for (String text : texts) {
      most += MOST_BYTES * (1L + (text == null ? 0 : text.length()));
    }
    return most;
  }

  private void refuseNull(String[] texts) {
    for (int i = 0; i < texts.length; i++) {
      if (ObjectFormat.CSV_NULL.equals(texts[i])) {
        throw new DatabricksException(
            Reason.INVALID,
            "Row %d cannot be exported: column '%s' holds the text that means NULL in staged CSV. Stage JSON lines instead."
                .formatted(rows + 1, names.get(i)));
      }
    }
  }

  private void end() throws IOException {
    if (objects.begun()) {
      text.flush(objects.out());
      objects.end();
      bytes = 0;
    }
  }

  /** Completes the last object. */
  public void finish() {
    try {
      end();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The names of the complete objects, in the order of their rows. */
  public List<String> objects() {
    return objects.names();
  }

  public long rows() {
    return rows;
  }

  /** Bytes of all rows, before compression. */
  public long bytes() {
    return allBytes;
  }

  /** Aborts the object that is not complete. */
  @Override
  public void close() {
    objects.close();
  }

  private static DatabricksException failure(IOException e) {
    return new DatabricksException(
        Reason.UNAVAILABLE,
        "Cannot write a staged object: " + e.getClass().getSimpleName() + ".",
        e);
  }
}
