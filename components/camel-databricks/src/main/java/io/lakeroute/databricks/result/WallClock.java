package io.lakeroute.databricks.result;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.concurrent.TimeUnit;

/**
 * Reads the driver's {@code java.sql} values: they show the session's wall clock, which is UTC, as
 * if it were that of the JVM's zone. Stateless.
 *
 * <p>Where the JVM's zone has a fixed offset, arithmetic does what the calendar would, several
 * times faster. Where clocks are put forward in spring, the driver itself shifts values whose UTC
 * wall clock falls into the hour left out there; so it does with the ten days of October 1582 that
 * {@code java.sql} leaves out, which come ten days later.
 */
final class WallClock {

  private static final long MILLIS_PER_DAY = TimeUnit.DAYS.toMillis(1);

  /** {@code java.sql} counts what was long before in the Julian calendar: its fields are right. */
  private static final long GREGORIAN = Instant.parse("1600-01-01T00:00:00Z").toEpochMilli();

  private WallClock() {}

  static Instant instant(Timestamp timestamp) {
    ZoneRules rules = ZoneId.systemDefault().getRules();
    return rules.isFixedOffset() && timestamp.getTime() >= GREGORIAN
        ? timestamp.toInstant().plusSeconds(rules.getOffset(Instant.EPOCH).getTotalSeconds())
        : timestamp.toLocalDateTime().toInstant(ZoneOffset.UTC);
  }

  static LocalDateTime dateTime(Timestamp timestamp) {
    return LocalDateTime.ofInstant(instant(timestamp), ZoneOffset.UTC);
  }

  static LocalDate date(Date date) {
    ZoneRules rules = ZoneId.systemDefault().getRules();
    if (!rules.isFixedOffset() || date.getTime() < GREGORIAN) {
      return date.toLocalDate();
    }
    long millis =
        date.getTime()
            + TimeUnit.SECONDS.toMillis(rules.getOffset(Instant.EPOCH).getTotalSeconds());
    return LocalDate.ofEpochDay(Math.floorDiv(millis, MILLIS_PER_DAY));
  }
}
