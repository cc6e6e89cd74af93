// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the texts that Databricks casts to TIMESTAMP, in UTC where they name no zone; stateless.
 *
 * <p>Left out are a time without a day, which Databricks takes for one of today, years beyond RFC
 * 3339, and digits beyond the nanosecond, which it cuts off.
 */
final class DateTimeText {

  private static final Pattern TEXT =
      Pattern.compile(
          "(?<year>\\d{4})(?:-(?<month>\\d{1,2})(?:-(?<day>\\d{1,2})(?:[ T]"
              + "(?<hour>\\d{1,2})(?::(?<minute>\\d{1,2})(?::(?<second>\\d{1,2})"
              + "(?:\\.(?<fraction>\\d{0,9}))?)?(?: ?(?<zone>[A-Za-z+-][A-Za-z0-9_+:/-]*))?)?)?)?)?");

  /** A sign and hours of one digit, which Databricks reads and Java does not. */
  private static final Pattern SHORT_OFFSET =
      Pattern.compile("^(?<name>(?:UTC|GMT|UT)?[+-])(?<hour>\\d)(?<rest>(?::.*)?)$");

  private static final Pattern SHORT_MINUTE =
      Pattern.compile("^(?<start>.*[+-]\\d\\d:)(?<end>\\d)$");

  private DateTimeText() {}

  static Optional<Instant> parse(String text) {
    Matcher parts = TEXT.matcher(text.trim());
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(
              number(parts, "year", 1),
              number(parts, "month", 1),
              number(parts, "day", 1),
              number(parts, "hour", 0),
              number(parts, "minute", 0),
              number(parts, "second", 0),
              nanoseconds(parts));
      return Optional.of(time.atZone(zone(parts)).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher parts, String group, int absent) {
    return parts.group(group) == null ? absent : Integer.parseInt(parts.group(group));
  }

  private static int nanoseconds(Matcher parts) {
    String digits = parts.group("fraction");
    return digits == null ? 0 : Integer.parseInt((digits + "000000000").substring(0, 9));
  }

  private static ZoneId zone(Matcher parts) {
    String zone = parts.group("zone");
    if (zone == null) {
      return ZoneOffset.UTC;
    }
    String hours = SHORT_OFFSET.matcher(zone).replaceFirst("${name}0${hour}${rest}");
    return ZoneId.of(SHORT_MINUTE.matcher(hours).replaceFirst("${start}0${end}"), ZoneId.SHORT_IDS);
  }
}
