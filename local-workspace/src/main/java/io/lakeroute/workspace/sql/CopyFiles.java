// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the files that a COPY INTO names; stateless. */
final class CopyFiles {

  private CopyFiles() {}

  /**
   * The files of a directory, of FILES or of a PATTERN below it, in the order of their names.
   * Subdirectories are left out unless a pattern names them, and so is what begins with {@code _}
   * or a dot.
   */
  static List<Path> of(CopyInto copy, CopySource source) throws IOException {
    var files = source.place().getFileSystem(source.configuration());
    var root = status(files, source.place(), source.text());
    var found = new ArrayList<Path>();
    for (var file : found(copy, source, files, root)) {
      if (file.isFile() && isVisible(source, file.getPath())) {
        found.add(file.getPath());
      }
    }
    Collections.sort(found);
    return found;
  }

  private static List<FileStatus> found(
      CopyInto copy, CopySource source, FileSystem files, FileStatus root) throws IOException {
    if (!copy.files().isEmpty()) {
      var named = new ArrayList<FileStatus>();
      for (String name : copy.files()) {
        named.add(status(files, below(source, name), source.text() + "/" + name));
      }
      return named;
    }
    if (copy.pattern().isPresent()) {
      String glob = escaped(source.place().toString()) + "/" + copy.pattern().get();
      var matches = files.globStatus(new Path(glob));
      return matches == null ? List.of() : List.of(matches);
    }
    return root.isFile() ? List.of(root) : List.of(files.listStatus(source.place()));
  }

  /** A file that FILES names, which is in the directory or below it. */
  private static Path below(CopySource source, String name) {
    if (!Stream.of(name.split("/", -1)).allMatch(CopySource::isPlain)) {
      throw missing(source.text() + "/" + name);
    }
    return new Path(source.place().toString() + "/" + name);
  }

  private static FileStatus status(FileSystem files, Path path, String text) throws IOException {
    try {
      return files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw missing(text);
    }
  }

  private static SqlFailure missing(String text) {
    return SqlFailure.of("PATH_NOT_FOUND", "42K03", "Path does not exist: %s.".formatted(text));
  }

  /** Whether no part below the source hides a file, or leads out of the source. */
  private static boolean isVisible(CopySource source, Path file) {
    String root = source.root();
    String path = file.toUri().getPath();
    if (path.equals(root)) {
      return !file.getName().matches("[._].*");
    }
    return path.startsWith(root + "/")
        && Stream.of(path.substring(root.length() + 1).split("/"))
            .noneMatch(part -> part.matches("[._].*"));
  }

  /** A pattern that fits this path alone. */
  static String escaped(String path) {
    return path.replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
  }
}
