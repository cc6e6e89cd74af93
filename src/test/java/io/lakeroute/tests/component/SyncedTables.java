// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a test class, and syncs of them. */
@ExtendWith(LocalWorkspaceExtension.class)
abstract class SyncedTables {

  static final String FEED = "TBLPROPERTIES (delta.enableChangeDataFeed = true)";

  @TempDir Path store;
  final LocalWorkspace workspace;

  SyncedTables(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  void table(String name, String properties) {
    sql(
        "CREATE TABLE %s TBLPROPERTIES (%s)"
            + " AS SELECT CAST(id AS BIGINT) AS id, note FROM VALUES (1, 'a'), (2, 'b'), (3, 'c')"
            + " AS t(id, note)",
        name, properties);
  }

  void sql(String statement, String table, Object... more) {
    Object[] names = new Object[more.length + 1];
    names[0] = workspace.name(table);
    System.arraycopy(more, 0, names, 1, more.length);
    workspace.statements().run(statement.formatted(names));
  }

  Syncing syncing(String table, String options) {
    return new Syncing(workspace, store, table, options);
  }
}
