// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The model {@code tpcds} of the test resources, and the segments over it. Stateless. */
public final class TpcdsSegments {

  /** The day after the last sale. */
  public static final Instant AS_OF = Instant.parse("2003-01-03T00:00:00Z");

  private static final Path FOLDER = Path.of("resources", "segments");
  private static final String SCHEMA = "main.tpcds";
  private static final String SUFFIX = ".segment.yaml";

  private TpcdsSegments() {}

  /** The statements of a file, for tables of another schema. */
  public static Stream<String> sql(String file, String schema) {
    return Stream.of(read(FOLDER.resolve(file)).replace(SCHEMA + ".", schema + ".").split(";"))
        .map(String::strip)
        .filter(sql -> !sql.isEmpty());
  }

  public static String model(String schema) {
    return read(FOLDER.resolve("tpcds.model.yaml")).replace(SCHEMA + ".", schema + ".");
  }

  /** A segment of fifty conditions. */
  public static String fifty() {
    return read(FOLDER.resolve("fifty" + SUFFIX));
  }

  /** Segments of one to three conditions with windows, by name. */
  public static Map<String, String> windowed() {
    Map<String, String> segments = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER.resolve("windowed"))) {
      files.forEach(
          file -> segments.put(file.getFileName().toString().replace(SUFFIX, ""), read(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return segments;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
