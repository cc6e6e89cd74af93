// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Readers while an audience is published again and again: one that asks all the time, and
 * statements that begin before a publish and are read to their end after it.
 */
@ExtendWith(LocalWorkspaceExtension.class)
class ExportReadersProof {

  private static final int RUNS = Integer.getInteger("export.runs", 50);

  /** In every fifth run, a statement executes during the publish. */
  private static final int EXECUTED = 5;

  private final LocalWorkspace workspace;
  @TempDir private Path folder;

  ExportReadersProof(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  /** What a reader saw: the runs' numbers, the rows, or how the statement failed. */
  private record Seen(String answer) {}

  /** Statements that began before a publish, and what they saw. */
  private static final class Spanning {
    private final List<Seen> fetched = new ArrayList<>();
    private final List<Seen> executed = new ArrayList<>();
    private int ranThroughTheCommit;

    /**
     * How far the next one counts before it scans the table, and whether that takes long enough.
     */
    private boolean longEnough;

    private long work = 3_000_000_000L;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "replace", "merge"})
  void every_read_returns_one_run_whole(String publish) throws Exception {
    workspace.statements().run("CREATE VOLUME " + workspace.name("readers_" + publish));
    Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
    settings.put("databricks.connections.default.writeBack", "true");
    settings.put("databricks.connections.default.catalog", workspace.access().catalog());
    settings.put(
        "databricks.connections.default.stagingPrefix",
        "/Volumes/" + workspace.name("readers_" + publish).replace('.', '/') + "/p");
    settings.put("camel.main.routesIncludePattern", "file:" + route(publish));
    String table = workspace.name("lakeroute_user_readers-" + publish).replace('-', '_');
    List<Seen> seen = new CopyOnWriteArrayList<>();
    Spanning spanning = new Spanning();
    AtomicBoolean done = new AtomicBoolean();
    try (Application application = Application.start(settings);
        ProducerTemplate template = application.camelContext().createProducerTemplate()) {
      template.sendBody("direct:export", rows(0));
      Thread reader = new Thread(() -> read(table, done, seen));
      reader.start();
      for (int run = 1; run <= RUNS; run++) {
        int number = run;
        spanned(table, number, spanning, () -> template.sendBody("direct:export", rows(number)));
      }
      done.set(true);
      reader.join();
    }
    System.out.printf(
        "%s: %d runs. %d reads: %s. %d fetched from before a publish until after it: %s. %d executed meanwhile, %d of them from before the commit until after it: %s%n",
        publish,
        RUNS,
        seen.size(),
        counts(seen),
        spanning.fetched.size(),
        counts(spanning.fetched),
        spanning.executed.size(),
        spanning.ranThroughTheCommit,
        counts(spanning.executed));
    if (publish.equals("classic")) {
      assertThat(counts(seen).keySet()).as("a reader sees it").hasSizeGreaterThan(1);
    } else {
      assertThat(seen).hasSizeGreaterThan(RUNS);
      assertThat(spanning.fetched).hasSize(RUNS);
      assertThat(spanning.ranThroughTheCommit).isPositive();
      for (List<Seen> reads : List.of(seen, spanning.fetched, spanning.executed)) {
        assertThat(reads)
            .allSatisfy(each -> assertThat(each.answer()).matches("run (\\d+) has \\d+ of \\d+"))
            .allSatisfy(each -> assertThat(whole(each.answer())).as(each.answer()).isTrue());
      }
    }
  }

  private static Map<String, Long> counts(List<Seen> seen) {
    Map<String, Long> counts = new LinkedHashMap<>();
    seen.forEach(each -> counts.merge(each.answer().replaceAll("\\d+", "n"), 1L, Long::sum));
    return counts;
  }

  /**
   * Publishes a run between the beginning and the end of a statement whose result is fetched, and
   * every few runs of one that executes all the time.
   */
  private void spanned(String table, int run, Spanning spanning, Runnable publish) {
    SpanningRead fetching = SpanningRead.fetching(workspace, table);
    boolean executes = !spanning.longEnough || run % EXECUTED == 0;
    Optional<SpanningRead> executing =
        executes
            ? Optional.of(SpanningRead.running(workspace, table, spanning.work))
            : Optional.empty();
    publish.run();
    boolean still = executing.filter(SpanningRead::isRunning).isPresent();
    spanning.fetched.add(seen(fetching));
    if (executing.isPresent()) {
      Seen answer = seen(executing.get());
      spanning.executed.add(answer);
      spanning.longEnough = still;
      if (!still) {
        spanning.work *= 3;
      } else if (answer.answer().startsWith("run " + (run - 1) + " ")) {
        spanning.ranThroughTheCommit++;
      }
    }
  }

  private static Seen seen(SpanningRead read) {
    try {
      return new Seen(read.finish());
    } catch (AssertionError | RuntimeException e) {
      return new Seen("failed");
    }
  }

  private void read(String table, AtomicBoolean done, List<Seen> seen) {
    while (!done.get()) {
      try {
        seen.add(
            new Seen(
                workspace
                    .statements()
                    .run(
                        "SELECT concat('run ', array_join(collect_set(run), '+'), ' has ', count(*), ' of ', 100 + coalesce(max(run), 0)) FROM "
                            + table)
                    .get(0)
                    .get(0)));
      } catch (AssertionError | RuntimeException e) {
        seen.add(new Seen("failed"));
      }
    }
  }

  /** A run holds 100 rows and one for each run before it. */
  private static List<Map<String, Object>> rows(int run) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int id = 0; id < 100 + run; id++) {
      rows.add(Map.of("id", id, "run", run));
    }
    return rows;
  }

  private static boolean whole(String answer) {
    String[] words = answer.split(" ");
    return words[3].equals(words[5]);
  }

  private Path route(String publish) throws Exception {
    return Files.writeString(
        folder.resolve("readers.camel.yaml"),
        """
        - route:
            from:
              uri: direct:export
              steps:
                - to:
                    uri: kamelet:databricks-audience-sink
                    parameters:
                      audience: readers-%1$s
                      schema: %2$s
                      keys: "%4$s"
                      publish: %1$s
                      format: %3$s
        """
            .formatted(
                publish,
                workspace.access().schema(),
                publish.equals("classic") ? "csv" : "jsonl",
                publish.equals("classic") ? "" : "id"));
  }
}
