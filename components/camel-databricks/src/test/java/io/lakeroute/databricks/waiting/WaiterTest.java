// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** How long a caller waits, and how many do, goes by how long statements take at present. */
class WaiterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Pace pace = new Pace();

  @Test
  void a_single_long_statement_among_short_ones_does_not_shorten_the_line() {
    take(14, Duration.ofMillis(500));
    take(1, Duration.ofMinutes(10));

    assertThat(pace.usual()).isEqualTo(Duration.ofMillis(500));
    assertThat(pace.room()).as("a fifth more than the slowest").isEqualTo(Duration.ofMinutes(12));
  }

  @Test
  void four_of_five_of_the_last_statements_took_no_longer_than_the_usual_time() {
    assertThat(pace.usual()).as("at the start").isEqualTo(Duration.ofSeconds(1));
    take(15, Duration.ofMillis(500));
    take(3, Duration.ofSeconds(5));
    assertThat(pace.usual()).isEqualTo(Duration.ofMillis(500));

    take(1, Duration.ofSeconds(5));

    assertThat(pace.usual()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void as_many_turns_come_in_some_time_as_statements_fit_into_it() {
    take(15, Duration.ofSeconds(5));
    assertThat(pace.turns(10, PATIENCE)).isEqualTo(60);

    take(15, Duration.ofMinutes(5));
    assertThat(pace.turns(10, PATIENCE)).as("one for each place, at least").isEqualTo(10);

    take(15, Duration.ZERO);
    assertThat(pace.turns(10, PATIENCE)).as("of statements of 100 ms").isEqualTo(3_000);
  }

  @Test
  void a_request_leaves_time_for_its_statement_and_any_other_message_does_not() {
    Caller request = Caller.ofRequest(Duration.ZERO);

    assertThat(Waiter.longest(request, PATIENCE, Duration.ofSeconds(5)))
        .isEqualTo(Duration.ofSeconds(25));
    assertThat(Waiter.longest(request, PATIENCE, Duration.ofMinutes(5)))
        .isEqualTo(Duration.ofSeconds(15));
    assertThat(Waiter.longest(Caller.now(), PATIENCE, Duration.ofSeconds(5))).isEqualTo(PATIENCE);
  }

  @Test
  void a_request_whose_turn_comes_when_statements_have_become_slower_is_too_late() {
    take(15, Duration.ofSeconds(5));
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    Waiter late =
        new Waiter(Caller.ofRequest(Duration.ofSeconds(26)), PATIENCE, lock.newCondition());
    Waiter inTime =
        new Waiter(Caller.ofRequest(Duration.ofSeconds(10)), PATIENCE, lock.newCondition());

    assertThat(late.admit(pace)).isFalse();
    assertThat(late.admitted()).isFalse();
    assertThat(inTime.admit(pace)).isTrue();
    assertThat(inTime.admitted()).isTrue();
  }

  private void take(int statements, Duration each) {
    for (int i = 0; i < statements; i++) {
      pace.add(each);
    }
  }
}
