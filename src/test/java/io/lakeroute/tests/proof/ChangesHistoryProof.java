// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.component.HistoryReplay;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to a table, a keyed target that replays its changes holds the same rows after
 * every run.
 *
 * <p>{@code -Dhistories} seeds from {@code -Dhistories.seed} on, each a history of 12 versions at
 * least. Each seed is a line in {@code -Dhistories.results}; a proof that was stopped leaves out
 * those that are there.
 */
class ChangesHistoryProof {

  private static final int COMMITS = 12;
  private static final int COUNT = Integer.getInteger("histories", 300);
  private static final long FIRST = Long.getLong("histories.seed", 1);
  private static final int THREADS = Integer.getInteger("histories.threads", 2);
  private static final ProofResults RESULTS =
      new ProofResults(
          Path.of(System.getProperty("histories.results", "target/change-histories.txt")));
  private static final String EQUAL = "verdict: equal after each run";
  private static final Pattern DONE = Pattern.compile(" seed=(\\d+) .*" + EQUAL);

  @TempDir private Path folder;

  @Test
  void a_target_holds_what_the_table_holds_whatever_happened() throws Exception {
    Set<Long> done = done();
    List<Long> seeds =
        LongStream.range(FIRST, FIRST + COUNT).boxed().filter(it -> !done.contains(it)).toList();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (WorkspaceProcess process = WorkspaceProcess.start(folder.resolve("workspace"));
        HistoryReplay replay =
            new HistoryReplay(LocalWorkspace.of(process, "default"), folder.resolve("store"))) {
      List<Callable<Void>> histories =
          seeds.stream().<Callable<Void>>map(seed -> () -> replay(replay, seed)).toList();
      for (Future<Void> history : threads.invokeAll(histories)) {
        history.get(); // Fails where the result could not be written.
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(done()).containsAll(seeds);
  }

  private static Void replay(HistoryReplay replay, long seed) throws IOException {
    long start = System.nanoTime();
    try {
      List<String> happened = replay.replay(seed, COMMITS);
      RESULTS.say(
          "seed=%d commits=%d %s %s, %d with net changes and %d with every change, in %d s",
          seed,
          COMMITS,
          happened,
          EQUAL,
          Collections.frequency(happened, "run"),
          Collections.frequency(happened, "run"),
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    } catch (AssertionError failure) {
      failure.printStackTrace();
      RESULTS.say(
          "seed=%d commits=%d verdict: FAILED, %s",
          seed, COMMITS, failure.getMessage().lines().findFirst().orElse(""));
    }
    return null;
  }

  private static Set<Long> done() throws IOException {
    return RESULTS.lines().stream()
        .map(DONE::matcher)
        .filter(Matcher::find)
        .map(line -> Long.valueOf(line.group(1)))
        .collect(Collectors.toSet());
  }
}
