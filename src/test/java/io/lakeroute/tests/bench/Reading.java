// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one pass over a table took, in a JVM of its own with little heap.
 *
 * @param seconds for all of it, by the clock
 * @param cpuSeconds of that JVM
 * @param peakMegabytes the most in use right after a collection
 * @param firstSeconds up to the first row
 */
record Reading(
    long rows, double seconds, double cpuSeconds, double peakMegabytes, double firstSeconds) {

  static Reading fastest(List<Reading> passes) {
    return Collections.min(passes, Comparator.comparingDouble(Reading::seconds));
  }

  double rowsPerSecond() {
    return rows / seconds;
  }

  double cpuPerMillion() {
    return cpuSeconds / (rows / 1e6);
  }

  /** Rows a second from the first one on: what is left is the reader's own. */
  double rowsPerSecondFromFirst() {
    return rows / (seconds - firstSeconds);
  }

  /** Runs a program that ends with {@link Passes#report}; nothing where it ran out of memory. */
  static Optional<Reading> of(Class<?> reader, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), reader.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      if (output.contains("OutOfMemoryError")) {
        return Optional.empty();
      }
      throw new IllegalStateException("The reader " + arguments[0] + " failed: " + output);
    }
    long[] figures =
        output
            .lines()
            .filter(line -> line.matches("\\d+( \\d+){4}"))
            .map(line -> Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray())
            .findFirst()
            .orElseThrow();
    return Optional.of(
        new Reading(
            figures[0],
            figures[1] / 1000.0,
            figures[2] / 1000.0,
            figures[3] / 1024.0,
            figures[4] / 1000.0));
  }
}
