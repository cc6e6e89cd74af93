package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.WorkspaceProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
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
      List<Node> nodes = List.of(new Node(toKill.launch()), new Node(toKill.launch()));

      Node running =
          Awaitility.await()
              .atMost(5, TimeUnit.MINUTES)
              .until(
                  () -> nodes.stream().filter(n -> n.delivered.get() >= KILLED_AFTER).findFirst(),
                  Optional::isPresent)
              .orElseThrow();
      Node waiting = nodes.get(1 - nodes.indexOf(running));
      assertThat(waiting.process.isAlive()).as("the other node waits").isTrue();
      assertThat(waiting.delivered).as("rows of the other node").hasValue(0);
      running.process.destroyForcibly().waitFor();

      assertThat(waiting.process.waitFor(5, TimeUnit.MINUTES)).as("the other node ends").isTrue();
      assertThat(waiting.process.exitValue()).as("its exit code").isZero();
      waiting.reader.join();
      running.reader.join();
      assertThat(toKill.verdict(1)).contains("after 1 kills");
      assertThat(running.delivered.get() + waiting.delivered.get())
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

  /** A process, and the rows that it said to have delivered. */
  private static final class Node {

    private final Process process;
    private final AtomicLong delivered = new AtomicLong();
    private final CompletableFuture<Void> reader;

    Node(Process process) {
      this.process = process;
      this.reader = CompletableFuture.runAsync(this::read);
    }

    private void read() {
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          delivered.addAndGet(ImportToKill.delivered(line));
        }
      } catch (IOException e) {
        // The process was killed.
      }
    }
  }
}
