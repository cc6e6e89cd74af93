// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * A table, the keyed target that {@link KilledImport} brings it to, and a folder with what its
 * processes are started with. For one thread.
 */
final class ImportToKill {

  /** The default of the option batchSize: what a kill may bring again at most. */
  static final int BATCH = 1_000;

  /** More batches than the target takes in 250 ms, the default of commitInterval. */
  static final int UNSTORED = 25;

  /** Many rows to each timestamp, and some without. */
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS %s AS SELECT id, IF(id %% 1000 = 999, NULL,"
          + " timestamp_seconds(1700000000 + id div 37)) AS at, concat('note-', id) AS note FROM"
          + " range(%d)";

  private static final String TARGET =
      "CREATE TABLE IF NOT EXISTS target (record_id TEXT PRIMARY KEY, id BIGINT, at TIMESTAMP WITH"
          + " TIME ZONE, note TEXT, times INT)";

  private final Path folder;
  private final Workspace workspace;
  private final int rows;
  private final Jdbi target;
  private final Map<String, String> settings = new HashMap<>();

  /**
   * Makes what is not there yet.
   *
   * @param folder of these processes alone
   * @param url of the target's database, in which an account without a password may make tables
   * @param store where cursors are kept: {@code databricks.store.*}
   */
  ImportToKill(Path folder, Workspace workspace, int rows, String url, Map<String, String> store) {
    this.folder = folder;
    this.workspace = workspace;
    this.rows = rows;
    this.target = Jdbi.create(url);
    String table = workspace.name("killed");
    Statements.of(workspace).run(TABLE.formatted(table, rows));
    target.useHandle(handle -> handle.execute(TARGET));
    settings.putAll(store);
    settings.put("table", table);
    settings.put("target", url);
  }

  /** Starts a process that imports the table, prints a line for each batch, and ends. */
  Process launch() throws IOException {
    return ProcessToKill.launch(KilledImport.class, folder, workspace, settings);
  }

  void clear() {
    target.useHandle(handle -> handle.execute("TRUNCATE target"));
  }

  /** Requires each row to be there once and as it is, and says how many came again. */
  String verdict(int kills) {
    Map<String, Object> found =
        target.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT count(*) AS rows, count(DISTINCT id) AS ids, min(id) AS low,"
                            + " max(id) AS high, sum(times) AS times, count(*) FILTER (WHERE note"
                            + " <> 'note-' || id OR at IS DISTINCT FROM CASE WHEN id % 1000 = 999"
                            + " THEN NULL ELSE to_timestamp(1700000000 + id / 37) END) AS wrong"
                            + " FROM target")
                    .mapToMap()
                    .one());
    assertThat(found)
        .containsEntry("rows", (long) rows)
        .containsEntry("ids", (long) rows)
        .containsEntry("low", 0L)
        .containsEntry("high", rows - 1L)
        .containsEntry("wrong", 0L);
    long again = ((Number) found.get("times")).longValue() - rows;
    assertThat(again).as("rows that came again").isBetween(0L, (long) kills * UNSTORED * BATCH);
    return "each of %d rows once after %d kills; %d rows came again with the same id"
        .formatted(rows, kills, again);
  }
}
