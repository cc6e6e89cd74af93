package io.lakeroute.databricks.query;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Hands values to the driver. Stateless.
 *
 * <p>Moments travel as ISO text with their own type: {@code java.sql.Timestamp} would pass through
 * the JVM's time zone, where some hours do not exist.
 */
final class ParameterBinder {

  private ParameterBinder() {}

  static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      bind(statement, i + 1, values.get(i));
    }
  }

  private static void bind(PreparedStatement statement, int i, Object value) throws SQLException {
    if (value == null) {
      statement.setNull(i, Types.VARCHAR);
    } else if (value instanceof CharSequence
        || value instanceof Character
        || value instanceof UUID
        || value instanceof Enum<?>) {
      statement.setString(i, value.toString());
    } else if (value instanceof Boolean flag) {
      statement.setBoolean(i, flag);
    } else if (value instanceof Number number) {
      bindNumber(statement, i, number);
    } else {
      bindMoment(statement, i, value);
    }
  }

  private static void bindNumber(PreparedStatement statement, int i, Number value)
      throws SQLException {
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      statement.setLong(i, value.longValue());
    } else if (value instanceof Double || value instanceof Float) {
      statement.setDouble(i, Double.parseDouble(value.toString()));
    } else if (value instanceof BigDecimal decimal) {
      statement.setBigDecimal(i, decimal);
    } else if (value instanceof BigInteger integer) {
      statement.setBigDecimal(i, new BigDecimal(integer));
    } else {
      throw unsupported(i, value);
    }
  }

  private static void bindMoment(PreparedStatement statement, int i, Object value)
      throws SQLException {
    if (value instanceof Instant instant) {
      statement.setObject(i, instant.toString(), Types.TIMESTAMP_WITH_TIMEZONE);
    } else if (value instanceof OffsetDateTime moment) {
      statement.setObject(i, moment.toInstant().toString(), Types.TIMESTAMP_WITH_TIMEZONE);
    } else if (value instanceof ZonedDateTime moment) {
      statement.setObject(i, moment.toInstant().toString(), Types.TIMESTAMP_WITH_TIMEZONE);
    } else if (value instanceof Timestamp timestamp) {
      statement.setObject(i, timestamp.toInstant().toString(), Types.TIMESTAMP_WITH_TIMEZONE);
    } else if (value instanceof java.sql.Date date) {
      statement.setObject(i, date.toLocalDate().toString(), Types.DATE);
    } else if (value instanceof java.util.Date date) {
      statement.setObject(
          i, Instant.ofEpochMilli(date.getTime()).toString(), Types.TIMESTAMP_WITH_TIMEZONE);
    } else if (value instanceof LocalDateTime wallClock) {
      statement.setObject(i, wallClock.toString(), Types.TIMESTAMP);
    } else if (value instanceof LocalDate date) {
      statement.setObject(i, date.toString(), Types.DATE);
    } else {
      throw unsupported(i, value);
    }
  }

  private static DatabricksException unsupported(int i, Object value) {
    return new DatabricksException(
        Reason.INVALID,
        "Parameter number "
            + i
            + " is a "
            + value.getClass().getName()
            + ", which has no SQL type. Bind a text, number, boolean, date or time, or a list of these.");
  }
}
