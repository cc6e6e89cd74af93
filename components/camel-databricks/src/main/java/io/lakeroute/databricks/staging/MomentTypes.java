// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Types of dates and times, which the service keeps from the year 1 to 9999 and to the microsecond;
 * finer fractions are cut off. A wall clock stands for UTC. Stateless.
 */
final class MomentTypes {

  private static final Pattern ZONED = Pattern.compile(".*(?:[zZ]|[+-]\\d{2}:\\d{2})");
  private static final int LATEST_YEAR = 9999;

  private MomentTypes() {}

  static ColumnType date() {
    return Scalar.cast("DATE", Scalar.Form.STRING, value -> checked(day(value)).toString());
  }

  static ColumnType timestamp() {
    return Scalar.cast(
        "TIMESTAMP",
        Scalar.Form.STRING,
        value -> {
          LocalDateTime utc = LocalDateTime.ofInstant(instant(value), ZoneOffset.UTC);
          return wallClock(utc) + "Z";
        });
  }

  static ColumnType timestampNtz() {
    return Scalar.cast(
        "TIMESTAMP_NTZ",
        Scalar.Form.STRING,
        value -> {
          if (value instanceof LocalDateTime wallClock) {
            return wallClock(wallClock);
          }
          if (value instanceof CharSequence text) {
            return wallClock(parse(text.toString()));
          }
          throw Misfit.ofClass(value, "TIMESTAMP_NTZ");
        });
  }

  private static LocalDate day(Object value) throws Misfit {
    if (value instanceof LocalDate date) {
      return date;
    }
    if (value instanceof java.sql.Date date) {
      return date.toLocalDate();
    }
    if (value instanceof CharSequence text) {
      try {
        return LocalDate.parse(text.toString().strip());
      } catch (DateTimeException e) {
        throw Misfit.because("is a text that is no date (yyyy-MM-dd)");
      }
    }
    throw Misfit.ofClass(value, "DATE");
  }

  private static Instant instant(Object value) throws Misfit {
    if (value instanceof Instant instant) {
      return instant;
    }
    if (value instanceof OffsetDateTime moment) {
      return moment.toInstant();
    }
    if (value instanceof ZonedDateTime moment) {
      return moment.toInstant();
    }
    if (value instanceof java.sql.Timestamp timestamp) {
      return timestamp.toInstant();
    }
    if (value instanceof java.util.Date date && !(value instanceof java.sql.Date)) {
      return Instant.ofEpochMilli(date.getTime());
    }
    if (value instanceof LocalDateTime wallClock) {
      return wallClock.toInstant(ZoneOffset.UTC);
    }
    if (value instanceof CharSequence chars) {
      String text = chars.toString().strip();
      if (!ZONED.matcher(text).matches()) {
        return parse(text).toInstant(ZoneOffset.UTC);
      }
      try {
        return OffsetDateTime.parse(iso(text)).toInstant();
      } catch (DateTimeException e) {
        throw noTimestamp();
      }
    }
    throw Misfit.ofClass(value, "TIMESTAMP");
  }

  private static LocalDateTime parse(String text) throws Misfit {
    try {
      return LocalDateTime.parse(iso(text.strip()));
    } catch (DateTimeException e) {
      throw noTimestamp();
    }
  }

  private static Misfit noTimestamp() {
    return Misfit.because("is a text that is no such timestamp (ISO 8601)");
  }

  /** A blank between date and time is as common as the T. */
  private static String iso(String text) {
    return text.length() > 10 && text.charAt(10) == ' '
        ? text.substring(0, 10) + 'T' + text.substring(11)
        : text;
  }

  /** With its seconds where they are 0, too: without them, the warehouse takes no zone. */
  private static String wallClock(LocalDateTime value) throws Misfit {
    checked(value.toLocalDate());
    LocalDateTime shown = value.truncatedTo(ChronoUnit.MICROS);
    return shown.getSecond() == 0 && shown.getNano() == 0 ? shown + ":00" : shown.toString();
  }

  private static LocalDate checked(LocalDate date) throws Misfit {
    if (date.getYear() < 1 || date.getYear() > LATEST_YEAR) {
      throw Misfit.because("is outside of the years 1 to " + LATEST_YEAR);
    }
    return date;
  }
}
