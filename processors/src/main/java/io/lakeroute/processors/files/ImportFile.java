package io.lakeroute.processors.files;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

  /**
   * @param directory which must exist
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
    } else if (offset != rows) {
      goBackTo(offset);
    }
    rows = -1; // Until the batch is there as a whole.
    try (FileChannel file = FileChannel.open(part, CREATE, WRITE, APPEND)) {
      Channels.newOutputStream(file).write(content);
      note(offset + count + " " + file.size());
    }
    rows = offset + count;
  }

  /**
   * Gives the file its name, in the place of another of that name; without any row there is none.
   *
   * @param fileName within the directory
   * @return whether there was anything to publish
   */
  public boolean publish(String fileName) throws IOException {
    Path target = directory.resolve(fileName).normalize();
    if (!directory.normalize().equals(target.getParent())) {
      throw new IllegalArgumentException(
          "The name of the file has to be one without folders, and '" + fileName + "' is not.");
    }
    rows = -1;
    if (!Files.exists(part) || Files.size(part) == 0) {
      Files.deleteIfExists(part);
      return false;
    }
    try (FileChannel file = FileChannel.open(part, WRITE)) {
      file.force(true);
    }
    note(PUBLISHED);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /** Cuts off what was written of a batch that was never confirmed. */
  private void goBackTo(long offset) throws IOException {
    OptionalLong length = lengthAfter(offset);
    if (length.isPresent() && Files.exists(part) && Files.size(part) >= length.getAsLong()) {
      try (FileChannel file = FileChannel.open(part, WRITE)) {
        file.truncate(length.getAsLong());
      }
    } else if (length.isPresent() && !Files.exists(part) && published()) {
      // The process died between the file's name and the cursor: its last batch comes again, alone.
      restart(offset);
    } else {
      throw new IllegalStateException(
          "Cannot go on with the import %s behind row %d: %s is gone or was changed. Reset the import, so that it begins anew."
              .formatted(name, offset, part));
    }
  }

  private void restart(long offset) throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(boundaries);
    note(offset + " 0");
  }

  private OptionalLong lengthAfter(long offset) throws IOException {
    if (!Files.exists(boundaries)) {
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
    try (OutputStream out = Files.newOutputStream(boundaries, CREATE, WRITE, APPEND)) {
      out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
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
