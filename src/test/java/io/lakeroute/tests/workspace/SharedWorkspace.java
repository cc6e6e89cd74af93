// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The process that {@link LocalWorkspaceExtension} shares: it may start before a test wants it, and
 * run statements until one does. The first of each kind take it several times as long. Thread-safe.
 */
final class SharedWorkspace {
  private static final Path FOLDER =
      Path.of("target", "workspace-" + ProcessHandle.current().pid());
  private static final String SCHEMA = "main.warming";
  private static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE %1$s.a (id BIGINT, name STRING, at TIMESTAMP, amount DECIMAL(10,2))"
              + " TBLPROPERTIES (delta.enableChangeDataFeed = true)",
          "INSERT INTO %1$s.a SELECT id, 'n', TIMESTAMP '2024-01-01', 1.5 FROM range(20)",
          "CREATE TABLE %1$s.b AS SELECT id, concat('n', id) AS name FROM range(20)",
          "SELECT * FROM %1$s.a WHERE id > 5 ORDER BY at, id",
          "SELECT a.name, count(*), max(at) FROM %1$s.a JOIN %1$s.b USING (id) GROUP BY a.name",
          "UPDATE %1$s.a SET name = 'm' WHERE id < 6",
          "MERGE INTO %1$s.a t USING %1$s.b s ON t.id = s.id"
              + " WHEN MATCHED THEN UPDATE SET name = s.name"
              + " WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)",
          "DELETE FROM %1$s.a WHERE id = 3",
          "DESCRIBE HISTORY %1$s.a",
          "SELECT * FROM table_changes('%1$s.a', 1)",
          "DROP TABLE %1$s.a",
          "DROP TABLE %1$s.b");

  private static final AtomicBoolean WANTED = new AtomicBoolean();
  private static CompletableFuture<WorkspaceProcess> begun;

  private SharedWorkspace() {}

  /** Starts the process and has it warm up, without waiting for either. */
  static synchronized void begin() {
    if (begun == null) {
      begun = CompletableFuture.supplyAsync(SharedWorkspace::warmed);
    }
  }

  /** Ends the warming up and hands over the process, which then is the caller's to close. */
  static WorkspaceProcess take() {
    WANTED.set(true);
    begin();
    return begun.join();
  }

  private static WorkspaceProcess warmed() {
    WorkspaceProcess process = WorkspaceProcess.start(FOLDER);
    if (!WANTED.get()) {
      Statements statements = Statements.of(process.workspace("default"));
      statements.run("CREATE SCHEMA " + SCHEMA);
      while (!WANTED.get()) {
        STATEMENTS.stream()
            .takeWhile(statement -> !WANTED.get())
            .forEach(statement -> statements.run(statement.formatted(SCHEMA)));
      }
      statements.run("DROP SCHEMA " + SCHEMA + " CASCADE");
    }
    return process;
  }
}
