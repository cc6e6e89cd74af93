// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RejectLimitTest {

  @ParameterizedTest
  @CsvSource({
    "100, 100, 100, false",
    "100, 101, 101, true",
    "0, 1000000, 0, false",
    "0, 1, 1, true",
    "5%, 999, 999, false",
    "5%, 1000, 50, false",
    "5%, 1000, 51, true",
    "0.1%, 2000, 2, false",
    "' 0.1% ', 2000, 3, true",
    "0%, 1000, 1, true",
  })
  void is_exceeded_by_more_rejects_than_it_says(
      String text, long rows, long rejects, boolean exceeded) {
    assertThat(RejectLimit.parse(text).orElseThrow().isExceeded(rows, rejects)).isEqualTo(exceeded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "100%", "5 %", "many", "1.5", "1e3"})
  void refuses_what_is_no_limit(String text) {
    assertThatThrownBy(() -> RejectLimit.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "maxRejects is '%s'; use a number of rows, such as 100, or a percentage below 100, such as 5%%."
                .formatted(text));
  }

  @Test
  void is_none_where_nothing_is_set() {
    assertThat(RejectLimit.parse(" ")).isEmpty();
  }

  @Test
  void counts_a_batch_that_comes_again_once() {
    RejectCount count = new RejectCount();

    count.add(5_000, 1_000, 10);
    count.add(6_000, 1_000, 0);
    assertThat(count.add(7_000, 500, 5)).isEqualTo(new RejectCount.Totals(2_500, 15));
    assertThat(count.add(6_000, 1_000, 0)).isEqualTo(new RejectCount.Totals(2_000, 10));
    assertThat(count.add(7_000, 500, 5)).isEqualTo(new RejectCount.Totals(2_500, 15));
    assertThat(count.end()).isEqualTo(7_500);
  }
}
