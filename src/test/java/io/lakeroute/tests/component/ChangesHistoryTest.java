// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to a table, a keyed target that replays its changes holds the same rows after
 * every run. ChangesHistoryProof replays hundreds of histories.
 */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class ChangesHistoryTest {

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  ChangesHistoryTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Test
  void a_target_holds_what_the_table_holds_after_every_run() {
    histories(ThreadLocalRandom.current().nextLong(1_000, 1_000_000), 1, 5);
  }

  @Test
  void a_target_holds_what_the_table_holds_whatever_happened() {
    histories(1, 2, 12);
  }

  private void histories(long first, int count, int commits) {
    try (HistoryReplay replay = new HistoryReplay(workspace, folder)) {
      LongStream.range(first, first + count)
          .forEach(seed -> System.out.printf("seed %d: %s%n", seed, replay.replay(seed, commits)));
    }
  }
}
