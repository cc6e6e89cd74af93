// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.PlainDecimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * A value of a parameter as the warehouse takes it, whichever way it travels: a type and a text.
 * Immutable.
 *
 * <p>Moments are ISO text with their own type: {@code java.sql.Timestamp} would pass through the
 * JVM's time zone, where some hours do not exist.
 *
 * @param text empty for NULL
 */
record ParameterValue(Type type, Optional<String> text) {

  enum Type {
    STRING,
    BOOLEAN,
    BIGINT,
    DOUBLE,
    DECIMAL,
    DATE,
    TIMESTAMP,
    TIMESTAMP_NTZ
  }

  /**
   * The value at a position that counts from 1.
   *
   * @throws DatabricksException INVALID when the value has no SQL type
   */
  static ParameterValue of(int position, Object value) {
    if (value == null) {
      return new ParameterValue(Type.STRING, Optional.empty());
    }
    if (value instanceof CharSequence
        || value instanceof Character
        || value instanceof UUID
        || value instanceof Enum<?>) {
      return of(Type.STRING, value);
    }
    if (value instanceof Boolean) {
      return of(Type.BOOLEAN, value);
    }
    return value instanceof Number number ? number(position, number) : moment(position, value);
  }

  private static ParameterValue number(int position, Number value) {
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      return of(Type.BIGINT, value);
    }
    if (value instanceof Double || value instanceof Float) {
      return of(Type.DOUBLE, value);
    }
    if (value instanceof BigDecimal decimal) {
      try {
        return of(Type.DECIMAL, PlainDecimal.text(decimal));
      } catch (ArithmeticException e) {
        throw new DatabricksException(
            Reason.INVALID,
            "Parameter number %d %s. Bind a number of at most 38 digits."
                .formatted(position, e.getMessage()));
      }
    }
    if (value instanceof BigInteger) {
      return of(Type.DECIMAL, value);
    }
    throw unsupported(position, value);
  }

  private static ParameterValue moment(int position, Object value) {
    if (value instanceof Instant) {
      return of(Type.TIMESTAMP, value);
    }
    if (value instanceof OffsetDateTime moment) {
      return of(Type.TIMESTAMP, moment.toInstant());
    }
    if (value instanceof ZonedDateTime moment) {
      return of(Type.TIMESTAMP, moment.toInstant());
    }
    if (value instanceof Timestamp timestamp) {
      return of(Type.TIMESTAMP, timestamp.toInstant());
    }
    if (value instanceof java.sql.Date date) {
      return of(Type.DATE, date.toLocalDate());
    }
    if (value instanceof java.util.Date date) {
      return of(Type.TIMESTAMP, Instant.ofEpochMilli(date.getTime()));
    }
    if (value instanceof LocalDateTime) {
      return of(Type.TIMESTAMP_NTZ, value);
    }
    if (value instanceof LocalDate) {
      return of(Type.DATE, value);
    }
    throw unsupported(position, value);
  }

  private static ParameterValue of(Type type, Object text) {
    return new ParameterValue(type, Optional.of(text.toString()));
  }

  private static DatabricksException unsupported(int position, Object value) {
    return new DatabricksException(
        Reason.INVALID,
        "Parameter number "
            + position
            + " is a "
            + value.getClass().getName()
            + ", which has no SQL type. Bind a text, number, boolean, date or time, or a list of these.");
  }
}
