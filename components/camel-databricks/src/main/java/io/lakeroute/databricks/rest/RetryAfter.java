// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Reads the header that says when to come back: seconds or a date. Stateless. */
final class RetryAfter {

  private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

  private RetryAfter() {}

  /** At least 1; 0 when the header is missing or makes no sense. */
  static int seconds(String header) {
    if (header == null) {
      return 0;
    }
    String text = header.strip();
    try {
      long seconds =
          text.matches("\\d{1,9}")
              ? Long.parseLong(text)
              : Duration.between(
                      Instant.now(),
                      ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
                  .toSeconds();
      return Math.toIntExact(Math.max(1, Math.min(seconds, LONGEST_SECONDS)));
    } catch (DateTimeParseException e) {
      return 0;
    }
  }
}
