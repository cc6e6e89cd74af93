// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryRulesTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final RetryRules RULES =
      new RetryRules(3, Duration.ofSeconds(2), Duration.ofMinutes(1));

  @Test
  void retry_after_is_seconds_or_a_date() {
    assertThat(RetryAfter.read(" 120 ", NOW)).contains(Duration.ofMinutes(2));
    assertThat(RetryAfter.read("Sat, 28 Nov 2026 12:00:30 GMT", NOW))
        .contains(Duration.ofSeconds(30));
    assertThat(RetryAfter.read("Sat, 28 Nov 2026 11:00:00 GMT", NOW)).contains(Duration.ZERO);
    assertThat(RetryAfter.read("soon", NOW)).isEmpty();
    assertThat(RetryAfter.read("-5", NOW)).isEmpty();
  }

  @Test
  void waits_twice_as_long_each_time_up_to_thirty_seconds() {
    RetryRules many = new RetryRules(100, Duration.ofSeconds(2), Duration.ofDays(1));
    for (int repetition : new int[] {0, 1, 3, 10, 99}) {
      Duration full = Duration.ofSeconds(Math.min(30, 2L << Math.min(repetition, 10)));
      assertThat(many.next(repetition, Duration.ZERO, Optional.empty()).orElseThrow())
          .isBetween(full.dividedBy(2), full);
    }
  }

  @Test
  void ends_after_the_last_retry_and_where_the_wait_is_longer_than_the_time_left() {
    Optional<Duration> asked = Optional.of(Duration.ofSeconds(20));
    assertThat(RULES.next(2, Duration.ofSeconds(40), asked)).isEqualTo(asked);
    assertThat(RULES.next(3, Duration.ZERO, asked)).isEmpty();
    assertThat(RULES.next(0, Duration.ofSeconds(41), asked)).isEmpty();
  }

  @Test
  void requests_are_spread_over_a_second_and_unused_places_are_not_saved() {
    AtomicLong clock = new AtomicLong();
    RequestRate rate = new RequestRate(4, clock::get);

    assertThat(rate.take()).isEqualTo(Duration.ZERO);
    assertThat(rate.take()).isEqualTo(Duration.ofMillis(250));
    assertThat(rate.take()).isEqualTo(Duration.ofMillis(500));
    clock.set(Duration.ofSeconds(10).toNanos());
    assertThat(rate.take()).isEqualTo(Duration.ZERO);
    assertThat(rate.take()).isEqualTo(Duration.ofMillis(250));
    assertThat(new RequestRate(0, clock::get).take()).isEqualTo(Duration.ZERO);
  }
}
