package io.lakeroute.tests.bench;

import io.lakeroute.tests.workspace.SecureWorkspace;
import io.lakeroute.tests.workspace.Workspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The import route against what else reads a table with Camel or without: a process of its own for
 * each, in one run. All but one read the same rows in the same order.
 */
final class ImportBench {

  private static final long SMALLEST = 1_000;

  /** Each reader with what it is, in the order of the table that is printed. */
  private static final List<Map.Entry<String, String>> READERS =
      List.of(
          Map.entry("driver", "driver's row loop"),
          Map.entry("import", "import, batches to a null sink"),
          Map.entry("jdbc", "camel-jdbc StreamList, by row"),
          Map.entry("unordered", "driver's row loop, without ORDER BY"),
          Map.entry("kamelet", "Apache's databricks-source"));

  private ImportBench() {}

  private record Reading(long rows, double seconds, double cpuSeconds, double peakMegabytes) {
    double rowsPerSecond() {
      return rows / seconds;
    }

    double cpuPerMillion() {
      return cpuSeconds / (rows / 1e6);
    }
  }

  /**
   * @param rows of eight columns
   */
  static void run(long rows) throws Exception {
    try (WorkspaceProcess process =
        WorkspaceProcess.start(Path.of("target/bench-imports"), "--tls")) {
      SecureWorkspace workspace = SecureWorkspace.of(process);
      prepare(workspace, rows);
      System.out.printf(
          Locale.ROOT,
          """

          Imports of %,d rows x 8 columns over https, -Xmx256m, one pass each. Heap is the most in use right after a collection.

          | reader | rows | rows/s | of the driver's | CPU s per 1M | of the driver's | heap MB |
          |---|---|---|---|---|---|---|
          """,
          rows);
      Optional<Reading> driver = Optional.empty();
      for (var reader : READERS) {
        Optional<Reading> reading = largest(reader.getKey(), workspace, rows);
        if (driver.isEmpty()) {
          driver = reading;
        }
        print(reader.getValue(), reading, driver.orElseThrow());
      }
    }
  }

  /** What runs out of memory is tried with half as many rows, and again. */
  private static Optional<Reading> largest(String reader, SecureWorkspace workspace, long rows)
      throws Exception {
    for (long size = rows; size >= SMALLEST; size /= 2) {
      Optional<Reading> reading = read(reader, workspace, size);
      if (reading.isPresent()) {
        return reading;
      }
      System.out.printf(Locale.ROOT, "<!-- %s ran out of memory with %,d rows -->%n", reader, size);
    }
    return Optional.empty();
  }

  private static void print(String name, Optional<Reading> reading, Reading driver) {
    if (reading.isEmpty()) {
      System.out.printf("| %s | out of memory | | | | | |%n", name);
      return;
    }
    Reading it = reading.get();
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %,.0f | %.2f | %.2f | %.2f | %.0f |%n",
        name,
        it.rows(),
        it.rowsPerSecond(),
        it.rowsPerSecond() / driver.rowsPerSecond(),
        it.cpuPerMillion(),
        it.cpuPerMillion() / driver.cpuPerMillion(),
        it.peakMegabytes());
  }

  private static void prepare(SecureWorkspace workspace, long rows) throws Exception {
    try (var connection = ImportReader.connect(workspace);
        var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS main.bench");
      statement.execute(Benchmarks.wide("imported", rows));
    }
  }

  private static Optional<Reading> read(String reader, SecureWorkspace secure, long rows)
      throws IOException, InterruptedException {
    Workspace workspace = secure.access();
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ImportReader.class.getName(),
                    reader,
                    Long.toString(rows),
                    workspace.host().toString(),
                    workspace.httpPath(),
                    workspace.clientId(),
                    workspace.clientSecret(),
                    workspace.token(),
                    secure.trustStore().toAbsolutePath().toString(),
                    secure.trustStorePassword()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      if (output.contains("OutOfMemoryError")) {
        return Optional.empty();
      }
      throw new IllegalStateException("The reader " + reader + " failed: " + output);
    }
    String figures =
        output.lines().filter(line -> line.matches("\\d+( \\d+){3}")).findFirst().orElseThrow();
    long[] values = Arrays.stream(figures.split(" ")).mapToLong(Long::parseLong).toArray();
    return Optional.of(
        new Reading(values[0], values[1] / 1000.0, values[2] / 1000.0, values[3] / 1024.0));
  }
}
