// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * A folder as Kubernetes mounts a ConfigMap or a Secret: each file is a link through the link
 * {@code ..data}, which leads to another folder after a change. For one test.
 */
final class MountedFolder {

  private final Path folder;
  private int version;

  MountedFolder(Path folder, Map<String, String> files) throws IOException {
    this.folder = Files.createDirectories(folder);
    replace(files);
  }

  /** Swaps all files at once. */
  void replace(Map<String, String> files) throws IOException {
    version++;
    Path next = Files.createDirectory(folder.resolve("..2026_11_30_" + version));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(next.resolve(file.getKey()), file.getValue());
      Path link = folder.resolve(file.getKey());
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, Path.of("..data", file.getKey()));
      }
    }
    Path data = folder.resolve("..data");
    Path before = Files.exists(data) ? data.toRealPath() : next;
    Files.move(
        Files.createSymbolicLink(folder.resolve("..data_tmp"), next.getFileName()),
        data,
        StandardCopyOption.ATOMIC_MOVE);
    if (!before.equals(next)) {
      try (var old = Files.newDirectoryStream(before)) {
        for (Path file : old) {
          Files.delete(file);
        }
      }
      Files.delete(before);
    }
  }

  @Override
  public String toString() {
    return folder.toAbsolutePath().normalize().toString();
  }
}
