package io.lakeroute.tests.proof;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file to which a proof appends its lines. A proof that was stopped goes on after its last
 * round there. Immutable.
 *
 * @param about what else the rounds depend on, in each line
 */
record ProofResults(Path file, long seed, String about) {

  /** Rounds of this seed that are done. */
  int rounds() throws IOException {
    return (int) of("round=").count();
  }

  /** Whether the line of a round that begins so is there. */
  boolean has(String round) throws IOException {
    return of(round).findAny().isPresent();
  }

  private Stream<String> of(String round) throws IOException {
    String start = " seed=" + seed + " " + about + " " + round;
    return Files.exists(file)
        ? Files.readAllLines(file).stream().filter(line -> line.contains(start))
        : Stream.empty();
  }

  /** Appends a line; that of a round begins with {@code round=}. */
  void say(String format, Object... values) throws IOException {
    String line =
        "%s commit=%s seed=%d %s %s"
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                commit(),
                seed,
                about,
                format.formatted(values));
    System.out.println(line);
    Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String commit() throws IOException {
    Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
    try (BufferedReader output = git.inputReader(StandardCharsets.UTF_8)) {
      String commit = output.readLine();
      return commit == null ? "unknown" : commit;
    }
  }
}
