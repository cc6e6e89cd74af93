package io.lakeroute.tests.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Times passes over a table in a JVM of their own. Stateless. */
final class Passes {

  /** Keeps what was read from being optimised away. */
  private static volatile Object last;

  private Passes() {}

  /** Reads a table once and gives the number of its rows. */
  interface Pass {
    long rows() throws Exception;
  }

  /**
   * Reads a few times to warm up, and once more, of which it prints {@code rows millis cpuMillis
   * peakKilobytes}.
   */
  static void report(int warming, Pass pass) throws Exception {
    for (int i = 0; i < warming; i++) {
      pass.rows();
    }
    PeakHeap heap = PeakHeap.watch();
    long cpu = cpuMillis();
    long start = System.nanoTime();
    long rows = pass.rows();
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.printf("%d %d %d %d%n", rows, millis, cpuMillis() - cpu, heap.bytes() >> 10);
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
          last = result.getObject(i);
        }
        rows++;
      }
    }
    return rows;
  }
}
