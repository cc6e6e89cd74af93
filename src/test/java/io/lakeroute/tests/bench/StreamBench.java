// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Streams and batches of the component against the driver's own loop, each in a JVM of 256 MB, in
 * turns.
 */
final class StreamBench {

  private static final List<String> READERS = List.of("driver", "jsonLines", "csv", "batches");
  private static final Map<String, String> NAMES =
      Map.of(
          "driver", "driver's row loop",
          "jsonLines", "query, stream of jsonLines",
          "csv", "query, stream of csv",
          "batches", "query, batches, every value read");

  private final Workspace workspace;

  StreamBench(Workspace workspace) {
    this.workspace = workspace;
  }

  void run() throws Exception {
    table("1M rows x 8 columns, medians of 3 rounds, each after a warming pass", "wide", 3, 1);
    table("10M rows x 8 columns, one round without a warming pass", "wide10", 1, 0);
  }

  private void table(String title, String table, int rounds, int warming) throws Exception {
    Map<String, List<Reading>> readings = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (String reader : READERS) {
        List<Reading> all = readings.computeIfAbsent(reader, name -> new ArrayList<>());
        read(reader, "main.bench." + table, warming).ifPresent(all::add);
      }
    }
    System.out.println(
        """

        %s, -Xmx256m. Heap is the most in use right after a collection.

        | reader | rows/s | of the driver's | CPU s per 1M | of the driver's | heap MB |
        |---|---|---|---|---|---|\
        """
            .formatted(title));
    List<Reading> driver = readings.get("driver");
    readings.forEach((reader, all) -> print(NAMES.get(reader), all, driver));
  }

  private static void print(String name, List<Reading> all, List<Reading> driver) {
    if (all.isEmpty()) {
      System.out.printf("| %s | out of memory | | | | |%n", name);
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %,.0f | %s | %.2f | %s | %.0f |%n",
        name,
        median(all, Reading::rowsPerSecond),
        ratio(all, driver, Reading::rowsPerSecond),
        median(all, Reading::cpuPerMillion),
        ratio(all, driver, Reading::cpuPerMillion),
        median(all, Reading::peakMegabytes));
  }

  /** Empty where the driver ran out of memory, as it may with its default of 16 downloads. */
  private static String ratio(
      List<Reading> all, List<Reading> driver, ToDoubleFunction<Reading> of) {
    return driver.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%.2f", median(all, of) / median(driver, of));
  }

  private Optional<Reading> read(String reader, String table, int warming)
      throws IOException, InterruptedException {
    return Reading.of(
        StreamReader.class,
        reader,
        table,
        Integer.toString(warming),
        workspace.host().toString(),
        workspace.httpPath(),
        workspace.clientId(),
        workspace.clientSecret());
  }

  private static double median(List<Reading> readings, ToDoubleFunction<Reading> of) {
    double[] sorted = readings.stream().mapToDouble(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
