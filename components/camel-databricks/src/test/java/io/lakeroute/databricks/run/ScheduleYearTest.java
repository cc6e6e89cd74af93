// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks through every minute of a year as a clock on the wall would, and compares what it shows
 * with what the schedule says.
 */
@Tag("matrix")
class ScheduleYearTest {

  private static final Instant START = Instant.parse("2025-12-31T00:00:00Z");
  private static final Instant END = Instant.parse("2027-01-02T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Each frequency with a change of the clock inside its time, or without; each zone. */
  static Stream<Arguments> someOfEach() {
    return Stream.of(
        Arguments.of(Frequency.HOURLY, "01:45", "Australia/Lord_Howe"),
        Arguments.of(Frequency.INTERVAL, "09:30", "Europe/Berlin"),
        Arguments.of(Frequency.DAILY, "02:15", "America/New_York"),
        Arguments.of(Frequency.DAILY, "01:45", "Australia/Lord_Howe"),
        Arguments.of(Frequency.WEEKLY, "02:15", "Europe/Berlin"),
        Arguments.of(Frequency.MONTHLY, "09:30", "Australia/Lord_Howe"),
        Arguments.of(Frequency.CRON, "02:15", "America/New_York"),
        Arguments.of(Frequency.CRON, "01:45", "Australia/Lord_Howe"));
  }

  static Stream<Arguments> frequenciesAndZones() {
    return Stream.of("America/New_York", "Europe/Berlin", "Australia/Lord_Howe")
        .flatMap(
            zone ->
                Stream.of(Frequency.values())
                    .filter(frequency -> frequency != Frequency.ONCE)
                    // 01:45 is inside the change in Lord Howe, 02:15 in the other two.
                    .flatMap(
                        frequency ->
                            Stream.of("01:45", "02:15", "09:30")
                                .map(time -> Arguments.of(frequency, time, zone))));
  }

  @ParameterizedTest(name = "{0} at {1} in {2}")
  @MethodSource("someOfEach")
  void is_due_when_the_clock_on_the_wall_says_so(Frequency frequency, String time, String zone) {
    walk(frequency, time, zone);
  }

  @ParameterizedTest(name = "{0} at {1} in {2}")
  @MethodSource("frequenciesAndZones")
  void is_due_then_with_each_time_in_each_zone(Frequency frequency, String time, String zone) {
    walk(frequency, time, zone);
  }

  private static void walk(Frequency frequency, String time, String zone) {
    LocalTime timeOfDay = LocalTime.parse(time);
    Schedule schedule =
        new Schedule(
            frequency,
            timeOfDay,
            DayOfWeek.SUNDAY,
            29,
            Duration.ofMinutes(45),
            frequency == Frequency.CRON
                ? Optional.of(
                    "0 %d %d ? * SUN".formatted(timeOfDay.getMinute(), timeOfDay.getHour()))
                : Optional.empty(),
            ZoneId.of(zone));

    Set<Instant> due = new TreeSet<>();
    for (Instant at = schedule.next(START).orElseThrow();
        at.isBefore(END);
        at = schedule.next(at).orElseThrow()) {
      due.add(at);
      assertThat(schedule.latest(at)).contains(at);
      assertThat(schedule.latest(at.minusSeconds(1))).isNotEqualTo(Optional.of(at));
    }

    assertThat(due).isEqualTo(expected(frequency, timeOfDay, ZoneId.of(zone)));
  }

  private static Set<Instant> expected(Frequency frequency, LocalTime timeOfDay, ZoneId zone) {
    return switch (frequency) {
      case HOURLY ->
          minutes(
              at ->
                  zone.getRules().getStandardOffset(at).getTotalSeconds() / 60 % 60 == 0
                      ? at.atZone(zone).toInstant().getEpochSecond() / 60 % 60
                          == timeOfDay.getMinute()
                      : at.getEpochSecond() / 60 % 60 == (timeOfDay.getMinute() + 30) % 60);
      case INTERVAL -> minutes(at -> at.getEpochSecond() / 60 % 45 == 0);
      case DAILY -> shown(timeOfDay, zone, day -> true);
      case WEEKLY, CRON -> shown(timeOfDay, zone, day -> day.getDayOfWeek() == DayOfWeek.SUNDAY);
      case MONTHLY ->
          shown(
              timeOfDay,
              zone,
              day ->
                  day.getDayOfMonth() == 29
                      || (day.getDayOfMonth() == 28 && day.getMonthValue() == 2));
      case ONCE -> Set.of();
    };
  }

  private static Set<Instant> minutes(Predicate<Instant> due) {
    Set<Instant> all = new TreeSet<>();
    for (Instant at = START.plus(MINUTE); at.isBefore(END); at = at.plus(MINUTE)) {
      if (due.test(at)) {
        all.add(at);
      }
    }
    return all;
  }

  /** The first minute of a day at which the clock shows the time or has jumped past it. */
  private static Set<Instant> shown(
      LocalTime timeOfDay, ZoneId zone, Predicate<ZonedDateTime> day) {
    Set<LocalDateTime> done = new HashSet<>();
    ZonedDateTime before = START.atZone(zone);
    Set<Instant> all = new TreeSet<>();
    for (Instant at = START.plus(MINUTE); at.isBefore(END); at = at.plus(MINUTE)) {
      ZonedDateTime now = at.atZone(zone);
      LocalDateTime wanted = now.toLocalDate().atTime(timeOfDay);
      boolean reached =
          before.toLocalDateTime().isBefore(wanted) && !now.toLocalDateTime().isBefore(wanted);
      if (reached && day.test(now) && done.add(wanted)) {
        all.add(at);
      }
      before = now;
    }
    return all;
  }
}
