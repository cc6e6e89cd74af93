package io.lakeroute.databricks.result;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Moments in ISO 8601, always with seconds, with as many groups of three fraction digits as needed.
 * Stateless.
 *
 * <p>Written by hand for the years 0 to 9999, because the JDK's formatter costs more than the rest
 * of a row.
 */
final class MomentText {

  private static final int LATEST_YEAR = 9999;

  private MomentText() {}

  static String of(Instant instant) {
    LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    return plain(utc) ? text(utc, true) : instant.toString();
  }

  static String of(LocalDateTime wallClock) {
    return plain(wallClock)
        ? text(wallClock, false)
        : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(wallClock);
  }

  private static boolean plain(LocalDateTime t) {
    return t.getYear() >= 0 && t.getYear() <= LATEST_YEAR;
  }

  private static String text(LocalDateTime t, boolean utc) {
    char[] out = new char[30];
    digits(out, 0, t.getYear(), 4);
    out[4] = '-';
    digits(out, 5, t.getMonthValue(), 2);
    out[7] = '-';
    digits(out, 8, t.getDayOfMonth(), 2);
    out[10] = 'T';
    digits(out, 11, t.getHour(), 2);
    out[13] = ':';
    digits(out, 14, t.getMinute(), 2);
    out[16] = ':';
    digits(out, 17, t.getSecond(), 2);
    int end = fraction(out, 19, t.getNano());
    if (utc) {
      out[end++] = 'Z';
    }
    return new String(out, 0, end);
  }

  private static int fraction(char[] out, int at, int nanos) {
    if (nanos == 0) {
      return at;
    }
    out[at] = '.';
    int width = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
    digits(out, at + 1, width == 3 ? nanos / 1_000_000 : width == 6 ? nanos / 1_000 : nanos, width);
    return at + 1 + width;
  }

  private static void digits(char[] out, int at, int value, int width) {
    int rest = value;
    for (int i = at + width - 1; i >= at; i--) {
      out[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
