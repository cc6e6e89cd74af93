// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RecordIdTest {

  private final RecordId ids = new RecordId("table-1");

  @Test
  void is_the_same_for_the_same_key_and_differs_between_tables() {
    assertThat(ids.of("2261", 7L))
        .isEqualTo(ids.of("2261", 7L))
        .hasSize(64)
        .isNotEqualTo(new RecordId("table-2").of("2261", 7L));
  }

  @Test
  void does_not_run_values_together() {
    assertThat(ids.of("ab", "c")).isNotEqualTo(ids.of("a", "bc"));
    assertThat(ids.of("a", null)).isNotEqualTo(ids.of("a", "")).isNotEqualTo(ids.of("a"));
  }

  @Test
  void survives_a_wider_type_of_the_column() {
    assertThat(ids.of(new BigDecimal("1.50"))).isEqualTo(ids.of(new BigDecimal("1.5000")));
    assertThat(ids.of(new BigDecimal("0.00"))).isEqualTo(ids.of(BigDecimal.ZERO));
    assertThat(ids.of(new BigDecimal("100"))).isEqualTo(ids.of(100L));
  }

  @Test
  void has_a_known_value() {
    // printf '\0\0\0\x07table-1\0\0\0\x01x' | sha256sum
    assertThat(ids.of("x"))
        .isEqualTo("9e231142d5597d361d8588b86fd7353b21edaf95ce1fa6c4552b2c85af59304c");
  }

  @Test
  void keys_may_be_long_and_leave_nothing_behind_for_shorter_ones() {
    String before = ids.of("2261", 7L);
    String key = "k".repeat(1_000);

    assertThat(ids.of(key, key))
        .isEqualTo(new RecordId("table-1").of(key, key))
        .isNotEqualTo(ids.of(key));
    assertThat(ids.of("2261", 7L)).isEqualTo(before);
  }
}
