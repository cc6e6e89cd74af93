// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.tests.workspace.SecureWorkspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A sync against the driver's loop over the same statement: a process of its own for each, in one
 * run.
 */
final class ChangesBench {

  private static final List<Map.Entry<String, String>> READERS =
      List.of(
          Map.entry("sync", "sync, batches of 1,000, every value read"),
          Map.entry("every", "the same, every change"),
          Map.entry("dropped", "sync to a null sink"));

  private ChangesBench() {}

  /**
   * @param rows of the feed: two thirds are images of updates, the others inserts and deletes
   */
  static void run(long rows) throws Exception {
    try (WorkspaceProcess process =
        WorkspaceProcess.start(Path.of("target/bench-changes"), "--tls")) {
      SecureWorkspace workspace = SecureWorkspace.of(process);
      prepare(workspace, ChangesReader.TABLE, rows);
      prepare(workspace, ChangesReader.WARMING, rows / 10);
      System.out.printf(
          Locale.ROOT,
          """

          Changes: a feed of %,d rows x 8 columns over https, -Xmx256m, one pass each after one of a tenth. Heap is the most in use right after a collection.

          | reader | rows | rows/s | of the driver's | from the first row on | of the driver's | CPU s per 1M | of the driver's | heap MB |
          |---|---|---|---|---|---|---|---|---|
          """,
          rows);
      Reading driver = read("driver", workspace, rows).orElseThrow();
      ImportBench.print("driver's row loop", Optional.of(driver), driver);
      for (var reader : READERS) {
        ImportBench.print(reader.getValue(), read(reader.getKey(), workspace, rows), driver);
      }
    }
  }

  private static Optional<Reading> read(String reader, SecureWorkspace workspace, long rows)
      throws Exception {
    return ImportBench.read(ChangesReader.class, reader, workspace, rows);
  }

  private static void prepare(SecureWorkspace workspace, String table, long rows) throws Exception {
    String name = table.substring(table.lastIndexOf('.') + 1);
    long updated = rows / 3;
    long other = rows / 6;
    try (var connection = ImportReader.connect(workspace);
        var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS main.bench");
      // A table that is replaced goes on with its versions, and a sync begins at the second one.
      statement.execute("DROP TABLE IF EXISTS " + table);
      statement.execute(Benchmarks.wide(name, updated + other));
      statement.execute(
          "ALTER TABLE " + table + " SET TBLPROPERTIES (delta.enableChangeDataFeed = true)");
      statement.execute("UPDATE " + table + " SET x = x + 1 WHERE id < " + updated);
      statement.execute(
          "INSERT INTO %s SELECT id + 100000000, b, amount, d, at, flag, name, x FROM %s WHERE id < %d"
              .formatted(table, table, other));
      statement.execute(
          "DELETE FROM %s WHERE id >= %d AND id < 100000000".formatted(table, updated));
    }
  }
}
