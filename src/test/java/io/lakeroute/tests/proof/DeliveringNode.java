// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** One of several processes, and the rows that it said to have delivered. Thread-safe. */
final class DeliveringNode {

  private static final long PATIENCE_MINUTES = 5;

  private final Process process;
  private final AtomicLong delivered = new AtomicLong();
  private final CompletableFuture<Void> reader;

  DeliveringNode(Process process) {
    this.process = process;
    this.reader = CompletableFuture.runAsync(this::read, task -> new Thread(task).start());
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        delivered.addAndGet(ProcessToKill.delivered(line));
      }
    } catch (IOException e) {
      // The process was killed.
    }
  }

  /** Rows so far. */
  long delivered() {
    return delivered.get();
  }

  /**
   * Waits for one node to deliver, and kills it.
   *
   * @param rows that it has delivered then since the node had the same index in {@code before}
   * @return the other of two nodes, which has delivered none meanwhile
   */
  static DeliveringNode killWhileDelivering(
      List<DeliveringNode> nodes, List<Long> before, long rows) throws InterruptedException {
    int running =
        Awaitility.await()
            .atMost(PATIENCE_MINUTES, TimeUnit.MINUTES)
            .pollInterval(1, TimeUnit.MILLISECONDS)
            .until(
                () ->
                    List.of(0, 1).stream()
                        .filter(i -> nodes.get(i).delivered() - before.get(i) >= rows)
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    DeliveringNode waiting = nodes.get(1 - running);
    assertThat(waiting.process.isAlive()).as("the other node waits").isTrue();
    assertThat(waiting.delivered()).as("rows of the other node").isEqualTo(before.get(1 - running));
    nodes.get(running).process.destroyForcibly().waitFor();
    nodes.get(running).reader.join();
    return waiting;
  }

  /** Requires the process to end well, and all that it printed to be counted. */
  void awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).as("the node ends").isTrue();
    assertThat(process.exitValue()).as("its exit code").isZero();
    reader.join();
  }
}
