// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lakeroute.processors.files.HiddenName;
import io.lakeroute.processors.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The hidden folders in which files grow until they are delivered: one for each key of runs, and in
 * it one for each arm. Thread-safe.
 */
public final class DeliveryStore {

  private static final String RUN = "run";

  private final Path directory;
  private final String sink;
  private final Map<Path, ArmDelivery> open = new ConcurrentHashMap<>();

  /**
   * @param directory made for its owner only where it is missing
   * @param sink tells deliveries of the same runs apart that go to different places; only a hash of
   *     it is shown
   */
  public DeliveryStore(Path directory, String sink) {
    this.directory = directory;
    this.sink = sink;
  }

  /**
   * The delivery that a batch belongs to. The first batch of another run of the key deletes what
   * its runs before left.
   */
  public synchronized ArmDelivery of(BatchPlace place) throws IOException {
    Path folder = folder(place.key());
    Optional<String> run = run(folder);
    if (!run.equals(Optional.of(place.runId()))) {
      if (place.position() == 0) {
        remove(place.key());
      }
      if (place.position() == 0 || run.isPresent()) {
        note(folder, place.runId());
      }
    }
    Path arm = folder.resolve(HiddenName.of(place.arm()));
    if (place.position() == 0) {
      PrivateFiles.createDirectories(arm);
    }
    String label = place.arm().isEmpty() ? place.key() : place.key() + " arm " + place.arm();
    return open.computeIfAbsent(arm, path -> new ArmDelivery(label, path));
  }

  /** Deletes everything that there is of a key. */
  public synchronized void remove(String key) throws IOException {
    Path folder = folder(key);
    open.keySet().removeIf(arm -> arm.startsWith(folder));
    delete(folder);
  }

  /** Deletes what killed processes left and no run has asked for since. */
  public synchronized void removeOlderThan(Duration age, Instant now) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> folders = Files.list(directory)) {
      for (Path folder : folders.toList()) {
        removeIfOlder(folder, now.minus(age));
      }
    }
  }

  private static void removeIfOlder(Path folder, Instant time) {
    try {
      Path run = folder.resolve(RUN);
      if (Files.isRegularFile(run, NOFOLLOW_LINKS) && newest(folder).isBefore(time)) {
        delete(folder);
      }
    } catch (IOException | UncheckedIOException e) {
      // In use, by another sink or process, or not ours: the next start looks again.
    }
  }

  private static Instant newest(Path folder) throws IOException {
    Instant newest = Instant.MIN;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        Instant time = Files.getLastModifiedTime(each, NOFOLLOW_LINKS).toInstant();
        newest = time.isAfter(newest) ? time : newest;
      }
    }
    return newest;
  }

  private Path folder(String key) {
    return directory.resolve(HiddenName.of(key, sink + '\n' + key));
  }

  private static Optional<String> run(Path folder) throws IOException {
    Path file = folder.resolve(RUN);
    return Files.isRegularFile(file, NOFOLLOW_LINKS)
        ? Optional.of(Files.readString(file))
        : Optional.empty();
  }

  private static void note(Path folder, String runId) throws IOException {
    PrivateFiles.createDirectories(folder);
    Path file = folder.resolve(RUN);
    Files.deleteIfExists(file);
    try (FileChannel channel = PrivateFiles.open(file, CREATE_NEW, WRITE)) {
      Channels.newOutputStream(channel).write(runId.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Links are deleted, not followed. */
  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder, NOFOLLOW_LINKS)) {
      List<Path> all;
      try (Stream<Path> walked = Files.walk(folder)) {
        all = walked.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path each : all) {
        Files.deleteIfExists(each);
      }
    }
  }
}
