// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * A table, the keyed target that {@link KilledSync} brings its changes to, and what the processes
 * are started with. For one thread.
 */
final class SyncToKill {

  private final Path folder;
  private final Workspace workspace;
  private final Statements sql;
  private final String table;
  private final Jdbi target;
  private final Map<String, String> settings = new HashMap<>();

  /**
   * Makes the table and the target.
   *
   * @param folder of these processes alone
   * @param rows of version 0
   * @param url of the target's database, in which an account without a password may make tables
   * @param store where cursors are kept: {@code databricks.store.*}
   */
  SyncToKill(Path folder, Workspace workspace, int rows, String url, Map<String, String> store) {
    this.folder = folder;
    this.workspace = workspace;
    this.sql = Statements.of(workspace);
    this.table = workspace.name("killed_sync");
    this.target = Jdbi.create(url);
    target.useHandle(
        handle ->
            handle.execute("CREATE TABLE target (id BIGINT PRIMARY KEY, mail TEXT, note TEXT)"));
    run(
        "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT id, concat('m', id) AS mail, 'first' AS note FROM range("
            + rows
            + ")");
    settings.putAll(store);
    settings.put("table", table);
    settings.put("target", url);
  }

  /** Runs a statement in which the table stands as {@code %1$s}. */
  void run(String statement) {
    sql.run(statement.formatted(table));
  }

  /** The table's latest version. */
  long latest() {
    return Long.parseLong(sql.run("DESCRIBE HISTORY " + table + " LIMIT 1").get(0).get(0));
  }

  /**
   * Starts a process that syncs the table, prints a line for each batch, and ends.
   *
   * @param net the option of this name
   * @param version at which it ends
   */
  Process launch(String net, long version) throws IOException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("net", net);
    all.put("version", Long.toString(version));
    return ProcessToKill.launch(
        KilledSync.class, folder, workspace, all, "-XX:TieredStopAtLevel=1");
  }

  void requireTargetToHoldTheTable() {
    List<List<String>> expected = sql.run("SELECT id, mail, note FROM " + table + " ORDER BY id");
    List<List<String>> held =
        target.withHandle(
            handle ->
                handle
                    .createQuery("SELECT id, mail, note FROM target ORDER BY id")
                    .map(
                        (row, context) ->
                            List.of(row.getString(1), row.getString(2), row.getString(3)))
                    .list());
    assertThat(held).isEqualTo(expected);
  }
}
