// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A unit of a window or of a relative time. */
public enum CalendarUnit {
  HOUR(ChronoUnit.HOURS),
  DAY(ChronoUnit.DAYS),
  WEEK(ChronoUnit.WEEKS),
  MONTH(ChronoUnit.MONTHS),
  YEAR(ChronoUnit.YEARS);

  private final ChronoUnit unit;

  CalendarUnit(ChronoUnit unit) {
    this.unit = unit;
  }

  static Map<String, CalendarUnit> byName() {
    Map<String, CalendarUnit> names = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(each -> names.put(each.name().toLowerCase(Locale.ROOT), each));
    return names;
  }

  /** As many units earlier, by the calendar of the zone. */
  public Instant before(Instant at, int count, ZoneId zone) {
    return at.atZone(zone).minus(count, unit).toInstant();
  }

  /** As many units before the start of one. */
  Instant startBefore(Instant start, int count, ZoneId zone) {
    return this == HOUR
        ? before(start, count, zone)
        // Not the time of day, which clocks that change at midnight make one o'clock.
        : start.atZone(zone).toLocalDate().minus(count, unit).atStartOfDay(zone).toInstant();
  }

  /** When the unit that holds the instant began; weeks begin on Monday. */
  public Instant startOf(Instant at, ZoneId zone) {
    ZonedDateTime time = at.atZone(zone);
    return switch (this) {
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> midnight(time);
      case WEEK -> midnight(time.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      case MONTH -> midnight(time.withDayOfMonth(1));
      case YEAR -> midnight(time.withDayOfYear(1));
    };
  }

  private static Instant midnight(ZonedDateTime time) {
    return time.toLocalDate().atStartOfDay(time.getZone()).toInstant();
  }
}
