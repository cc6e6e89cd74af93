// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.tests.workspace.Bucket;
import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The way of an audience into S3 against other ways for the same rows: a process of its own for
 * each, in turns, in one run; then the whole way into a table.
 */
final class ExportBench {

  private static final int ROUNDS = 3;

  /** camel-aws2-s3 takes a message for each row: it gets fewer of them. */
  private static final int FEWER = 10;

  /** What Spark loads and publishes on the same cores. */
  private static final long PUBLISHED = 1_000_000;

  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("files", "the same encoder to local files");
    NAMES.put("objects", "export, up to the objects in S3");
    NAMES.put("transfers", "the same encoder to AWS's transfer manager");
    NAMES.put("camel", "camel-aws2-s3 `streamingUploadMode`, by row");
  }

  private final Workspace workspace;
  private final Bucket bucket;
  private final Path folder;
  private final Map<String, List<Written>> readings = new LinkedHashMap<>();

  /** A reading, and the bytes of the objects that it left. */
  private record Written(Reading reading, long bytes) {
    double megabytesPerSecond() {
      return bytes / 1e6 / reading.seconds();
    }
  }

  private ExportBench(Workspace workspace, Bucket bucket, Path folder) {
    this.workspace = workspace;
    this.bucket = bucket;
    this.folder = folder;
  }

  static void run(long rows) throws Exception {
    Path folder = Path.of("target/bench-exports-files").toAbsolutePath();
    // A server that is compiled as little as that of the tests would be slower than its clients.
    try (WorkspaceProcess process =
        WorkspaceProcess.launch(
            Path.of("target/bench-exports"),
            List.of("-Dworkspace.s3.jit=-XX:+TieredCompilation"),
            "--port",
            "0")) {
      process.awaitReady();
      Statements.of(process.workspace("default")).run("CREATE SCHEMA IF NOT EXISTS main.bench");
      new ExportBench(process.workspace("bench"), process.bucket(), folder).run(rows, process);
    }
  }

  private void run(long rows, WorkspaceProcess process) throws Exception {
    System.out.printf(
        Locale.ROOT,
        """

        Exports of %,d rows x 12 columns as JSON lines, -Xmx256m, medians of %d rounds, each after a tenth of the rows. Heap is the most in use right after a collection.

        | way | rows | rows/s | of the files' | MB/s | CPU s per 1M | of the files' | heap MB |
        |---|---|---|---|---|---|---|---|
        """,
        rows,
        ROUNDS);
    for (int round = 0; round < ROUNDS; round++) {
      for (String way : NAMES.keySet()) {
        write(way, way.equals("camel") ? rows / FEWER : rows)
            .ifPresent(
                written -> readings.computeIfAbsent(way, any -> new ArrayList<>()).add(written));
      }
    }
    requireSameBytes();
    NAMES.keySet().forEach(way -> print(NAMES.get(way), readings.getOrDefault(way, List.of())));
    for (long other : List.of(rows / 5, 2 * rows)) {
      print(NAMES.get("objects"), write("objects", other).stream().toList());
    }
    // Only then, as Spark's own work would disturb the others.
    print("export, COPY INTO and publish", write("tables", PUBLISHED).stream().toList());
    requireRows(process);
  }

  /** All that have the component's encoder, in every round. */
  private void requireSameBytes() {
    long[] sizes =
        Stream.of("files", "objects", "transfers")
            .flatMap(way -> readings.getOrDefault(way, List.of()).stream())
            .mapToLong(Written::bytes)
            .distinct()
            .toArray();
    if (sizes.length != 1 || sizes[0] == 0) {
      throw new IllegalStateException("The ways left " + Arrays.toString(sizes) + " bytes");
    }
  }

  private static void requireRows(WorkspaceProcess process) {
    String held =
        Statements.of(process.workspace("bench"))
            .run("SELECT count(*) FROM main.bench.exported")
            .get(0)
            .get(0);
    if (!held.equals(String.valueOf(PUBLISHED))) {
      throw new IllegalStateException("The table holds " + held + " rows");
    }
  }

  /** Nothing where it ran out of memory. */
  private Optional<Written> write(String way, long rows) throws Exception {
    Optional<Reading> reading =
        Reading.of(
            ExportWriter.class,
            way,
            Long.toString(rows),
            workspace.host().toString(),
            workspace.httpPath(),
            workspace.clientId(),
            workspace.clientSecret(),
            bucket.endpoint().toString(),
            bucket.region(),
            bucket.accessKey(),
            bucket.secretKey(),
            bucket.name(),
            folder.toString());
    long bytes = removeFiles() + removeObjects();
    return reading.map(each -> new Written(each, bytes));
  }

  /** Gives the bytes of the measured pass. */
  private long removeFiles() throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        bytes += file.getParent().endsWith("measured") ? Files.size(file) : 0;
        Files.delete(file);
      }
    }
    return bytes;
  }

  private long removeObjects() {
    long bytes = 0;
    try (S3Client s3 = bucket.client()) {
      var pages =
          s3.listObjectsV2Paginator(r -> r.bucket(bucket.name()).prefix(ExportWriter.FOLDER));
      for (S3Object object : pages.contents()) {
        bytes += object.key().contains("/measured/") ? object.size() : 0;
        s3.deleteObject(r -> r.bucket(bucket.name()).key(object.key()));
      }
    }
    return bytes;
  }

  private void print(String name, List<Written> all) {
    if (all.isEmpty()) {
      System.out.printf("| %s | out of memory | | | | | | |%n", name);
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %,.0f | %s | %,.0f | %.2f | %s | %.0f |%n",
        name,
        all.get(0).reading().rows(),
        median(all, each -> each.reading().rowsPerSecond()),
        ratio(all, each -> each.reading().rowsPerSecond()),
        median(all, Written::megabytesPerSecond),
        median(all, each -> each.reading().cpuPerMillion()),
        ratio(all, each -> each.reading().cpuPerMillion()),
        median(all, each -> each.reading().peakMegabytes()));
  }

  /** Of a way to the files; empty where these had another number of rows. */
  private String ratio(List<Written> all, ToDoubleFunction<Written> of) {
    List<Written> files = readings.get("files");
    return all.get(0).reading().rows() == files.get(0).reading().rows()
        ? String.format(Locale.ROOT, "%.2f", median(all, of) / median(files, of))
        : "";
  }

  private static double median(List<Written> all, ToDoubleFunction<Written> of) {
    double[] sorted = all.stream().mapToDouble(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
