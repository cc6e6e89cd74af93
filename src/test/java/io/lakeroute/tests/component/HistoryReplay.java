// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.component.Syncing.Synced;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Replays random histories of tables, each with net changes and with every change, and requires a
 * keyed target to hold what the table holds after every run. Safe for threads.
 */
public final class HistoryReplay implements AutoCloseable {

  private final LocalWorkspace workspace;
  private final ComponentContext component;

  /**
   * @param store a folder for cursors
   */
  public HistoryReplay(LocalWorkspace workspace, Path store) {
    this.workspace = workspace;
    this.component = Syncing.context(workspace, store);
  }

  /**
   * Replays one history in a table of its own.
   *
   * @param commits the fewest versions behind the first rows
   * @return what happened
   * @throws AssertionError naming the seed and what happened
   */
  public List<String> replay(long seed, int commits) {
    List<String> happened = new ArrayList<>();
    try {
      replay(seed, commits, happened);
      return happened;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dhistories.seed=" + seed + ": " + happened, e);
    }
  }

  private void replay(long seed, int commits, List<String> happened) {
    String name = "history_" + seed;
    TableHistory history = new TableHistory(workspace, name, seed);
    Random pauses = new Random(~seed);
    Target net = new Target("net changes");
    Target every = new Target("every change");
    try (Syncing folded = syncing(history, name + "_net", "net=true");
        Syncing unfolded = syncing(history, name + "_every", "net=false")) {
      boolean last = false;
      for (int step = 1; !last; step++) {
        happened.add(history.commit());
        // A step that changes nothing makes no version: then a history has more steps.
        last = step >= commits && history.version() >= TableHistory.FIRST + commits;
        if (pauses.nextInt(5) == 0 || step == 1 || step == commits / 2 || last) {
          happened.add("run");
          List<String> columns = history.columns();
          List<List<String>> expected = history.content();
          net.take(folded.run(), columns, expected);
          every.take(unfolded.run(), columns, expected);
        }
      }
    }
    history.drop();
  }

  private Syncing syncing(TableHistory history, String stream, String net) {
    return new Syncing(component, history.table(), stream, "keys=id&batchSize=3&" + net);
  }

  /** A keyed target whose first run alone is a bootstrap. */
  private static final class Target {

    private final KeyedTarget rows = new KeyedTarget();
    private final String name;
    private int runs;

    private Target(String name) {
      this.name = name;
    }

    /** Takes a run and requires the target to hold these rows. */
    void take(Synced run, List<String> columns, List<List<String>> expected) {
      runs++;
      String what = "%s, run %d".formatted(name, runs);
      rows.take(run);
      assertThat(run.run().get("details")).as(what).isInstanceOf(Map.class);
      assertThat(run.details("gap")).as(what + ", gap").isNull();
      boolean bootstrap =
          run.headers().stream().anyMatch(it -> it.containsKey(DatabricksConstants.BOOTSTRAP));
      assertThat(bootstrap).as(what + ", bootstrap").isEqualTo(runs == 1);
      assertThat(rows.content(columns)).as(what).isEqualTo(expected);
    }
  }

  @Override
  public void close() {
    component.close();
  }
}
