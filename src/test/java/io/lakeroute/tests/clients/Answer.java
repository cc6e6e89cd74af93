// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Writes what a driver answers as text, so that two answers can be compared; stateless. */
final class Answer {
  private static final Pattern ERROR_CLASS = Pattern.compile("\\[([A-Z0-9_.]{4,})\\]");

  /** Something to ask a connection. */
  @FunctionalInterface
  interface Question {
    String ask(Connection connection) throws SQLException;
  }

  private Answer() {}

  /** The answer, or the failure with its SQLSTATE and its error class. */
  static String to(Question question, Connection connection) {
    try {
      return question.ask(connection);
    } catch (SQLException e) {
      String text = String.valueOf(e.getMessage());
      var errorClass = ERROR_CLASS.matcher(text);
      return "failed %s %s"
          .formatted(e.getSQLState(), errorClass.find() ? errorClass.group(1) : "-");
    } catch (RuntimeException e) {
      return "broke with " + e; // the driver's own mistake, or a reply it cannot read
    }
  }

  /** Runs any statement: rows with their types, or an update count. */
  static Question statement(String sql) {
    return connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.execute(sql)
            ? rows(statement.getResultSet())
            : "updated " + statement.getUpdateCount();
      }
    };
  }

  static Question prepared(String sql, Object... parameters) {
    return connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) {
          bind(statement, i + 1, parameters[i]);
        }
        return statement.execute()
            ? rows(statement.getResultSet())
            : "updated " + statement.getUpdateCount();
      }
    };
  }

  /** With each type's own setter: the driver's setObject refuses some of them. */
  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    if (value instanceof BigDecimal decimal) {
      statement.setBigDecimal(index, decimal);
    } else if (value instanceof Date date) {
      statement.setDate(index, date);
    } else if (value instanceof Timestamp timestamp) {
      statement.setTimestamp(index, timestamp);
    } else if (value instanceof Boolean truth) {
      statement.setBoolean(index, truth);
    } else {
      statement.setObject(index, value);
    }
  }

  /** The columns with their types, then every row. */
  static String rows(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    var head = new StringJoiner(", ");
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      head.add(
          "%s %s/%d"
              .formatted(
                  columns.getColumnName(i),
                  columns.getColumnTypeName(i),
                  columns.getColumnType(i)));
    }
    return String.join("\n", prepend(head.toString(), values(rows, columns.getColumnCount())));
  }

  /** Selected columns of a metadata result, sorted: JDBC drivers order them in different ways. */
  static String columns(ResultSet rows, String... names) throws SQLException {
    List<String> lines = new ArrayList<>();
    while (rows.next()) {
      var line = new StringJoiner(" | ");
      for (String name : names) {
        String value = rows.getString(name);
        line.add(value != null && value.isEmpty() ? "\"\"" : String.valueOf(value));
      }
      lines.add(line.toString());
    }
    lines.sort(null);
    return String.join("\n", prepend(String.join(" | ", names), lines));
  }

  private static List<String> values(ResultSet rows, int columns) throws SQLException {
    List<String> lines = new ArrayList<>();
    while (rows.next()) {
      var line = new StringJoiner(" | ");
      for (int i = 1; i <= columns; i++) {
        Object value = rows.getObject(i);
        line.add(value == null ? "NULL" : text(value) + " : " + value.getClass().getSimpleName());
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
  }

  private static List<String> prepend(String head, List<String> lines) {
    List<String> all = new ArrayList<>(Arrays.asList(head));
    all.addAll(lines);
    return all;
  }
}
