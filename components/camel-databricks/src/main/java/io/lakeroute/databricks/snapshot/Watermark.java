package io.lakeroute.databricks.snapshot;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The kind of a timestamp column: how its values are kept as text and bound again. */
enum Watermark {
  /** An instant. */
  TIMESTAMP {
    @Override
    Object value(String text) {
      return Instant.parse(text);
    }

    @Override
    Object of(Instant instant) {
      return instant;
    }

    @Override
    Object minus(Object value, Duration overlap) {
      return ((Instant) value).minus(overlap);
    }
  },
  /** A wall clock without a zone, taken as UTC. */
  TIMESTAMP_NTZ {
    @Override
    Object value(String text) {
      return LocalDateTime.parse(text);
    }

    @Override
    Object of(Instant instant) {
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    @Override
    Object minus(Object value, Duration overlap) {
      return ((LocalDateTime) value).minus(overlap);
    }
  },
  /** A day: an overlap counts in whole ones, rounded up. */
  DATE {
    @Override
    Object value(String text) {
      return LocalDate.parse(text);
    }

    @Override
    Object of(Instant instant) {
      return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    @Override
    Object minus(Object value, Duration overlap) {
      Duration day = ChronoUnit.DAYS.getDuration();
      return ((LocalDate) value).minusDays(overlap.plus(day).minusNanos(1).toDays());
    }
  };

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
              + "; it must be a TIMESTAMP, TIMESTAMP_NTZ or DATE. Choose another column, or read a view that casts it.");
    }
  }

  /** The value that {@link Object#toString()} made this text of. */
  abstract Object value(String text);

  /** Compares two values that were kept as text. */
  @SuppressWarnings("unchecked")
  int compare(String left, String right) {
    return ((Comparable<Object>) value(left)).compareTo(value(right));
  }

  /** The value for an instant. */
  abstract Object of(Instant instant);

  /** A value that is earlier by at least so much. */
  abstract Object minus(Object value, Duration overlap);
}
