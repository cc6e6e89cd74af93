// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import io.lakeroute.processors.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A journal in a file of its own, to which each step of a request adds a line that is forced to the
 * disk. Nothing in the file is overwritten, so that a kill loses at most the line that is being
 * written. Thread-safe; the file belongs to one journal.
 */
public final class FileJournal implements Journal {

  /** Longer than Delta tables keep the version that a run resumes with. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final long LARGEST = 16L * 1024 * 1024;
  private static final Pattern LINE = Pattern.compile("([bwas]) ([0-9a-f]{64}) ([0-9]{1,12})");

  /** The last line of a request; lines are {@code mark key seconds}. */
  private record Step(char mark, long seconds) {
    static final char BEGUN = 'b';
    static final char WITHDRAWN = 'w';
    static final char ANSWERED = 'a';
    static final char SPLIT = 's';

    String line(String key) {
      return mark + " " + key + " " + seconds + "\n";
    }
  }

  private final Path file;
  private final Clock clock;
  private final long largest;
  private final Map<String, Step> requests = new HashMap<>();
  private long size;
  private long trimAt;

  FileJournal(Path file, Clock clock, long largest) throws IOException {
    this.file = file;
    this.clock = clock;
    this.largest = largest;
    this.trimAt = largest;
    load();
  }

  /**
   * Opens a journal, and makes its file where there is none.
   *
   * @throws IOException also for a file that is no journal
   */
  public static FileJournal open(Path file) throws IOException {
    return new FileJournal(file, Clock.systemUTC(), LARGEST);
  }

  private void load() throws IOException {
    try (FileChannel channel =
        PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      size = text.lastIndexOf('\n') + 1L;
      // A line without an end was being written when the process was killed.
      channel.truncate(size);
      channel.force(true);
      int number = 0;
      for (String line : text.substring(0, (int) size).lines().toList()) {
        number++;
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
          throw new IOException("line " + number + " of " + file + " is no line of a journal");
        }
        remember(
            parts.group(2), new Step(parts.group(1).charAt(0), Long.parseLong(parts.group(3))));
      }
    }
    forceFolder();
  }

  @Override
  public synchronized State begin(String key) {
    char mark = Optional.ofNullable(requests.get(key)).map(Step::mark).orElse(Step.WITHDRAWN);
    switch (mark) {
      case Step.ANSWERED:
        return State.ANSWERED;
      case Step.SPLIT:
        return State.SPLIT;
      case Step.BEGUN:
        return State.OPEN;
      default:
        add(key, Step.BEGUN);
        return State.NEW;
    }
  }

  @Override
  public synchronized void answered(String key) {
    add(key, Step.ANSWERED);
  }

  @Override
  public synchronized void split(String key) {
    add(key, Step.SPLIT);
  }

  @Override
  public synchronized void withdraw(String key) {
    add(key, Step.WITHDRAWN);
  }

  private void add(String key, char mark) {
    Step step = new Step(mark, clock.instant().getEpochSecond());
    try {
      if (size >= trimAt) {
        trim();
      }
      append(step.line(key).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("The journal " + file + " cannot be written", e);
    }
    remember(key, step);
  }

  private void remember(String key, Step step) {
    if (step.mark() == Step.WITHDRAWN) {
      requests.remove(key);
    } else {
      requests.put(key, step);
    }
  }

  private void append(byte[] line) throws IOException {
    try (FileChannel channel = PrivateFiles.open(file, StandardOpenOption.WRITE)) {
      if (channel.size() != size) {
        throw new IOException(
            "another process has changed it; give each process a sentDirectory of its own, or set sent");
      }
      try {
        write(channel.position(size), line);
      } catch (IOException e) {
        channel.truncate(size);
        throw e;
      }
      size += line.length;
    }
  }

  /**
   * Leaves out requests that no run can resume with, in a new file that takes the place of this.
   */
  private void trim() throws IOException {
    long oldest = clock.instant().minus(KEPT).getEpochSecond();
    requests.values().removeIf(step -> step.seconds() < oldest);
    StringBuilder lines = new StringBuilder();
    requests.forEach((key, step) -> lines.append(step.line(key)));
    byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    try (FileChannel channel =
        PrivateFiles.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(channel, bytes);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    size = bytes.length;
    forceFolder();
    // Where most requests are recent, the next lines must not trim again and again.
    trimAt = Math.max(largest, 2 * size);
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(true);
  }

  /** A file is in its folder after a power failure only where the folder is on the disk, too. */
  private void forceFolder() {
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // Windows does not open folders, and needs no such step.
    }
  }
}
