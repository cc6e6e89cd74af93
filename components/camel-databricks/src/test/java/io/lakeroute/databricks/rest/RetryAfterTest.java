// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

  @Test
  void reads_seconds_and_dates_and_nothing_else() {
    String inAMinute =
        ZonedDateTime.now(ZoneOffset.UTC)
            .plusSeconds(60)
            .format(DateTimeFormatter.RFC_1123_DATE_TIME);

    assertThat(RetryAfter.seconds("7")).isEqualTo(7);
    assertThat(RetryAfter.seconds("0")).isEqualTo(1);
    assertThat(RetryAfter.seconds("999999999")).isEqualTo(86_400);
    assertThat(RetryAfter.seconds(inAMinute)).isBetween(50, 60);
    assertThat(RetryAfter.seconds(null)).isZero();
    assertThat(RetryAfter.seconds("soon")).isZero();
  }
}
