package io.lakeroute.processors.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A file that takes an import batch by batch under a hidden name, and gets its own name when all
 * batches are there. Not thread-safe: an import has one run at a time.
 *
 * <p>Beside the hidden file lies a list of {@code rows bytes} lines: how long the file was after so
 * many rows. A batch that comes again is written where it was, whatever was written of it before,
 * also by a process that was killed meanwhile.
 */
public final class ImportFile {

  private static final String PUBLISHED = "published";
  private static final int READABLE_NAME = 60;

  private final String name;
  private final Path directory;
  private final Path part;
  private final Path boundaries;
  private long rows = -1;
  private long length;

  /**
   * @param directory which must exist; it may be a link, the files in it are never one
   * @param key what the import is called, unique in the directory
   */
  public ImportFile(Path directory, String key) {
    this.name = key;
    this.directory = directory;
    String readable = key.replaceAll("[^A-Za-z0-9._-]", "_");
    String stem =
        "."
            + readable.substring(Math.max(0, readable.length() - READABLE_NAME))
            + "-"
            + hash(key).substring(0, 8);
    this.part = directory.resolve(stem + ".part");
    this.boundaries = directory.resolve(stem + ".rows");
  }

  /**
   * Writes a batch behind the rows that come before it.
   *
   * @param offset how many rows the import has before this batch; 0 begins a new file
   * @param count how many rows the batch has
   * @throws IllegalStateException when the rows before it are not there
   */
  public void write(long offset, long count, byte[] content) throws IOException {
    if (offset == 0) {
      restart(0);
    } else if (offset != rows || !isIntact()) {
      goBackTo(offset);
    }
    rows = -1; // Until the batch is there as a whole.
    try (FileChannel file = PrivateFiles.open(part, WRITE, APPEND)) {
      Channels.newOutputStream(file).write(content);
      length = file.size();
    }
    note(offset + count + " " + length);
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
    note(PUBLISHED);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    return true;
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
    return isFile(part) && Files.size(part) == length && isFile(boundaries);
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, NOFOLLOW_LINKS);
  }

  /** Cuts off what was written of a batch that was never confirmed. */
  private void goBackTo(long offset) throws IOException {
    OptionalLong known = lengthAfter(offset);
    if (known.isPresent() && isFile(part) && Files.size(part) >= known.getAsLong()) {
      PrivateFiles.restrict(part);
      PrivateFiles.restrict(boundaries);
      try (FileChannel file = PrivateFiles.open(part, WRITE)) {
        file.truncate(known.getAsLong());
      }
    } else if (known.isPresent() && !Files.exists(part, NOFOLLOW_LINKS) && published()) {
      // The process died between the file's name and the cursor: its last batch comes again, alone.
      restart(offset);
    } else {
      throw broken(offset);
    }
  }

  private IllegalStateException broken(long offset) {
    return new IllegalStateException(
        "Cannot go on with the import %s behind row %d: %s is gone or was changed. Reset the import, so that it begins anew."
            .formatted(name, offset, part));
  }

  private void restart(long offset) throws IOException {
    for (Path file : List.of(part, boundaries)) {
      Files.deleteIfExists(file);
      PrivateFiles.open(file, CREATE_NEW, WRITE).close();
    }
    note(offset + " 0");
  }

  private OptionalLong lengthAfter(long offset) throws IOException {
    if (!isFile(boundaries)) {
      return OptionalLong.empty();
    }
    String wanted = offset + " ";
    try (Stream<String> lines = Files.lines(boundaries)) {
      return lines
          .filter(line -> line.startsWith(wanted))
          .mapToLong(line -> Long.parseLong(line.substring(wanted.length())))
          .reduce((first, last) -> last);
    }
  }

  private boolean published() throws IOException {
    try (Stream<String> lines = Files.lines(boundaries)) {
      return lines.anyMatch(PUBLISHED::equals);
    }
  }

  private void note(String line) throws IOException {
    try (FileChannel file = PrivateFiles.open(boundaries, WRITE, APPEND)) {
      Channels.newOutputStream(file).write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
