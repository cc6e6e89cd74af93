// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Hands values to the driver, or puts them into the words of the REST API. Stateless. */
public final class ParameterBinder {

  private ParameterBinder() {}

  static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 1; i <= values.size(); i++) {
      bind(statement, i, ParameterValue.of(i, values.get(i - 1)));
    }
  }

  private static void bind(PreparedStatement statement, int i, ParameterValue value)
      throws SQLException {
    if (value.text().isEmpty()) {
      statement.setNull(i, Types.VARCHAR);
      return;
    }
    String text = value.text().get();
    switch (value.type()) {
      case STRING -> statement.setString(i, text);
      case BOOLEAN -> statement.setBoolean(i, Boolean.parseBoolean(text));
      case BIGINT -> statement.setLong(i, Long.parseLong(text));
      case DOUBLE -> statement.setDouble(i, Double.parseDouble(text));
      case DECIMAL -> statement.setBigDecimal(i, new BigDecimal(text));
      case DATE -> statement.setObject(i, text, Types.DATE);
      case TIMESTAMP -> statement.setObject(i, text, Types.TIMESTAMP_WITH_TIMEZONE);
      case TIMESTAMP_NTZ -> statement.setObject(i, text, Types.TIMESTAMP);
    }
  }

  /** Named as {@link NamedStatement.Markers#NAMES} names their markers. */
  public static List<StatementParameterListItem> named(NamedStatement.Bound bound) {
    List<Object> values = bound.values();
    List<StatementParameterListItem> items = new ArrayList<>(values.size());
    for (int i = 1; i <= values.size(); i++) {
      ParameterValue value = ParameterValue.of(i, values.get(i - 1));
      items.add(
          new StatementParameterListItem()
              .setName(bound.name(i))
              .setType(typeText(value))
              .setValue(value.text().orElse(null)));
    }
    return items;
  }

  /** A bare DECIMAL would be DECIMAL(10,0). */
  private static String typeText(ParameterValue value) {
    if (value.type() != ParameterValue.Type.DECIMAL || value.text().isEmpty()) {
      return value.type().name();
    }
    BigDecimal number = new BigDecimal(value.text().get());
    int scale = Math.max(number.scale(), 0);
    int precision = Math.max(number.precision(), Math.max(scale, 1));
    return "DECIMAL(" + precision + "," + scale + ")";
  }
}
