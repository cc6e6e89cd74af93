package io.lakeroute.tests.bench;

import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Streams of the component against the driver's own loop, each in a JVM of 256 MB, in turns. */
final class StreamBench {

  private static final int ROUNDS = 3;
  private static final List<String> READERS = List.of("driver", "jsonLines", "csv");

  private final Workspace workspace;

  StreamBench(Workspace workspace) {
    this.workspace = workspace;
  }

  private record Reading(double rowsPerSecond, double cpuSecondsPerMillion) {}

  void run() throws Exception {
    Map<String, List<Reading>> readings = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (String reader : READERS) {
        readings.computeIfAbsent(reader, name -> new ArrayList<>()).add(read(reader));
      }
    }
    System.out.println(
        """

        1M rows x 8 columns at -Xmx256m, medians of %d rounds, each after a warming pass.

        | reader | rows/s | of the driver's | CPU s per 1M |
        |---|---|---|---|\
        """
            .formatted(ROUNDS));
    double driver = median(readings.get("driver").stream().map(Reading::rowsPerSecond).toList());
    readings.forEach(
        (reader, all) -> {
          double rate = median(all.stream().map(Reading::rowsPerSecond).toList());
          System.out.printf(
              Locale.ROOT,
              "| %s | %,.0f | %.2f | %.2f |%n",
              reader.equals("driver") ? "driver's row loop" : "query, stream of " + reader,
              rate,
              rate / driver,
              median(all.stream().map(Reading::cpuSecondsPerMillion).toList()));
        });
  }

  private Reading read(String reader) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            StreamReader.class.getName(),
            reader,
            workspace.host().toString(),
            workspace.httpPath(),
            workspace.clientId(),
            workspace.clientSecret());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("The reader " + reader + " failed: " + output);
    }
    String figures =
        output.lines().filter(line -> line.matches("\\d+ \\d+ \\d+")).findFirst().orElseThrow();
    long[] values = Arrays.stream(figures.split(" ")).mapToLong(Long::parseLong).toArray();
    return new Reading(values[0] * 1000.0 / values[1], values[2] / 1000.0 / (values[0] / 1e6));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
