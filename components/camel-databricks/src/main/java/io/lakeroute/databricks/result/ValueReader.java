package io.lakeroute.databricks.result;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Locale;

/**
 * Reads one column as one of the value types of a row: Long, Double, BigDecimal, Instant,
 * LocalDateTime, LocalDate, Boolean, byte[], String, List, Map. Stateless.
 */
@FunctionalInterface
interface ValueReader {

  /** The value of the current row, or null where the database has NULL. */
  Object read(ResultSet row, int column) throws SQLException;

  /** The reader for an SQL type as the driver spells it. */
  static ValueReader of(String typeText) {
    String type = typeText.toUpperCase(Locale.ROOT);
    int bracket = type.indexOf('(') >= 0 ? type.indexOf('(') : type.length();
    int angle = type.indexOf('<') >= 0 ? type.indexOf('<') : type.length();
    return switch (type.substring(0, Math.min(bracket, angle)).strip()) {
      case "TINYINT", "BYTE", "SMALLINT", "SHORT", "INT", "INTEGER" -> ValueReader::integer;
      case "FLOAT", "REAL" -> ValueReader::shortestDecimal;
      case "DATE" ->
          (row, i) -> row.getObject(i) instanceof Date date ? WallClock.date(date) : null;
      case "TIMESTAMP" ->
          (row, i) -> row.getObject(i) instanceof Timestamp t ? WallClock.instant(t) : null;
      case "TIMESTAMP_NTZ" ->
          (row, i) -> row.getObject(i) instanceof Timestamp t ? WallClock.dateTime(t) : null;
      case "ARRAY", "MAP", "STRUCT" -> nested(SqlType.parse(typeText));
      case "BIGINT",
          "LONG",
          "DOUBLE",
          "DECIMAL",
          "BOOLEAN",
          "STRING",
          "VARCHAR",
          "CHAR",
          "BINARY" ->
          ResultSet::getObject;
      default -> ValueReader::text;
    };
  }

  private static ValueReader nested(SqlType type) {
    return (row, i) -> {
      Object value = row.getObject(i);
      return value == null ? null : NestedValue.parse(value.toString(), type);
    };
  }

  private static Object integer(ResultSet row, int i) throws SQLException {
    return row.getObject(i) instanceof Number number ? number.longValue() : null;
  }

  /** 0.1f is to read 0.1, not the 0.10000000149011612 that widening makes of it. */
  private static Object shortestDecimal(ResultSet row, int i) throws SQLException {
    return row.getObject(i) instanceof Number number ? Double.valueOf(number.toString()) : null;
  }

  /** VARIANT as its JSON text, intervals and geometries as their literals. */
  private static Object text(ResultSet row, int i) throws SQLException {
    Object value = row.getObject(i);
    return value == null ? null : value.toString();
  }
}
