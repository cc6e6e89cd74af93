// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.unity.VolumeFiles;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Staged objects in a volume, over the Files API. Thread-safe.
 *
 * <p>An object is kept in memory until it is complete: so it can be sent again, and a file is there
 * whole or not at all.
 */
final class VolumeStore implements StagingStore {

  /** What an upload may keep in memory. */
  static final int LONGEST_OBJECT = 32 << 20;

  private static final int WRITES = 3;

  private final VolumeFiles files;
  private final String root;

  /**
   * @param root the volume, or a folder in it
   */
  VolumeStore(VolumeFiles files, String root) {
    this.files = files;
    this.root = root;
  }

  @Override
  public String location(String path) {
    return path.isEmpty() ? root : root + "/" + path;
  }

  @Override
  public String credentialClause() {
    return "";
  }

  @Override
  public long longestObject() {
    return LONGEST_OBJECT;
  }

  @Override
  public ObjectUpload upload(String path) {
    return new VolumeUpload(this, path);
  }

  /** Sends a file until the service has all of it. */
  void write(String path, long length, Supplier<InputStream> content) {
    String file = location(path);
    for (int attempt = 1; ; attempt++) {
      files.write(file, content);
      OptionalLong size = files.size(file);
      if (size.orElse(length) == length) {
        return;
      }
      if (attempt == WRITES) {
        throw new DatabricksException(
            Reason.UNAVAILABLE,
            "Cannot write "
                + file
                + ": "
                + size.getAsLong()
                + " of "
                + length
                + " bytes arrived, in each of "
                + WRITES
                + " attempts. Check the proxy, or try again later.");
      }
    }
  }

  @Override
  public List<String> list(String folder) {
    List<String> found = new ArrayList<>();
    Deque<String> folders = new ArrayDeque<>(List.of(folder));
    while (!folders.isEmpty()) {
      String next = folders.pop();
      for (VolumeFiles.Entry entry : files.list(location(next))) {
        String path = next.isEmpty() ? entry.name() : next + "/" + entry.name();
        if (entry.folder()) {
          folders.push(path);
        } else {
          found.add(path);
        }
      }
    }
    if (found.isEmpty()) {
      requireVolume();
    }
    found.sort(Comparator.naturalOrder());
    return List.copyOf(found);
  }

  @Override
  public void delete(List<String> paths) {
    Set<String> folders = new TreeSet<>();
    boolean missing = false;
    for (String path : paths) {
      missing |= !files.deleteFile(location(path));
      folders.add(parent(path));
    }
    if (missing) {
      requireVolume();
    }
    folders.forEach(this::deleteEmpty);
  }

  /** From a folder upwards; the staging place itself stays. */
  private void deleteEmpty(String folder) {
    String next = folder;
    while (!next.isEmpty() && files.deleteFolder(location(next))) {
      next = parent(next);
    }
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** The service has one status for a missing volume and for a missing file. */
  private void requireVolume() {
    String[] parts = root.split("/");
    files.require(String.join("/", List.of(parts).subList(0, 5)));
  }

  /** There are none: an upload is one call. */
  @Override
  public void abortUploads(String folder, Instant before) {}

  @Override
  public String toString() {
    return root;
  }
}
