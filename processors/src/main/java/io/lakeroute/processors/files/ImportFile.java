// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;

/**
 * A file that takes an import batch by batch under a hidden name, and gets its own name when all
 * batches are there. Not thread-safe: an import has one run at a time.
 *
 * <p>Beside the hidden file lies a list of {@code rows bytes} lines: how long the file was after so
 * many rows. A redelivered batch is written to its old place, whatever was written of it before,
 * also by a process that was killed meanwhile.
 */
public final class ImportFile {

  private final String name;
  private final Path directory;
  private final Path part;
  private final Boundaries boundaries;
  private final String afterLoss;
  private long rows = -1;
  private long length;

  /**
   * @param directory which must exist; it may be a link, the files in it are never one
   * @param key what the import is called, unique in the directory
   */
  public ImportFile(Path directory, String key) {
    this(
        directory,
        key,
        "Cannot go on with the import %s behind row %d: %s is gone or was changed. Reset the import, so that it begins anew.");
  }

  /**
   * @param afterLoss the message when the rows before a batch are not there: a format with the
   *     name, the number of rows and the path
   */
  public ImportFile(Path directory, String key, String afterLoss) {
    this.name = key;
    this.directory = directory;
    this.afterLoss = afterLoss;
    String stem = HiddenName.of(key);
    this.part = directory.resolve(stem + ".part");
    this.boundaries = new Boundaries(directory.resolve(stem + ".rows"));
  }

  /** What a batch adds to the file. */
  @FunctionalInterface
  public interface Content {
    /** Writes it; what was written before a failure is cut off later. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a batch behind the rows that come before it.
   *
   * @param offset how many rows the import has before this batch; 0 begins a new file
   * @param count how many rows the batch has
   * @throws IllegalStateException when the rows before it are not there
   */
  public void write(long offset, long count, byte[] content) throws IOException {
    write(offset, count, out -> out.write(content));
  }

  /** The same, with content that need not be in memory as a whole. */
  public void write(long offset, long count, Content content) throws IOException {
    if (offset == 0) {
      restart(0);
    } else if (offset != rows || !isIntact()) {
      goBackTo(offset);
    }
    rows = -1; // Until the batch is there as a whole.
    try (FileChannel file = PrivateFiles.open(part, WRITE, APPEND);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 65_536)) {
      content.writeTo(out);
      out.flush();
      length = file.size();
    }
    boundaries.note(offset + count, length);
    rows = offset + count;
  }

  /**
   * Gives the file its name, in the place of another of that name; without any row there is none.
   *
   * @param fileName within the directory
   * @return whether there was anything to publish
   * @throws IllegalStateException when rows that were written are not there
   */
  public boolean publish(String fileName) throws IOException {
    Path target = target(fileName);
    if (rows >= 0 && !isIntact()) {
      throw broken(rows);
    }
    rows = -1;
    if (!isFile(part) || Files.size(part) == 0) {
      Files.deleteIfExists(part);
      return false;
    }
    try (FileChannel file = PrivateFiles.open(part, WRITE)) {
      file.force(true);
    }
    boundaries.notePublished();
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /**
   * The hidden file, with exactly so many rows, for one who publishes a copy of it.
   *
   * @throws IllegalStateException when these rows are not there, or others behind them
   */
  public Path content(long expected) throws IOException {
    OptionalLong known = boundaries.lengthAfter(expected);
    if (known.isEmpty() || !isFile(part) || Files.size(part) != known.getAsLong()) {
      throw broken(expected);
    }
    return part;
  }

  /** Deletes the hidden file; the list stays. */
  public void discard() throws IOException {
    rows = -1;
    Files.deleteIfExists(part);
  }

  /**
   * The file of that name.
   *
   * @throws IllegalArgumentException when a file must not be called so
   */
  public Path target(String fileName) {
    FileName.problem(fileName)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(
                  "Cannot publish the import %s: the name of its file, the header CamelFileName, %s. Set another name."
                      .formatted(name, problem));
            });
    return directory.resolve(fileName);
  }

  /** Whether the files are still what this object left, and no links in their place. */
  private boolean isIntact() throws IOException {
    return isFile(part) && Files.size(part) == length && boundaries.isThere();
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, NOFOLLOW_LINKS);
  }

  /** Cuts off what was written of a batch that was never confirmed. */
  private void goBackTo(long offset) throws IOException {
    OptionalLong known = boundaries.lengthAfter(offset);
    if (known.isPresent() && isFile(part) && Files.size(part) >= known.getAsLong()) {
      PrivateFiles.restrict(part);
      PrivateFiles.restrict(boundaries.file());
      try (FileChannel file = PrivateFiles.open(part, WRITE)) {
        file.truncate(known.getAsLong());
      }
    } else if (known.isPresent()
        && !Files.exists(part, NOFOLLOW_LINKS)
        && boundaries.arePublished()) {
      // The process died between the file's name and the cursor: its last batch comes again, alone.
      restart(offset);
    } else {
      throw broken(offset);
    }
  }

  private IllegalStateException broken(long offset) {
    return new IllegalStateException(afterLoss.formatted(name, offset, part));
  }

  private void restart(long offset) throws IOException {
    for (Path file : List.of(part, boundaries.file())) {
      Files.deleteIfExists(file);
      PrivateFiles.open(file, CREATE_NEW, WRITE).close();
    }
    boundaries.note(offset, 0);
  }
}
