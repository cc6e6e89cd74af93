// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowCursor;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the rows of a {@link SampleStatement} apart. For one result and one thread. */
final class SampleResult {

  private final SampleStatement statement;
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final Map<String, Object> statistics = new HashMap<>();

  SampleResult(SampleStatement statement) {
    this.statement = statement;
  }

  SampleResult read(RowCursor cursor) throws SQLException {
    List<Column> columns = cursor.columns();
    while (cursor.next()) {
      Object[] values = cursor.values();
      Map<String, Object> byAlias = new HashMap<>();
      for (int i = 0; i < values.length; i++) {
        byAlias.put(columns.get(i).name(), values[i]);
      }
      if (rows.isEmpty()) {
        statistics.putAll(byAlias);
      }
      rows.add(row(byAlias));
    }
    return this;
  }

  private Map<String, Object> row(Map<String, Object> byAlias) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < statement.columns().size(); i++) {
      SampledColumn column = statement.columns().get(i);
      if (column.shown()) {
        row.put(column.name(), column.shown(byAlias.get("v" + i), length()));
      }
    }
    return row;
  }

  List<Map<String, Object>> rows() {
    return rows;
  }

  /** How many rows the statistics are made from. */
  long lookedAt() {
    return rows.isEmpty() || !hasStatistics() ? rows.size() : (Long) statistics.get("looked_at");
  }

  /** How many rows the table or view has, or null where that is not known. */
  Long rowCount() {
    int read = Math.max(statement.limits().rows(), statement.limits().statisticsRows());
    return lookedAt() < (hasStatistics() ? read : statement.limits().rows())
        ? Long.valueOf(lookedAt())
        : (Long) statistics.get("all_rows");
  }

  /** Adds what is known about the values of a column. */
  void describe(int i, Map<String, Object> entry) {
    SampledColumn column = statement.columns().get(i);
    if (!column.read() || !hasStatistics()) {
      return;
    }
    boolean empty = rows.isEmpty();
    entry.put("nulls", empty ? 0L : lookedAt() - (Long) statistics.get("f" + i));
    if (column.counted()) {
      entry.put("distinct", empty ? 0L : statistics.get("d" + i));
    }
    if (column.ordered()) {
      entry.put("min", column.shown(statistics.get("l" + i), length()));
      entry.put("max", column.shown(statistics.get("h" + i), length()));
    }
  }

  private boolean hasStatistics() {
    return statement.limits().statisticsRows() > 0;
  }

  private int length() {
    return statement.limits().valueLength();
  }
}
