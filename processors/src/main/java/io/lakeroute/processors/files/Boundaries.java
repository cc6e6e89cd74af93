// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The list of {@code rows bytes} lines beside a file that grows: how long it was after so many
 * rows. Not thread-safe.
 *
 * @param file the list
 */
record Boundaries(Path file) {

  private static final String PUBLISHED = "published";

  boolean isThere() {
    return Files.isRegularFile(file, NOFOLLOW_LINKS);
  }

  void note(long rows, long length) throws IOException {
    append(rows + " " + length);
  }

  /** The file has all its rows, and gets its name now. */
  void notePublished() throws IOException {
    append(PUBLISHED);
  }

  /** The length of the file after so many rows, when it was as long as that. */
  OptionalLong lengthAfter(long rows) throws IOException {
    if (!isThere()) {
      return OptionalLong.empty();
    }
    String wanted = rows + " ";
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(wanted))
          .mapToLong(line -> Long.parseLong(line.substring(wanted.length())))
          .reduce((first, last) -> last);
    }
  }

  boolean arePublished() throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.anyMatch(PUBLISHED::equals);
    }
  }

  private void append(String line) throws IOException {
    try (FileChannel list = PrivateFiles.open(file, WRITE, APPEND)) {
      Channels.newOutputStream(list).write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
