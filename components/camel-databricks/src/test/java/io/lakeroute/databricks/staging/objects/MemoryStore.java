// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps objects in memory. For one thread. */
final class MemoryStore implements StagingStore {

  private final Map<String, byte[]> objects = new TreeMap<>();
  private final int longest;

  /**
   * @param longest bytes that an object may have
   */
  MemoryStore(int longest) {
    this.longest = longest;
  }

  /** The objects that are complete, by their paths. */
  Map<String, byte[]> objects() {
    return objects;
  }

  @Override
  public String location(String path) {
    return "memory:" + path;
  }

  @Override
  public String credentialClause() {
    return "";
  }

  @Override
  public long longestObject() {
    return longest;
  }

  @Override
  public ObjectUpload upload(String path) {
    return new MemoryUpload(path);
  }

  @Override
  public List<String> list(String folder) {
    return List.copyOf(objects.keySet());
  }

  @Override
  public void delete(List<String> paths) {
    objects.keySet().removeAll(paths);
  }

  @Override
  public void abortUploads(String folder, Instant before) {}

  private final class MemoryUpload extends ObjectUpload {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final String path;

    private MemoryUpload(String path) {
      this.path = path;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      if (bytes.size() + count > longest) {
        throw new IllegalStateException("The object is too long");
      }
      bytes.write(from, offset, count);
    }

    @Override
    public void complete() {
      objects.put(path, bytes.toByteArray());
    }

    @Override
    public void close() {}
  }
}
