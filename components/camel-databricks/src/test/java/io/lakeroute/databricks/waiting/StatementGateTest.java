// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatementGateTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final StatementGate gate = new StatementGate("Warehouse w", 2);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void turns_away_who_finds_no_place_in_time() {
    enter(gate, Duration.ZERO);
    enter(gate, Duration.ZERO);

    assertThatThrownBy(() -> enter(gate, Duration.ofMillis(5)))
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> {
              assertThat(e.getReason()).isEqualTo(Reason.THROTTLED);
              assertThat(e.getRetryAfterSeconds()).isEqualTo(5);
            })
        .hasMessage(
            "Warehouse w already runs 2 statements (maxConcurrent), and no place became free within 5 ms (queueTimeout). Try"
                + " again later, or raise maxConcurrent or queueTimeout.");
  }

  @Test
  void a_caller_that_waited_elsewhere_waits_no_longer_than_the_rest_of_its_time() {
    enter(gate, LONG);
    enter(gate, LONG);

    assertThatThrownBy(() -> gate.enter(Caller.ofRequest(LONG), LONG))
        .hasMessageContaining("no place became free within 60000 ms (queueTimeout)");
  }

  @Test
  void refuses_at_once_who_would_be_one_too_many_to_wait() {
    StatementGate share = gate.share("Connection 'c'", 1, OptionalInt.of(2));
    enter(share, LONG);
    waiting(share, 2);

    assertThatThrownBy(() -> enter(share, LONG))
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> {
              assertThat(e.getReason()).isEqualTo(Reason.THROTTLED);
              assertThat(e.getRetryAfterSeconds()).isEqualTo(5);
            })
        .hasMessage(
            "Connection 'c' already runs 1 statements (maxConcurrent), and 2 more wait for a place (maxWaiting). Try again"
                + " later, or raise maxConcurrent or maxWaiting.");
  }

  @Test
  void as_many_may_wait_as_get_a_place_in_time_a_second_each_before_there_were_any() {
    StatementGate share = gate.share("Connection 'c'", 2, OptionalInt.empty());
    enter(share, LONG);
    enter(share, LONG);
    waiting(share, 6);

    assertThatThrownBy(() -> enter(share, Duration.ofSeconds(3)))
        .hasMessageContaining("and 6 more wait for a place (maxWaiting)");
    waiting(share, 1);
  }

  @Test
  void a_caller_that_leaves_gives_up_its_turn() {
    StatementGate share = gate.share("Connection 'c'", 1, OptionalInt.empty());
    StatementGate.Place taken = enter(share, LONG);
    Caller leaving = Caller.ofRequest(Duration.ZERO);
    CompletableFuture<StatementGate.Place> first =
        CompletableFuture.supplyAsync(() -> share.enter(leaving, LONG), threads);
    awaitWaiting(share, 1);
    CompletableFuture<StatementGate.Place> second =
        CompletableFuture.supplyAsync(() -> enter(share, LONG), threads);
    awaitWaiting(share, 2);

    leaving.leave();

    assertThat(first)
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(CallerGoneException.class)
        .withMessage("The caller has gone. Its statement was not sent, or was cancelled.");
    taken.close();
    assertThat(second).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(share.free()).isZero();
  }

  @Test
  void places_go_to_the_line_in_its_order() throws Exception {
    StatementGate share = gate.share("Connection 'c'", 1, OptionalInt.empty());
    StatementGate.Place taken = enter(share, LONG);
    BlockingQueue<Integer> order = new LinkedBlockingQueue<>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      threads.execute(
          () -> {
            try (StatementGate.Place place = enter(share, LONG)) {
              order.add(number);
            }
          });
      awaitWaiting(share, i + 1);
    }

    taken.close();

    assertThat(
            List.of(
                order.poll(10, TimeUnit.SECONDS),
                order.poll(10, TimeUnit.SECONDS),
                order.poll(10, TimeUnit.SECONDS)))
        .containsExactly(0, 1, 2);
  }

  @Test
  void a_connection_takes_no_more_than_its_share_and_waits_for_it_outside_of_the_warehouse() {
    StatementGate small = gate.share("Connection 'small'", 1, OptionalInt.empty());
    StatementGate large = gate.share("Connection 'large'", 3, OptionalInt.empty());
    StatementGate.Place one = enter(small, Duration.ZERO);

    assertThatThrownBy(() -> enter(small, Duration.ofMillis(5)))
        .hasMessageStartingWith("Connection 'small' already runs 1 statements (maxConcurrent)");
    assertThat(gate.free()).isEqualTo(2);
    enter(large, Duration.ZERO);
    enter(large, Duration.ZERO);
    assertThatThrownBy(() -> enter(large, Duration.ofMillis(5)))
        .hasMessageStartingWith("Warehouse w already runs 3 statements (maxConcurrent)");
    one.close();
    enter(large, Duration.ZERO);
    assertThat(gate.free()).isZero();
  }

  @Test
  void gets_a_place_back_once_however_often_it_is_closed() {
    StatementGate.Place place = enter(gate, Duration.ZERO);

    place.close();
    place.close();

    assertThat(gate.free()).isEqualTo(2);
  }

  private static StatementGate.Place enter(StatementGate gate, Duration patience) {
    return gate.enter(Caller.now(), patience);
  }

  /** Has that many more wait. */
  private void waiting(StatementGate gate, int count) {
    int before = gate.waiting();
    IntStream.range(0, count).forEach(i -> threads.submit(() -> enter(gate, LONG)));
    awaitWaiting(gate, before + count);
  }

  private static void awaitWaiting(StatementGate gate, int count) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(gate.waiting()).isEqualTo(count));
  }
}
