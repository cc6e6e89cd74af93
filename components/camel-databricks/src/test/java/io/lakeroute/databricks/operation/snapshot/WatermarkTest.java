// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WatermarkTest {

  private static final Instant AT = Instant.parse("2026-03-29T01:30:00.123456Z");

  @ParameterizedTest
  @EnumSource(Watermark.class)
  void is_the_same_after_it_was_kept_as_text(Watermark kind) {
    assertThat(kind.value(kind.of(AT).toString())).isEqualTo(kind.of(AT));
  }

  @Test
  void goes_back_by_whole_days_for_days() {
    LocalDate day = LocalDate.parse("2026-03-29");
    assertThat(Watermark.DATE.minus(day, Duration.ZERO)).isEqualTo(day);
    assertThat(Watermark.DATE.minus(day, Duration.ofMinutes(1))).isEqualTo(day.minusDays(1));
    assertThat(Watermark.DATE.minus(day, Duration.ofDays(2))).isEqualTo(day.minusDays(2));
  }

  @Test
  void reads_a_wall_clock_as_utc() {
    assertThat(Watermark.TIMESTAMP_NTZ.of(AT))
        .isEqualTo(LocalDateTime.parse("2026-03-29T01:30:00.123456"));
  }

  @Test
  void refuses_a_column_that_does_not_tell_the_time() {
    assertThatThrownBy(() -> Watermark.of("at", "STRING"))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "The timestamp column 'at' is a STRING; it must be a TIMESTAMP, TIMESTAMP_NTZ or DATE."
                + " Choose another column, or read a view that casts it.");
  }
}
