// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark 4.2 casts to TIMESTAMP in UTC, and what it refuses, was looked up there. */
class DateTimeTextTest {

  @ParameterizedTest
  @CsvSource({
    "2026, 2026-01-01T00:00:00Z",
    "2026-3, 2026-03-01T00:00:00Z",
    "2026-1-2, 2026-01-02T00:00:00Z",
    "2026-01-02 3, 2026-01-02T03:00:00Z",
    "2026-01-02 3:4, 2026-01-02T03:04:00Z",
    "' 2026-01-02 3:4:5 ', 2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05., 2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05.123456, 2026-01-02T03:04:05.123456Z",
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05+01:00, 2026-01-02T02:04:05Z",
    "2026-01-02T03:04:05-1, 2026-01-02T04:04:05Z",
    "2026-01-02T03:04:05+0130, 2026-01-02T01:34:05Z",
    "2026-01-02T03:04:05+0:5, 2026-01-02T02:59:05Z",
    "2026-01-02 03:04:05 GMT-2:30, 2026-01-02T05:34:05Z",
    "2026-01-02 03:04:05 Etc/GMT+5, 2026-01-02T08:04:05Z",
    "2026-01-02 03:04:05 Europe/Berlin, 2026-01-02T02:04:05Z",
    "2026-03-29 02:30:00 Europe/Berlin, 2026-03-29T01:30:00Z",
    "2026-01-02 03:04:05 PST, 2026-01-02T11:04:05Z",
    "0000-01-01, 0000-01-01T00:00:00Z"
  })
  void reads_what_databricks_casts(String text, Instant instant) {
    assertThat(DateTimeText.parse(text)).contains(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-02-30",
        "2026-01-02T",
        "2026-01-02 24:00:00",
        "2026-01-02 23:59:60",
        "2026-01-02  03:04:05",
        "2026-01-02t03:04:05",
        "2026-01-02Z",
        "2026-01-02 03Z",
        "2026-01-02T03:04:05+19:00",
        "2026-01-02 03:04:05 Mars/Olympus",
        "20260102",
        "01.02.2026",
        "1767268800",
        "now",
        // Spark takes these: for a time of today, beyond RFC 3339, and without the last digit.
        "12:34:56",
        "10000-01-01",
        "2026-01-02T03:04:05.1234567890"
      })
  void refuses_everything_else(String text) {
    assertThat(DateTimeText.parse(text)).isEmpty();
  }
}
