package io.lakeroute.databricks.execute;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.dml.ChangeStatement;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes values as parameters of the Statement Execution API: text with an SQL type. Stateless. */
final class ValueParameters {

  private ValueParameters() {}

  /** The name of the value at that position. */
  static String name(int position) {
    return "p" + position;
  }

  static List<StatementParameterListItem> of(List<Object> values) {
    List<StatementParameterListItem> parameters = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      parameters.add(parameter(i, values.get(i)));
    }
    return parameters;
  }

  private static StatementParameterListItem parameter(int i, Object value) {
    if (value == null) {
      return ChangeStatement.parameter(name(i), "STRING", null);
    }
    if (value instanceof Number number) {
      return number(i, number);
    }
    if (value instanceof Boolean) {
      return ChangeStatement.parameter(name(i), "BOOLEAN", value.toString());
    }
    if (value instanceof CharSequence
        || value instanceof Character
        || value instanceof UUID
        || value instanceof Enum<?>) {
      return ChangeStatement.parameter(name(i), "STRING", value.toString());
    }
    return moment(i, value);
  }

  private static StatementParameterListItem number(int i, Number value) {
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      return ChangeStatement.parameter(name(i), "BIGINT", value.toString());
    }
    if (value instanceof Double || value instanceof Float) {
      return ChangeStatement.parameter(name(i), "DOUBLE", value.toString());
    }
    if (value instanceof BigDecimal decimal) {
      return decimal(i, decimal);
    }
    if (value instanceof BigInteger integer) {
      return decimal(i, new BigDecimal(integer));
    }
    throw unsupported(i, value);
  }

  private static StatementParameterListItem decimal(int i, BigDecimal value) {
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    String type =
        "DECIMAL(" + Math.max(plain.precision(), plain.scale()) + "," + plain.scale() + ")";
    return ChangeStatement.parameter(name(i), type, plain.toPlainString());
  }

  private static StatementParameterListItem moment(int i, Object value) {
    if (value instanceof Instant
        || value instanceof OffsetDateTime
        || value instanceof ZonedDateTime
        || (value instanceof java.util.Date && !(value instanceof java.sql.Date))) {
      return ChangeStatement.parameter(name(i), "TIMESTAMP", instant(value).toString());
    }
    if (value instanceof LocalDateTime) {
      return ChangeStatement.parameter(name(i), "TIMESTAMP_NTZ", value.toString());
    }
    if (value instanceof LocalDate || value instanceof java.sql.Date) {
      return ChangeStatement.parameter(name(i), "DATE", value.toString());
    }
    throw unsupported(i, value);
  }

  private static Instant instant(Object value) {
    if (value instanceof OffsetDateTime moment) {
      return moment.toInstant();
    }
    if (value instanceof ZonedDateTime moment) {
      return moment.toInstant();
    }
    return value instanceof java.util.Date date
        ? Instant.ofEpochMilli(date.getTime()).plusNanos(nanosBelowMillis(date))
        : (Instant) value;
  }

  private static long nanosBelowMillis(java.util.Date date) {
    return date instanceof java.sql.Timestamp timestamp ? timestamp.getNanos() % 1_000_000 : 0;
  }

  private static DatabricksException unsupported(int i, Object value) {
    return new DatabricksException(
        Reason.INVALID,
        "Parameter number "
            + (i + 1)
            + " is a "
            + value.getClass().getName()
            + ", which has no SQL type. Bind a text, number, boolean, date or time, or a list of these.");
  }
}
