// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.WorkspaceProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with one import between them: one runs it, and the other one when that is gone. */
class TwoNodesProof {

  private static final int ROWS = 200_000;

  /** Far from the beginning, and from the end. */
  private static final long KILLED_AFTER = 40_000;

  @TempDir private static Path folder;

  @Test
  void the_other_node_goes_on_where_a_killed_one_stood() throws Exception {
    try (WorkspaceProcess process = WorkspaceProcess.start(folder.resolve("workspace"));
        EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      ImportToKill toKill =
          new ImportToKill(
              folder,
              process.workspace("default"),
              ROWS,
              url,
              Map.of("databricks.store.url", url, "databricks.store.username", "postgres"));
      List<DeliveringNode> nodes =
          List.of(new DeliveringNode(toKill.launch()), new DeliveringNode(toKill.launch()));

      DeliveringNode other =
          DeliveringNode.killWhileDelivering(nodes, List.of(0L, 0L), KILLED_AFTER);
      other.awaitEnd();

      assertThat(toKill.verdict(1)).contains("after 1 kills");
      assertThat(nodes.get(0).delivered() + nodes.get(1).delivered())
          .as("rows of both, of which those of some batches may be the same")
          .isBetween(
              (long) ROWS - ImportToKill.BATCH,
              (long) ROWS + ImportToKill.UNSTORED * ImportToKill.BATCH);
      assertThat(states(url)).containsExactly("UNKNOWN", "SUCCEEDED");
    }
  }

  private static List<String> states(String url) {
    return Jdbi.create(url)
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT state FROM run ORDER BY started_at")
                    .mapTo(String.class)
                    .list());
  }
}
