package io.lakeroute.tests.proof;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The file to which a proof appends what it did, each line with its time and commit; a proof that
 * was stopped finds there what is done. Safe for threads.
 */
final class ProofResults {

  private final Path file;
  private final String commit = commit();

  ProofResults(Path file) {
    this.file = file;
  }

  /** All lines, of earlier proofs too. */
  synchronized List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  synchronized void say(String format, Object... values) throws IOException {
    String line =
        "%s commit=%s %s"
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS), commit, format.formatted(values));
    Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** The one that the proof was started on; the project may go on while it runs. */
  private static String commit() {
    try {
      Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
      try (BufferedReader output = git.inputReader(StandardCharsets.UTF_8)) {
        String commit = output.readLine();
        return commit == null ? "unknown" : commit;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
