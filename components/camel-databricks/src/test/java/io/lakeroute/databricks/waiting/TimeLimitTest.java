// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void nothing_is_limited_outside_of_a_block() {
    assertThat(TimeLimit.left(HOUR)).isEqualTo(HOUR);

    try (TimeLimit limit = TimeLimit.within(MINUTE)) {
      assertThat(TimeLimit.left(HOUR)).isBetween(MINUTE.minusSeconds(10), MINUTE);
    }

    assertThat(TimeLimit.left(HOUR)).isEqualTo(HOUR);
  }

  @Test
  void an_inner_block_narrows_the_outer_one_and_never_widens_it() {
    try (TimeLimit outer = TimeLimit.within(MINUTE)) {
      try (TimeLimit inner = TimeLimit.within(Duration.ofSeconds(1))) {
        assertThat(TimeLimit.left(HOUR)).isLessThanOrEqualTo(Duration.ofSeconds(1));
      }
      try (TimeLimit inner = TimeLimit.within(HOUR)) {
        assertThat(TimeLimit.left(HOUR)).isLessThanOrEqualTo(MINUTE);
      }
      assertThat(TimeLimit.left(HOUR)).isGreaterThan(Duration.ofSeconds(50));
    }
  }

  @Test
  void a_limit_of_each_call_is_no_limit_of_all_and_holds_in_inner_blocks() {
    try (TimeLimit each = TimeLimit.ofEachCall(MINUTE)) {
      assertThat(TimeLimit.left(HOUR)).isEqualTo(MINUTE);
      try (TimeLimit all = TimeLimit.within(HOUR)) {
        assertThat(TimeLimit.left(HOUR)).isBetween(MINUTE.minusSeconds(10), MINUTE);
      }
    }
  }

  @Test
  void time_that_is_over_is_zero() {
    try (TimeLimit limit = TimeLimit.within(Duration.ofSeconds(-5))) {
      assertThat(TimeLimit.left(HOUR)).isZero();
    }
  }
}
