// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.WorkspaceProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with one sync between them: one of them is killed while it delivers changes. */
class TwoNodesSyncProof {

  private static final int ROWS = 5_000;

  /** The batch size of the processes. */
  private static final int BATCH = 20;

  /** More batches than they deliver in 250 ms, the default of commitInterval. */
  private static final int UNSTORED = 100;

  /** Creation, two changes before the kill, and two after it. */
  private static final long LATEST = 4;

  @TempDir private static Path folder;

  @Test
  void the_other_node_goes_on_and_no_change_is_lost() throws Exception {
    try (WorkspaceProcess process = WorkspaceProcess.start(folder.resolve("workspace"));
        EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      SyncToKill sync =
          new SyncToKill(
              folder,
              process.workspace("default"),
              ROWS,
              url,
              Map.of("databricks.store.url", url, "databricks.store.username", "postgres"));
      List<DeliveringNode> nodes =
          List.of(
              new DeliveringNode(sync.launch("true", LATEST)),
              new DeliveringNode(sync.launch("true", LATEST)));
      Jdbi store = Jdbi.create(url);
      awaitVersion(store, 0);
      awaitDelivered(nodes, ROWS);

      sync.run("DELETE FROM %s WHERE id %% 10 = 0");
      awaitVersion(store, 1);
      awaitDelivered(nodes, ROWS + ROWS / 10);
      List<Long> before = nodes.stream().map(DeliveringNode::delivered).toList();
      // The statement ends as its run begins: another one before the kill would outlast the run.
      sync.run("UPDATE %s SET note = concat('second ', id)");
      DeliveringNode other = DeliveringNode.killWhileDelivering(nodes, before, 200);
      sync.run("UPDATE %s SET mail = 'third' WHERE id %% 10 = 1");
      sync.run("INSERT INTO %s SELECT id + 10000, 'new', 'fourth' FROM range(500)");
      assertThat(sync.latest()).isEqualTo(LATEST);

      other.awaitEnd();
      sync.requireTargetToHoldTheTable();
      List<String> states = states(store);
      assertThat(states).containsOnlyOnce("UNKNOWN");
      // The node ends while a run without changes may be under way.
      assertThat(states).isSubsetOf("UNKNOWN", "SUCCEEDED", "STOPPED");
      long delivered = nodes.get(0).delivered() + nodes.get(1).delivered();
      System.out.printf("%d rows delivered, runs %s%n", delivered, states);
      assertThat(delivered)
          .as("rows of the snapshot and of all changes, some of them redelivered")
          .isBetween(2L * ROWS + 1_000 - BATCH, 2L * ROWS + 1_500 + UNSTORED * BATCH);
    }
  }

  private static void awaitDelivered(List<DeliveringNode> nodes, long rows) {
    Awaitility.await()
        .atMost(1, TimeUnit.MINUTES)
        .until(() -> nodes.stream().mapToLong(DeliveringNode::delivered).sum() == rows);
  }

  private static void awaitVersion(Jdbi store, long version) {
    Awaitility.await()
        .atMost(5, TimeUnit.MINUTES)
        .ignoreExceptions() // The nodes make the tables of the store.
        .until(
            () ->
                store.withHandle(
                    handle ->
                        handle
                                .createQuery(
                                    "SELECT count(*) FROM run WHERE state = 'SUCCEEDED' AND"
                                        + " to_version >= :version")
                                .bind("version", version)
                                .mapTo(Long.class)
                                .one()
                            > 0));
  }

  private static List<String> states(Jdbi store) {
    return store.withHandle(
        handle ->
            handle
                .createQuery("SELECT state FROM run ORDER BY started_at")
                .mapTo(String.class)
                .list());
  }
}
