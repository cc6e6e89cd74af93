package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to a table, a keyed target that replays its changes holds the same rows after
 * every run. {@code -Dhistories=300 -Dhistories.seed=1} runs that many from a seed on.
 */
@ExtendWith(LocalWorkspaceExtension.class)
class ChangesHistoryTest {

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  ChangesHistoryTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Tag("matrix")
  @Test
  void a_target_holds_what_the_table_holds_after_every_run() {
    histories(ThreadLocalRandom.current().nextLong(1_000_000), 1, 5);
  }

  @Tag("matrix")
  @Test
  void a_target_holds_what_the_table_holds_whatever_happened() {
    histories(Long.getLong("histories.seed", 1), Integer.getInteger("histories", 5), 12);
  }

  private void histories(long first, int count, int commits) {
    LongStream.range(first, first + count).forEach(seed -> history(seed, commits));
  }

  private void history(long seed, int commits) {
    List<String> happened = new ArrayList<>();
    try {
      replay(seed, commits, happened);
      System.out.printf("seed %d: %s%n", seed, happened);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dhistories.seed=" + seed + ": " + happened, e);
    }
  }

  private void replay(long seed, int commits, List<String> happened) {
    String table = "history_" + seed;
    TableHistory history = new TableHistory(workspace, table, seed);
    Random pauses = new Random(~seed);
    KeyedTarget net = new KeyedTarget();
    KeyedTarget every = new KeyedTarget();
    try (Syncing folded =
            new Syncing(workspace, folder.resolve("n" + seed), table, "keys=id&batchSize=3");
        Syncing unfolded =
            new Syncing(
                workspace, folder.resolve("e" + seed), table, "keys=id&net=false&batchSize=3")) {
      for (int commit = 0; commit < commits; commit++) {
        happened.add(history.commit());
        if (pauses.nextInt(3) == 0 || commit == 0 || commit == commits - 1) {
          happened.add("run");
          net.take(folded.run());
          every.take(unfolded.run());
          List<String> columns = history.columns();
          List<List<String>> expected =
              workspace
                  .statements()
                  .run(
                      "SELECT "
                          + String.join(", ", columns)
                          + " FROM "
                          + history.table()
                          + " ORDER BY id");
          assertThat(net.content(columns)).as("net changes").isEqualTo(expected);
          assertThat(every.content(columns)).as("every change").isEqualTo(expected);
        }
      }
    }
  }
}
