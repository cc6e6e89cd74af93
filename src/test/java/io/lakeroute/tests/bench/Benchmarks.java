// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs every benchmark against a local workspace and prints tables; {@code mvn -Pbench}. With
 * {@code -Dbench.only}, only {@code lookups}, {@code streams}, {@code writes}, {@code imports},
 * {@code changes}, {@code exports}, {@code segments} or {@code profiles}; {@code -Dbench.rows} is
 * the size of the imports and exports.
 */
public final class Benchmarks {

  /** Those that share a workspace. */
  private static final List<String> STATEMENTS =
      List.of("lookups", "streams", "writes", "profiles");

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    String only = System.getProperty("bench.only", "");
    List<String> wanted =
        only.isEmpty()
            ? List.of(
                "lookups",
                "streams",
                "writes",
                "profiles",
                "imports",
                "changes",
                "exports",
                "segments")
            : List.of(only.split(","));
    System.out.printf(
        "%d processors, JDK %s%n",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    if (wanted.stream().anyMatch(STATEMENTS::contains)) {
      statements(wanted);
    }
    if (wanted.contains("imports")) {
      ImportBench.run(Long.getLong("bench.rows", 5_000_000));
    }
    if (wanted.contains("changes")) {
      ChangesBench.run(3_000_000);
    }
    if (wanted.contains("exports")) {
      ExportBench.run(Long.getLong("bench.rows", 5_000_000));
    }
    if (wanted.contains("segments")) {
      SegmentBench.run("1");
    }
    System.exit(0);
  }

  private static void statements(List<String> wanted) throws Exception {
    try (WorkspaceProcess process = WorkspaceProcess.start(Path.of("target/bench-workspace"))) {
      Statements sql = Statements.of(process.workspace("default"));
      sql.run("CREATE SCHEMA IF NOT EXISTS main.bench");
      if (wanted.contains("lookups")) {
        events(sql);
      }
      if (wanted.contains("streams")) {
        wide(sql, "wide", 1_000_000);
        wide(sql, "wide10", 10_000_000);
      }
      Workspace workspace = process.workspace("bench");
      if (wanted.contains("lookups")) {
        new LookupBench(workspace).run();
      }
      if (wanted.contains("streams")) {
        new StreamBench(workspace).run();
      }
      if (wanted.contains("profiles")) {
        ProfileBench.tables().forEach(sql::run);
        new ProfileBench(workspace).run();
      }
      if (wanted.contains("writes")) {
        new WriteBench(workspace).run();
      }
    }
  }

  private static void events(Statements sql) {
    sql.run(
        """
        CREATE OR REPLACE TABLE main.bench.events AS
        SELECT CAST(id % 5000 AS STRING) AS customer_id, id AS event_id,
          TIMESTAMP'2024-01-01 00:00:00' + make_dt_interval(0, 0, 0, CAST(id AS DECIMAL(18, 6))) AS happened_at,
          CAST(id % 1000 AS DECIMAL(18, 2)) AS amount, concat('name-', id) AS name
        FROM range(1000000)
        """);
  }

  /** A table of eight columns of different types. */
  private static void wide(Statements sql, String name, long rows) {
    sql.run(wide(name, rows));
  }

  /** The statement that makes it. */
  static String wide(String name, long rows) {
    return """
    CREATE OR REPLACE TABLE main.bench.%s AS
    SELECT id, id * 3 AS b, CAST(id AS DECIMAL(18, 2)) AS amount,
      date_add(DATE'2020-01-01', CAST(id %% 1000 AS INT)) AS d,
      TIMESTAMP'2020-01-01 00:00:00' + make_dt_interval(0, 0, 0, CAST(id AS DECIMAL(18, 6))) AS at,
      id %% 2 = 0 AS flag, concat('name-', id) AS name, CAST(id AS DOUBLE) / 7 AS x
    FROM range(%d)
    """
        .formatted(name, rows);
  }
}
