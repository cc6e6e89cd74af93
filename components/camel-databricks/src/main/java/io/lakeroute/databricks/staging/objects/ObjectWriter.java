package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.TextRowWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes rows of texts into objects of limited size, one after the other, in constant memory. For
 * one thread.
 */
public final class ObjectWriter implements AutoCloseable {

  /** Spark's CSV reader skips an empty line, which a single NULL would be. */
  private static final String FILLER = "_lakeroute_filler";

  /** Compressed bytes that the header, the trailer and what does not shrink add, at most. */
  private static final int GZIP_OVERHEAD = 1 << 20;

  private final StagingStore store;
  private final Layout layout;
  private final List<String> names;
  private final boolean filler;
  private final long objectBytes;
  private final List<String> written = new ArrayList<>();
  private Optional<Part> part = Optional.empty();
  private long rows;
  private long bytes;
  private long allBytes;

  /**
   * Where objects lie and what they look like.
   *
   * @param folder path of the run's objects in the store
   * @param objectBytes uncompressed bytes of one object
   */
  public record Layout(String folder, ObjectFormat format, boolean gzip, long objectBytes) {
    String name(int index) {
      return "part-%05d.%s%s".formatted(index, format.suffix(), gzip ? ".gz" : "");
    }
  }

  /** An object on its way. */
  private record Part(ObjectUpload upload, OutputStream out, TextRowWriter text) {}

  /**
   * @param names of the columns
   */
  public ObjectWriter(StagingStore store, Layout layout, List<String> names) {
    this.store = store;
    this.layout = layout;
    this.filler = layout.format() == ObjectFormat.CSV && names.size() == 1;
    this.names = filler ? List.of(names.get(0), FILLER) : List.copyOf(names);
    this.objectBytes = Math.min(layout.objectBytes(), store.longestObject() - GZIP_OVERHEAD);
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
      Part open = part.isPresent() ? part.get() : begin();
      int length = open.text().write(filler ? new String[] {texts[0], "1"} : texts, open.out());
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

  private Part begin() throws IOException {
    ObjectUpload upload = store.upload(layout.folder() + "/" + layout.name(written.size()));
    OutputStream out = upload;
    if (layout.gzip()) {
      out = new FastGzip(upload);
    }
    Part open = new Part(upload, out, new TextRowWriter(layout.format().encoding(), names));
    open.text().begin();
    part = Optional.of(open);
    return open;
  }

  private void end() throws IOException {
    Part open = part.orElseThrow();
    open.text().flush(open.out());
    if (open.out() instanceof GZIPOutputStream gzip) {
      gzip.finish();
    }
    open.upload().complete();
    part = Optional.empty();
    written.add(layout.name(written.size()));
    bytes = 0;
  }

  /** Completes the last object. */
  public void finish() {
    try {
      if (part.isPresent()) {
        end();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The names of the complete objects, in the order of their rows. */
  public List<String> objects() {
    return List.copyOf(written);
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
    part.ifPresent(open -> open.upload().close());
    part = Optional.empty();
  }

  private static DatabricksException failure(IOException e) {
    return new DatabricksException(
        Reason.UNAVAILABLE,
        "Cannot write a staged object: " + e.getClass().getSimpleName() + ".",
        e);
  }

  /** Objects live for minutes: speed counts more than the last percent of size. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 32_768);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
