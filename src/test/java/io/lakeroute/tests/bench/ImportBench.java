// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.tests.workspace.SecureWorkspace;
import io.lakeroute.tests.workspace.Workspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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

  /**
   * Passes before the first measured one: the first statements of a workspace take up to half as
   * long again, which would favour whoever reads later.
   */
  private static final int WARMING = 3;

  private static final int PASSES = 5;

  /** What is read in turns, in the order of the table that is printed. */
  private static final List<Map.Entry<String, String>> IN_TURNS =
      List.of(
          Map.entry("driver", "driver's row loop"),
          Map.entry("import", "import, batches of 1,000, every value read"),
          Map.entry("large", "import, batches of 10,000, every value read"),
          Map.entry("dropped", "import, batches of 10,000 to a null sink"));

  private static final List<Map.Entry<String, String>> ONCE =
      List.of(
          Map.entry("jdbc", "camel-jdbc StreamList, by row"),
          Map.entry("unordered", "driver's row loop, without ORDER BY"),
          Map.entry("kamelet", "Apache's databricks-source"));

  private ImportBench() {}

  /**
   * @param rows of eight columns that all readers read; the import reads a fifth and twice as many
   *     as well
   */
  static void run(long rows) throws Exception {
    try (WorkspaceProcess process =
        WorkspaceProcess.start(Path.of("target/bench-imports"), "--tls")) {
      SecureWorkspace workspace = SecureWorkspace.of(process);
      prepare(workspace, 2 * rows);
      for (int i = 0; i < WARMING; i++) {
        read("dropped", workspace, rows);
      }
      Map<String, List<Reading>> passes = inTurns(workspace, rows);
      Reading driver = Reading.fastest(passes.get("driver"));
      System.out.printf(
          Locale.ROOT,
          """

          Imports of %,d rows x 8 columns over https, -Xmx256m, each pass after one of a tenth; the fastest of %d passes in turns for the first four lines, the others are single passes. Heap is the most in use right after a collection.

          | reader | rows | rows/s | of the driver's | from the first row on | of the driver's | CPU s per 1M | of the driver's | heap MB |
          |---|---|---|---|---|---|---|---|---|
          """,
          rows,
          PASSES);
      for (var reader : IN_TURNS) {
        Reading fastest = Reading.fastest(passes.get(reader.getKey()));
        print(reader.getValue(), Optional.of(fastest), driver);
      }
      for (var reader : ONCE) {
        print(reader.getValue(), largest(reader.getKey(), workspace, rows), driver);
      }
      for (long other : List.of(rows / 5, 2 * rows)) {
        print("import, batches of 1,000", largest("import", workspace, other), driver);
      }
    }
  }

  /**
   * Every other pass has them in reverse, since a reader may pay for what was before it. The
   * workspace takes up to twice as long to the first row of one and the same statement, whoever
   * asks, so medians of a few passes would compare that.
   */
  private static Map<String, List<Reading>> inTurns(SecureWorkspace workspace, long rows)
      throws Exception {
    Map<String, List<Reading>> passes = new HashMap<>();
    List<String> order = new ArrayList<>(IN_TURNS.stream().map(Map.Entry::getKey).toList());
    for (int pass = 1; pass <= PASSES; pass++) {
      for (String reader : order) {
        Reading reading =
            read(reader, workspace, rows)
                .orElseThrow(() -> new IllegalStateException(reader + " is out of memory"));
        passes.computeIfAbsent(reader, each -> new ArrayList<>()).add(reading);
        System.out.printf(
            Locale.ROOT,
            "<!-- pass %d, %s: %.2f s, of which %.2f up to the first row -->%n",
            pass,
            reader,
            reading.seconds(),
            reading.firstSeconds());
      }
      Collections.reverse(order);
    }
    return passes;
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

  static void print(String name, Optional<Reading> reading, Reading driver) {
    if (reading.isEmpty()) {
      System.out.printf("| %s | out of memory | | | | | | | |%n", name);
      return;
    }
    Reading it = reading.get();
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %,.0f | %.2f | %,.0f | %.2f | %.2f | %.2f | %.0f |%n",
        name,
        it.rows(),
        it.rowsPerSecond(),
        it.rowsPerSecond() / driver.rowsPerSecond(),
        it.rowsPerSecondFromFirst(),
        it.rowsPerSecondFromFirst() / driver.rowsPerSecondFromFirst(),
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
    return read(ImportReader.class, reader, secure, rows);
  }

  /** Runs a reader that takes its arguments as {@link ImportReader#workspace} does. */
  static Optional<Reading> read(Class<?> program, String reader, SecureWorkspace secure, long rows)
      throws IOException, InterruptedException {
    Workspace workspace = secure.access();
    return Reading.of(
        program,
        reader,
        Long.toString(rows),
        workspace.host().toString(),
        workspace.httpPath(),
        workspace.clientId(),
        workspace.clientSecret(),
        workspace.token(),
        secure.trustStore().toAbsolutePath().toString(),
        secure.trustStorePassword());
  }
}
