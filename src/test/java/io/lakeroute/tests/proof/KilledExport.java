// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Properties;

/** Exports one run, and ends: the process that {@link ExportKillProof} kills. */
final class KilledExport {

  /** What it prints in the middle of its rows; then it waits for its end. */
  static final String HALFWAY = "HALFWAY";

  private KilledExport() {}

  /**
   * @param arguments the properties file with the connection, the table and the rows
   */
  public static void main(String[] arguments) throws Exception {
    Properties settings = ProcessToKill.settings(arguments);
    ExportRows rows =
        new ExportRows(
            Integer.parseInt(settings.getProperty("run")),
            Integer.parseInt(settings.getProperty("rows")),
            Integer.parseInt(settings.getProperty("width")));
    int stop = Integer.parseInt(settings.getProperty("stop"));
    boolean failed;
    try (ExportRoute route = new ExportRoute(settings)) {
      failed = route.send("run-" + rows.run(), stopping(rows.rows(), stop)).isFailed();
    }
    System.exit(failed ? 3 : 0);
  }

  private static Iterator<Map<String, Object>> stopping(
      Iterator<Map<String, Object>> rows, int stop) {
    return new Iterator<>() {
      private int read;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Map<String, Object> next() {
        if (read++ == stop) {
          System.out.println(HALFWAY);
          try {
            System.in.read();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
        return rows.next();
      }
    };
  }
}
