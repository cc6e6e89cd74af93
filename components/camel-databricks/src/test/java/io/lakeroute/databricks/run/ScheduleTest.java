// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Schedule of(Frequency frequency, String timeOfDay, ZoneId zone) {
    return new Schedule(
        frequency,
        LocalTime.parse(timeOfDay),
        DayOfWeek.SUNDAY,
        31,
        Duration.ofMinutes(15),
        Optional.empty(),
        zone);
  }

  private static Schedule cron(String expression, ZoneId zone) {
    return new Schedule(
        Frequency.CRON,
        LocalTime.MIDNIGHT,
        DayOfWeek.MONDAY,
        1,
        Duration.ofHours(1),
        Optional.of(expression),
        zone);
  }

  private static List<String> dueBetween(Schedule schedule, String from, String to) {
    List<String> all = new ArrayList<>();
    Optional<Instant> due = schedule.next(Instant.parse(from));
    while (due.isPresent() && due.get().isBefore(Instant.parse(to))) {
      all.add(due.get().toString());
      due = schedule.next(due.get());
    }
    return all;
  }

  @Test
  void an_interval_may_have_a_fraction_of_a_second() {
    Schedule schedule =
        new Schedule(
            Frequency.INTERVAL,
            LocalTime.MIDNIGHT,
            DayOfWeek.MONDAY,
            1,
            Duration.ofMillis(1_500),
            Optional.empty(),
            ZoneOffset.UTC);

    assertThat(dueBetween(schedule, "2026-03-28T00:00:00Z", "2026-03-28T00:00:05Z"))
        .containsExactly(
            "2026-03-28T00:00:01.500Z", "2026-03-28T00:00:03Z", "2026-03-28T00:00:04.500Z");
    assertThat(dueBetween(schedule, "1969-12-31T23:59:57.500Z", "1970-01-01T00:00:01Z"))
        .containsExactly("1969-12-31T23:59:58.500Z", "1970-01-01T00:00:00Z");
  }

  @Test
  void a_day_whose_time_is_skipped_in_spring_is_due_right_after_the_gap() {
    assertThat(
            dueBetween(
                of(Frequency.DAILY, "02:30", BERLIN),
                "2026-03-28T00:00:00Z",
                "2026-03-31T00:00:00Z"))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  void a_day_whose_time_comes_twice_in_autumn_is_due_the_first_time_only() {
    assertThat(
            dueBetween(
                of(Frequency.DAILY, "02:30", BERLIN),
                "2026-10-24T00:00:00Z",
                "2026-10-27T00:00:00Z"))
        .containsExactly("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void hours_are_real_ones_on_both_days_of_the_change() {
    Schedule hourly = of(Frequency.HOURLY, "00:15", BERLIN);
    assertThat(dueBetween(hourly, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")).hasSize(23);
    assertThat(dueBetween(hourly, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")).hasSize(25);
    assertThat(hourly.next(Instant.parse("2026-10-25T00:15:00Z")))
        .contains(Instant.parse("2026-10-25T01:15:00Z"));
  }

  @Test
  void hours_keep_their_minute_where_the_zone_is_half_an_hour_off() {
    assertThat(
            dueBetween(
                of(Frequency.HOURLY, "00:15", ZoneId.of("Asia/Kolkata")),
                "2026-01-01T00:00:00Z",
                "2026-01-01T02:00:00Z"))
        .containsExactly("2026-01-01T00:45:00Z", "2026-01-01T01:45:00Z");
  }

  @Test
  void a_day_that_a_month_does_not_have_is_its_last_one() {
    assertThat(
            dueBetween(
                of(Frequency.MONTHLY, "08:00", ZoneOffset.UTC),
                "2028-01-01T00:00:00Z",
                "2028-05-01T00:00:00Z"))
        .containsExactly(
            "2028-01-31T08:00:00Z",
            "2028-02-29T08:00:00Z",
            "2028-03-31T08:00:00Z",
            "2028-04-30T08:00:00Z");
  }

  @Test
  void once_is_due_from_the_beginning_and_never_again() {
    Schedule once = of(Frequency.ONCE, "00:00", BERLIN);
    assertThat(once.latest(Instant.now())).contains(Instant.EPOCH);
    assertThat(once.next(Instant.now())).isEmpty();
  }

  @Test
  void cron_keeps_the_wall_clock_over_both_changes() {
    Schedule cron = cron("0 30 2 * * ?", BERLIN);
    assertThat(dueBetween(cron, "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z"))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    assertThat(dueBetween(cron, "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z"))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void cron_that_names_no_date_is_never_due() {
    Schedule cron = cron("0 0 0 30 2 ?", BERLIN);
    assertThat(cron.next(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
    assertThat(cron.latest(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-29T00:59:59Z, 2026-03-28T01:30:00Z",
    "2026-03-29T01:00:00Z, 2026-03-29T01:00:00Z",
    "2026-04-01T12:00:00Z, 2026-04-01T00:30:00Z"
  })
  void the_latest_is_what_a_missed_run_was_missed_for(Instant now, Instant due) {
    assertThat(of(Frequency.DAILY, "02:30", BERLIN).latest(now)).contains(due);
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 25 * * ?, '0 0 25 * * ?' is no cron expression of Quartz: Hour values must be between 0 and 23",
    "hourly, 'hourly' is no cron expression of Quartz: Illegal cron expression format (java.lang.StringIndexOutOfBoundsException: begin 0, end 3, length 0)"
  })
  void refuses_what_quartz_cannot_read(String expression, String message) {
    assertThatThrownBy(() -> cron(expression, BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message.substring(0, message.indexOf(':')));
  }
}
