// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Locale;
import java.util.function.Function;

/** The kind of a timestamp column: how its values are kept as text and bound again. */
enum Watermark {
  /** An instant. */
  TIMESTAMP(Instant::parse, instant -> instant, overlap -> overlap),
  /** A wall clock without a zone, taken as UTC. */
  TIMESTAMP_NTZ(
      LocalDateTime::parse,
      instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC),
      overlap -> overlap),
  /** A day: an overlap counts in whole ones, rounded up. */
  DATE(
      LocalDate::parse,
      instant -> LocalDate.ofInstant(instant, ZoneOffset.UTC),
      overlap ->
          Period.ofDays(
              Math.toIntExact(overlap.plus(ChronoUnit.DAYS.getDuration()).minusNanos(1).toDays())));

  private final Function<String, Temporal> parser;
  private final Function<Instant, Temporal> converter;
  private final Function<Duration, TemporalAmount> overlaps;

  Watermark(
      Function<String, Temporal> parser,
      Function<Instant, Temporal> converter,
      Function<Duration, TemporalAmount> overlaps) {
    this.parser = parser;
    this.converter = converter;
    this.overlaps = overlaps;
  }

  /**
   * The kind of a column.
   *
   * @param column its name, for the message
   * @param typeText its SQL type
   * @throws DatabricksException CONFIGURATION when rows cannot be ordered in time by it
   */
  static Watermark of(String column, String typeText) {
    try {
      return valueOf(requireNonNull(typeText, "typeText").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "The timestamp column '"
              + column
              + "' is a "
              + typeText
              + "; it must be a TIMESTAMP, TIMESTAMP_NTZ or DATE. Choose another column, or read a"
              + " view that casts it.");
    }
  }

  /** The value that {@link Object#toString()} made this text of. */
  Temporal value(String text) {
    return parser.apply(text);
  }

  /** Compares two values that were kept as text. */
  @SuppressWarnings("unchecked") // Values of one kind are of one class, which compares itself.
  int compare(String left, String right) {
    return ((Comparable<Temporal>) value(left)).compareTo(value(right));
  }

  /** The value for an instant. */
  Temporal of(Instant instant) {
    return converter.apply(instant);
  }

  /** A value that is earlier by at least so much. */
  Temporal minus(Temporal value, Duration overlap) {
    return value.minus(overlaps.apply(overlap));
  }
}
