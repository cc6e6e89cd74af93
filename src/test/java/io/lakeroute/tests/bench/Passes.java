// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Times passes over a table, one after the other, in a JVM of their own. */
final class Passes {

  private static volatile Object last;
  private static volatile long firstNanos;

  private Passes() {}

  /** Takes what was read, which keeps it from being optimised away, and notes when it began. */
  static void take(Object read) {
    if (last == null) {
      firstNanos = System.nanoTime();
    }
    last = read;
  }

  /** Reads a table once and gives the number of its rows. */
  interface Pass {
    long rows() throws Exception;
  }

  /**
   * Reads a few times to warm up, and once more, of which it prints {@code rows millis cpuMillis
   * peakKilobytes firstMillis}, the last being the time up to the first row.
   */
  static void report(int warming, Pass pass) throws Exception {
    for (int i = 0; i < warming; i++) {
      pass.rows();
    }
    PeakHeap heap = PeakHeap.watch();
    long cpu = cpuMillis();
    last = null;
    long start = System.nanoTime();
    long rows = pass.rows();
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.printf(
        "%d %d %d %d %d%n",
        rows, millis, cpuMillis() - cpu, heap.bytes() >> 10, (firstNanos - start) / 1_000_000);
  }

  private static long cpuMillis() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
  }

  /** The loop that a user of the driver would write: every value of every row. */
  static long loop(Connection connection, String sql) throws SQLException {
    long rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        for (int i = 1; i <= columns; i++) {
          take(result.getObject(i));
        }
        rows++;
      }
    }
    return rows;
  }
}
