// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import java.text.ParseException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * When something is due, on the wall clock of a time zone. Immutable.
 *
 * <p>A wall clock that the zone skips in spring stands for the first instant after the gap, one
 * that it shows twice in autumn for the first of the two. Hours and intervals are real ones and
 * know no wall clock. (Quartz' own triggers skip the spring day and lose an autumn hour.)
 *
 * @param frequency which of the other values count
 * @param timeOfDay for days, weeks and months; its minute and second for hours
 * @param dayOfWeek for weeks
 * @param dayOfMonth for months, 1 to 31
 * @param interval for intervals
 * @param cron for cron
 * @param zone whose wall clock
 */
public record Schedule(
    Frequency frequency,
    LocalTime timeOfDay,
    DayOfWeek dayOfWeek,
    int dayOfMonth,
    Duration interval,
    Optional<String> cron,
    ZoneId zone) {

  /** A cron expression may name a date that no year of the near future has. */
  private static final Duration FARTHEST = Duration.ofDays(3_660);

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  public Schedule {
    requireNonNull(frequency, "frequency");
    timeOfDay = timeOfDay.truncatedTo(ChronoUnit.SECONDS);
    requireNonNull(dayOfWeek, "dayOfWeek");
    requireNonNull(zone, "zone");
    if (dayOfMonth < 1 || dayOfMonth > 31) {
      throw new IllegalArgumentException("dayOfMonth " + dayOfMonth + " is not 1 to 31");
    }
    if (interval.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("interval " + interval + " is shorter than a second");
    }
    if (cron.isPresent() != (frequency == Frequency.CRON)) {
      throw new IllegalArgumentException(
          cron.isPresent()
              ? "a cron expression goes with frequency=cron only"
              : "frequency=cron needs a cron expression");
    }
    cron.ifPresent(Schedule::onWallClock);
  }

  /** The first due instant after the given one; none if there is no more. */
  public Optional<Instant> next(Instant after) {
    return switch (frequency) {
      case ONCE -> Optional.of(Instant.EPOCH).filter(due -> due.isAfter(after));
      case HOURLY -> Optional.of(everyFrom(hourMark(after), Duration.ofHours(1), after));
      case INTERVAL -> Optional.of(everyFrom(Instant.EPOCH, interval, after));
      case DAILY, WEEKLY, MONTHLY -> Optional.of(nextDay(after));
      case CRON -> nextOfCron(after);
    };
  }

  /** The last due instant up to the given one: what a run that was missed was missed for. */
  public Optional<Instant> latest(Instant upTo) {
    if (frequency == Frequency.ONCE) {
      return Optional.of(Instant.EPOCH);
    }
    Duration back = Duration.ofMinutes(1);
    while (back.compareTo(FARTHEST) < 0) {
      Optional<Instant> due = next(upTo.minus(back)).filter(found -> !found.isAfter(upTo));
      if (due.isPresent()) {
        return Optional.of(lastFrom(due.get(), upTo));
      }
      back = back.multipliedBy(2);
    }
    return Optional.empty();
  }

  private Instant lastFrom(Instant due, Instant upTo) {
    Instant last = due;
    Optional<Instant> next = next(last);
    while (next.isPresent() && !next.get().isAfter(upTo)) {
      last = next.get();
      next = next(last);
    }
    return last;
  }

  private static Instant everyFrom(Instant start, Duration step, Instant after) {
    Instant due = start.plus(step.multipliedBy(Duration.between(start, after).dividedBy(step)));
    return due.isAfter(after) ? due : due.plus(step);
  }

  /** Any instant at which the standard time of the zone shows the minute and second asked for. */
  private Instant hourMark(Instant near) {
    ZoneOffset standard = zone.getRules().getStandardOffset(near);
    return near.atOffset(standard)
        .toLocalDate()
        .atTime(0, timeOfDay.getMinute(), timeOfDay.getSecond())
        .toInstant(standard);
  }

  private Instant nextDay(Instant after) {
    LocalDate day = dayFrom(after.atZone(zone).toLocalDate().minusDays(1));
    Instant due = resolve(day.atTime(timeOfDay));
    while (!due.isAfter(after)) {
      day = dayFrom(day.plusDays(1));
      due = resolve(day.atTime(timeOfDay));
    }
    return due;
  }

  /** The first day that counts, on or after the given one. */
  private LocalDate dayFrom(LocalDate day) {
    return switch (frequency) {
      case WEEKLY -> day.with(TemporalAdjusters.nextOrSame(dayOfWeek));
      case MONTHLY -> {
        LocalDate inMonth = dayIn(YearMonth.from(day));
        yield inMonth.isBefore(day) ? dayIn(YearMonth.from(day).plusMonths(1)) : inMonth;
      }
      default -> day;
    };
  }

  private LocalDate dayIn(YearMonth month) {
    return month.atDay(Math.min(dayOfMonth, month.lengthOfMonth()));
  }

  private Optional<Instant> nextOfCron(Instant after) {
    CronExpression expression = onWallClock(cron.orElseThrow());
    LocalDateTime wallClock = after.atZone(zone).toLocalDateTime();
    Instant due = Instant.MIN;
    while (!due.isAfter(after)) {
      Date next = expression.getNextValidTimeAfter(Date.from(wallClock.toInstant(ZoneOffset.UTC)));
      if (next == null) {
        return Optional.empty();
      }
      wallClock = LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC);
      due = resolve(wallClock);
    }
    return Optional.of(due);
  }

  /** Read as if the wall clock were UTC, which skips and repeats nothing. */
  private static CronExpression onWallClock(String cron) {
    try {
      CronExpression expression = new CronExpression(cron);
      expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
      return expression;
    } catch (ParseException e) {
      throw new IllegalArgumentException(
          "'" + cron + "' is no cron expression of Quartz: " + e.getMessage(), e);
    }
  }

  private Instant resolve(LocalDateTime wallClock) {
    var offsets = zone.getRules().getValidOffsets(wallClock);
    return offsets.isEmpty()
        ? zone.getRules().getTransition(wallClock).getInstant()
        : wallClock.toInstant(offsets.get(0));
  }
}
