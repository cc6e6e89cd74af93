// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Objects of one folder, written one after the other in constant memory. For one thread. */
final class ObjectSeries implements AutoCloseable {

  private final StagingStore store;
  private final String folder;
  private final String suffix;
  private final boolean gzip;
  private final List<String> written = new ArrayList<>();
  private Optional<Part> part = Optional.empty();

  /** An object on its way. */
  private record Part(ObjectUpload upload, OutputStream out) {}

  /**
   * @param folder path in the store
   * @param suffix of the names, without a dot
   */
  ObjectSeries(StagingStore store, String folder, String suffix, boolean gzip) {
    this.store = store;
    this.folder = folder;
    this.suffix = gzip ? suffix + ".gz" : suffix;
    this.gzip = gzip;
  }

  private String name() {
    return String.format(Locale.ROOT, "part-%05d.%s", written.size(), suffix);
  }

  /** The object that is being written; begins one if there is none. */
  OutputStream out() throws IOException {
    if (part.isEmpty()) {
      ObjectUpload upload = store.upload(folder + "/" + name());
      part = Optional.of(new Part(upload, gzip ? new FastGzip(upload) : upload));
    }
    return part.get().out();
  }

  boolean begun() {
    return part.isPresent();
  }

  /** Completes the object that is being written, if there is one. */
  void end() throws IOException {
    if (part.isEmpty()) {
      return;
    }
    if (part.get().out() instanceof FastGzip compressed) {
      compressed.finish();
      compressed.release();
    }
    part.get().upload().complete();
    part = Optional.empty();
    written.add(name());
  }

  /** The names of the complete objects, in their order. */
  List<String> names() {
    return List.copyOf(written);
  }

  /** Aborts the object that is not complete. */
  @Override
  public void close() {
    part.ifPresent(
        open -> {
          if (open.out() instanceof FastGzip compressed) {
            compressed.release();
          }
          open.upload().close();
        });
    part = Optional.empty();
  }

  /** Objects live for minutes: speed counts more than the last percent of size. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 32_768);
      def.setLevel(Deflater.BEST_SPEED);
    }

    /** Frees the native memory, which the garbage collector does not see. */
    void release() {
      def.end();
    }
  }
}
