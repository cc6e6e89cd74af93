// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.Node;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** A time in a definition; immutable. */
public sealed interface Moment {

  /** When it is. */
  Instant at(Instant asOf, ZoneId zone);

  /** Whether the zone matters. */
  default boolean needsZone() {
    return true;
  }

  /** A time with an offset. */
  record At(Instant instant) implements Moment {
    @Override
    public Instant at(Instant asOf, ZoneId zone) {
      return instant;
    }

    @Override
    public boolean needsZone() {
      return false;
    }
  }

  /** The midnight at which a day begins. */
  record Midnight(LocalDate day) implements Moment {
    @Override
    public Instant at(Instant asOf, ZoneId zone) {
      return day.atStartOfDay(zone).toInstant();
    }
  }

  /** As many units before the time of the request. */
  record Ago(int count, CalendarUnit unit) implements Moment {
    @Override
    public Instant at(Instant asOf, ZoneId zone) {
      return unit.before(asOf, count, zone);
    }

    @Override
    public boolean needsZone() {
      return unit != CalendarUnit.HOUR;
    }
  }

  /** The last year of the warehouse's types. */
  int LAST_YEAR = 9999;

  /** A time as {@code {ago, unit}}, RFC 3339 or a date. */
  static Moment read(Node node) {
    if (node.json().isObject()) {
      node.only(List.of("ago", "unit"));
      return new Ago(
          node.get("ago").whole(0, Window.LONGEST), node.get("unit").oneOf(CalendarUnit.byName()));
    }
    return (node.json().isTextual() ? parse(node.json().textValue()) : Optional.<Moment>empty())
        .orElseThrow(
            () ->
                node.wrong(
                    "must be a date, a time with an offset (RFC 3339), or {ago: <n>, unit: hour, day, week, month or year}"));
  }

  private static Optional<Moment> parse(String text) {
    try {
      if (text.length() == 10) {
        return Optional.of(new Midnight(LocalDate.parse(text)));
      }
      OffsetDateTime time = OffsetDateTime.parse(text);
      return time.getYear() < 1 || time.getYear() > LAST_YEAR
          ? Optional.empty()
          : Optional.of(new At(time.toInstant().truncatedTo(ChronoUnit.MICROS)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
