// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Writes dates and times in a pattern, with names in English, instants in UTC; immutable. */
public record DatePattern(DateTimeFormatter formatter) {

  /**
   * The pattern that a text says.
   *
   * @throws IllegalArgumentException for a text that is not a pattern of java.time
   */
  static DatePattern of(String text) {
    return new DatePattern(DateTimeFormatter.ofPattern(text, Locale.ENGLISH));
  }

  /** The text; empty for values that are not dates, or lack a part that the pattern shows. */
  Optional<String> form(Object value) {
    TemporalAccessor time;
    if (value instanceof Instant instant) {
      time = instant.atOffset(ZoneOffset.UTC);
    } else if (value instanceof LocalDate || value instanceof LocalDateTime) {
      time = (TemporalAccessor) value;
    } else {
      return Optional.empty();
    }
    try {
      return Optional.of(formatter.format(time));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
