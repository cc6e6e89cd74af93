// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files and folders that only their owner may use, where the file system has such permissions;
 * stateless.
 */
public final class OwnerOnly {

  private static final String FILE = "rw-------";
  private static final String FOLDER = "rwx------";

  private OwnerOnly() {}

  /** What to make a new file with. */
  public static FileAttribute<?>[] file(Path file) {
    return attributes(file, FILE);
  }

  /** Makes the folders that are missing; those that are there keep their permissions. */
  public static void createDirectories(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attributes(folder, FOLDER));
    }
  }

  /**
   * Makes an empty file where there is none; takes one that is there away from everybody but its
   * owner.
   *
   * @return false if there is a link or a folder in its place, which stays as it is
   */
  public static boolean createFile(Path file) throws IOException {
    try {
      Files.createFile(file, attributes(file, FILE));
      return true;
    } catch (FileAlreadyExistsException e) {
      boolean isFile = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      if (isFile) {
        restrict(file);
      }
      return isFile;
    }
  }

  private static void restrict(Path file) throws IOException {
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
