// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.segment.CalendarUnit;
import io.lakeroute.processors.segment.Moment;
import io.lakeroute.processors.segment.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * Times of a definition, computed by the definitions alone; immutable.
 *
 * @param asOf the time of the request
 * @param zone of the segment
 */
record MemoryTime(Instant asOf, ZoneId zone) {

  /** A time as a column compares with it: an instant, or what the wall clock shows. */
  Object read(JsonNode json, Kind kind, ZoneId wallClock) {
    if (json.isObject()) {
      return onClock(
          earlier(asOf, json.get("ago").intValue(), json.get("unit").textValue()), kind, wallClock);
    }
    String text = json.textValue();
    if (text.length() == 10) {
      LocalDate day = LocalDate.parse(text);
      return kind == Kind.DAY ? day.atStartOfDay() : onClock(midnight(day), kind, wallClock);
    }
    if (text.endsWith("Z") || text.substring(10).matches(".*[+-].*")) {
      return onClock(OffsetDateTime.parse(text).toInstant(), kind, wallClock);
    }
    return LocalDateTime.parse(text);
  }

  /** A value of a column, to be compared with times as {@link #read} returns them. */
  static Object ofColumn(Object value) {
    return value instanceof LocalDate day ? day.atStartOfDay() : value;
  }

  /** Whether a row of that time is in the window; a row without one is not. */
  boolean contains(Window window, Object time, Kind kind, ZoneId wallClock) {
    if (time == null) {
      return false;
    }
    Instant from = null;
    Instant to = null;
    if (window.last().isPresent()) {
      Window.Last last = window.last().get();
      String unit = last.unit().name().toLowerCase(Locale.ROOT);
      to = last.whole() ? start(last.unit()) : asOf;
      from = earlier(to, last.count(), unit);
      if (last.whole() && last.unit() != CalendarUnit.HOUR) {
        from = midnight(LocalDate.ofInstant(from, zone));
      }
    } else {
      from = window.from().map(this::at).orElse(null);
      to = window.to().map(this::at).orElse(null);
    }
    MemoryOrder order = new MemoryOrder();
    Object at = ofColumn(time);
    return (from == null || order.compare(at, onClock(from, kind, wallClock)) >= 0)
        && (to == null || order.compare(at, onClock(to, kind, wallClock)) < 0);
  }

  private Instant at(Moment moment) {
    if (moment instanceof Moment.At at) {
      return at.instant();
    }
    if (moment instanceof Moment.Midnight midnight) {
      return midnight(midnight.day());
    }
    Moment.Ago ago = (Moment.Ago) moment;
    return earlier(asOf, ago.count(), ago.unit().name().toLowerCase(Locale.ROOT));
  }

  private Instant midnight(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  private Instant earlier(Instant time, int count, String unit) {
    return switch (unit) {
      case "hour" -> time.minusSeconds(3_600L * count);
      case "day" -> time.atZone(zone).minus(Period.ofDays(count)).toInstant();
      case "week" -> time.atZone(zone).minus(Period.ofWeeks(count)).toInstant();
      case "month" -> time.atZone(zone).minus(Period.ofMonths(count)).toInstant();
      case "year" -> time.atZone(zone).minus(Period.ofYears(count)).toInstant();
      default -> throw new IllegalArgumentException(unit);
    };
  }

  private Instant start(CalendarUnit unit) {
    ZonedDateTime now = asOf.atZone(zone);
    LocalDate today = now.toLocalDate();
    return switch (unit) {
      case HOUR -> now.with(LocalTime.of(now.getHour(), 0)).toInstant();
      case DAY -> midnight(today);
      case WEEK ->
          midnight(today.minusDays(today.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue()));
      case MONTH -> midnight(LocalDate.of(today.getYear(), today.getMonth(), 1));
      case YEAR -> midnight(LocalDate.of(today.getYear(), 1, 1));
    };
  }

  private static Object onClock(Instant time, Kind kind, ZoneId wallClock) {
    LocalDate day = LocalDate.ofInstant(time, wallClock);
    if (kind == Kind.DAY && time.equals(day.atStartOfDay(wallClock).toInstant())) {
      return day.atStartOfDay(); // Which may be no time of that day's clock.
    }
    return kind == Kind.AT ? time : LocalDateTime.ofInstant(time, wallClock);
  }
}
