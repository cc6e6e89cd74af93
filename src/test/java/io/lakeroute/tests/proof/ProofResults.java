// SPDX-License-Identifier: Apache-2.0
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
import java.util.stream.Stream;

/**
 * The file to which a proof appends what it did, each line with its time and commit; a proof that
 * was stopped finds there what is done. Safe for threads.
 */
final class ProofResults {

  private final Path file;
  private final String about;
  private final String commit;

  ProofResults(Path file) {
    this(file, "");
  }

  /**
   * Of rounds that depend on a seed.
   *
   * @param about what else they depend on, in each line
   */
  ProofResults(Path file, long seed, String about) {
    this(file, "seed=%d %s ".formatted(seed, about));
  }

  private ProofResults(Path file, String about) {
    this.file = file;
    this.about = about;
    this.commit = commit(); // That a proof began with: others may follow while it runs.
  }

  /** All lines, of earlier proofs too. */
  synchronized List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Rounds of this seed that are done. */
  int rounds() throws IOException {
    return (int) of("round=").count();
  }

  /** Whether the line of a round that begins so is there. */
  boolean has(String round) throws IOException {
    return of(round).findAny().isPresent();
  }

  private Stream<String> of(String round) throws IOException {
    return lines().stream().filter(line -> line.contains(" " + about + round));
  }

  /** Appends a line; that of a round begins with {@code round=}. */
  synchronized void say(String format, Object... values) throws IOException {
    String line =
        "%s commit=%s %s%s"
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                commit,
                about,
                format.formatted(values));
    System.out.println(line);
    Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

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
