package io.lakeroute.databricks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WallClockTest {

  private final TimeZone before = TimeZone.getDefault();

  @AfterEach
  void restore() {
    TimeZone.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "America/New_York",
        "Asia/Tokyo",
        "America/Sao_Paulo",
        "Asia/Kolkata",
        "GMT-05:00"
      })
  void reads_the_wall_clock_as_utc_whatever_the_zone_of_the_jvm(String zone) {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    LocalDateTime utc = LocalDateTime.parse("2024-07-01T23:30:00.123456");

    assertThat(WallClock.instant(Timestamp.valueOf(utc)))
        .isEqualTo(Instant.parse("2024-07-01T23:30:00.123456Z"));
    assertThat(WallClock.dateTime(Timestamp.valueOf(utc))).isEqualTo(utc);
    assertThat(WallClock.date(Date.valueOf("2024-02-29"))).isEqualTo(LocalDate.parse("2024-02-29"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Asia/Tokyo"})
  void reads_moments_before_1970(String zone) {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));

    assertThat(
            WallClock.instant(Timestamp.valueOf(LocalDateTime.parse("1931-05-06T07:08:09.000001"))))
        .isEqualTo(Instant.parse("1931-05-06T07:08:09.000001Z"));
    assertThat(WallClock.date(Date.valueOf("1931-05-06"))).isEqualTo(LocalDate.parse("1931-05-06"));
  }

  @ParameterizedTest
  @CsvSource({
    "UTC, 0001-01-01",
    "UTC, 1582-10-04",
    "UTC, 1582-10-15",
    "UTC, 1599-12-31",
    "UTC, 1600-01-01",
    "UTC, 9999-12-31",
    "GMT+14:00, 0001-01-01",
    "GMT+14:00, 1582-10-04",
    "GMT+14:00, 1582-10-15",
    "GMT+14:00, 1600-01-01",
    "GMT+14:00, 9999-12-31",
    "America/New_York, 0001-01-01",
    "America/New_York, 1582-10-04",
    "America/New_York, 1582-10-15",
    "America/New_York, 9999-12-31"
  })
  void reads_days_on_both_sides_of_the_gregorian_reform(String zone, LocalDate day) {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    LocalDateTime moment = day.atTime(23, 59, 59, 999_999_000);

    assertThat(WallClock.date(Date.valueOf(day))).isEqualTo(day);
    assertThat(WallClock.dateTime(Timestamp.valueOf(moment))).isEqualTo(moment);
    assertThat(WallClock.instant(Timestamp.valueOf(moment)))
        .isEqualTo(moment.toInstant(ZoneOffset.UTC));
  }
}
