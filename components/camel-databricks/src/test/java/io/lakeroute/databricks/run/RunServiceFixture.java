// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.databricks.store.StoreSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two nodes that share a store, and one flow that each of them may have. */
abstract class RunServiceFixture {

  static final Duration PATIENCE = Duration.ofMinutes(1);
  static final Instant MORNING = Instant.parse("2026-01-01T08:00:00Z");
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  static final Duration DAY = Duration.ofDays(1);

  final RunKey key = new RunKey("acme", "import", UUID.randomUUID().toString());
  final AtomicReference<Instant> now = new AtomicReference<>(MORNING);
  final AtomicInteger worked = new AtomicInteger();
  Node a;
  Node b;

  abstract StoreSettings settings() throws Exception;

  @BeforeEach
  void start() throws Exception {
    a = new Node("a", settings(), now);
    b = new Node("b", settings(), now);
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  void count(RunContext context) {
    worked.incrementAndGet();
  }

  void awaitCall(Node node, Instant when) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(node.call(key)).contains(when));
  }

  List<RunState> states() {
    return a.runs(key).stream().map(run -> run.outcome().state()).toList();
  }

  void awaitStates(RunState... states) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(states()).containsExactly(states));
  }

  /** A work that says when it began and goes on when it is told to. */
  static final class Gate implements Consumer<RunContext> {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    private final boolean deaf;

    Gate() {
      this(false);
    }

    /**
     * @param deaf whether interrupting it has no effect
     */
    Gate(boolean deaf) {
      this.deaf = deaf;
    }

    @Override
    public void accept(RunContext context) {
      begun.countDown();
      if (deaf) {
        CompletableFuture.runAsync(() -> await(goOn), work -> new Thread(work).start()).join();
      } else {
        await(goOn);
      }
      context.check();
    }

    static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  RunRecord last() {
    return a.runs(key).get(0);
  }
}
