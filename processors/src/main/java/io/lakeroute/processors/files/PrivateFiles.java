// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files and folders that only their owner may use, where the file system has such permissions;
 * stateless. A link in the place of a file is never followed.
 */
public final class PrivateFiles {

  private static final String FILE = "rw-------";
  private static final String FOLDER = "rwx------";

  private PrivateFiles() {}

  /** Makes the folders that are missing; those that are there keep their permissions. */
  public static void createDirectories(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attributes(folder, FOLDER));
    }
  }

  /**
   * Opens a file, which is made for its owner only where the options have it made.
   *
   * @throws IOException also when there is a link in its place
   */
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(List.of(options));
    all.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(file, all, attributes(file, FILE));
  }

  /** Takes a file that is there away from everybody but its owner, where it can be done. */
  static void restrict(Path file) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null) {
      try {
        view.setPermissions(PosixFilePermissions.fromString(FILE));
      } catch (FileSystemException e) {
        // Another user's file, or a file system that keeps no permissions: it stays as it is.
      }
    }
  }

  private static FileAttribute<?>[] attributes(Path file, String mode) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
