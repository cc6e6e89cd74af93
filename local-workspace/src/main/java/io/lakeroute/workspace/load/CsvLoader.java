// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Makes one Delta table of each CSV file in a folder, without losing a value: RFC 4180, UTF-8, a
 * header row, an empty unquoted cell is NULL and {@code ""} is an empty string. Stateless.
 */
public final class CsvLoader {
  /** A cell that no file holds: Spark turns an unquoted empty cell into this, and this to NULL. */
  private static final String NULL_SENTINEL = "\u0001N";

  private static final Map<String, String> LOSSLESS =
      Map.of(
          "header", "true",
          "multiLine", "true",
          "escape", "\"",
          "encoding", "UTF-8",
          "mode", "FAILFAST",
          "nullValue", NULL_SENTINEL);

  private final SparkSession spark;
  private final Consumer<String> progress;

  /**
   * @param spark a session whose catalogs can hold Delta tables
   * @param progress receives one line per table
   */
  public CsvLoader(SparkSession spark, Consumer<String> progress) {
    this.spark = spark;
    this.progress = progress;
  }

  /**
   * Loads every {@code *.csv} and {@code *.csv.gz} of the folder.
   *
   * @param infer let Spark guess column types, which loses values such as {@code 01234}; otherwise
   *     every column is a STRING
   * @throws LoadException when the folder has nothing to load or a file cannot be read
   */
  public void load(LoadRequest.Csv request, boolean infer) {
    Map<String, Path> files = filesByTable(request.folder());
    TableWriter writer = new TableWriter(spark, request, progress);
    files.forEach(
        (table, file) -> {
          try {
            writer.createUnlessThere(table, () -> read(file, infer));
          } catch (Exception e) { // Spark throws checked exceptions undeclared
            throw e instanceof LoadException known ? known : unreadable(file, e);
          }
        });
  }

  private Dataset<Row> read(Path file, boolean infer) {
    Dataset<Row> rows =
        spark
            .read()
            .options(LOSSLESS)
            .option("lineSep", lineSeparator(file))
            .option("inferSchema", infer)
            .csv(file.toAbsolutePath().toString());
    // Delta refuses these characters in column names.
    String[] names =
        Stream.of(rows.columns())
            .map(name -> name.strip().replaceAll("[ ,;{}()\\n\\t\\r=]+", "_"))
            .toArray(String[]::new);
    return rows.toDF(names);
  }

  /** Spark's own detection would also rewrite line ends inside quoted cells. */
  private static String lineSeparator(Path file) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      int previous = -1;
      for (int next = in.read(); next != -1 && next != '\n'; next = in.read()) {
        previous = next;
      }
      if (previous == -1) {
        throw new LoadException("Cannot load %s: it has no header row".formatted(file));
      }
      return previous == '\r' ? "\r\n" : "\n";
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Map<String, Path> filesByTable(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new LoadException("Cannot load %s: there is no such folder".formatted(folder));
    }
    Map<String, Path> files = new TreeMap<>();
    for (Path file : list(folder)) {
      Path other = files.putIfAbsent(tableName(file), file);
      if (other != null) {
        throw new LoadException(
            "Cannot load %s: %s and %s both make the table %s; rename one"
                .formatted(folder, other.getFileName(), file.getFileName(), tableName(file)));
      }
    }
    if (files.isEmpty()) {
      throw new LoadException(
          "Cannot load %s: it holds no *.csv and no *.csv.gz file".formatted(folder));
    }
    return files;
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(f -> f.getFileName().toString().matches("(?i)[^._].*\\.csv(\\.gz)?"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tableName(Path file) {
    return file.getFileName()
        .toString()
        .toLowerCase(Locale.ROOT)
        .replaceFirst("\\.csv(\\.gz)?$", "")
        .replaceAll("[^a-z0-9_]+", "_");
  }

  private static LoadException unreadable(Path file, Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return new LoadException("Cannot load %s: %s".formatted(file, why), cause);
  }
}
