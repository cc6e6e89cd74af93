// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.statement.read.NamedStatement;
import java.util.ArrayList;
import java.util.List;

/**
 * The one statement of a sample. Its rows are the sample's; the statistics stand beside them, the
 * same in every row, so that everything is read once and keeps its type. Immutable.
 *
 * <p>Columns of the result are found by their place: {@code shown} values first, then the number of
 * rows looked at, then for each column that is read what is known about it, then the number of all
 * rows.
 */
record SampleStatement(
    ObjectName table, List<SampledColumn> columns, SampleLimits limits, boolean countAll) {

  private static final String OVER = " OVER ()";

  NamedStatement.Bound bound() {
    return new NamedStatement.Bound(sql());
  }

  String sql() {
    List<String> inner = new ArrayList<>();
    List<String> outer = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).read()) {
        inner.add(columns.get(i).quoted() + " AS c" + i);
      }
      if (columns.get(i).shown()) {
        outer.add(columns.get(i).value("c" + i, limits.valueLength()) + " AS v" + i);
      }
    }
    if (inner.isEmpty()) {
      inner.add("1 AS c");
    }
    outer.add(statistics() ? "count(*)" + OVER + " AS looked_at" : "1 AS looked_at");
    if (statistics()) {
      for (int i = 0; i < columns.size(); i++) {
        statistics(columns.get(i), i, outer);
      }
      if (countAll) {
        outer.add("(SELECT count(*) FROM " + table.quoted() + ") AS all_rows");
      }
    }
    return "WITH sampled AS (SELECT "
        + String.join(", ", inner)
        + " FROM "
        + table.quoted()
        + (limits.mode() == SampleMode.RANDOM ? " ORDER BY rand()" : "")
        + " LIMIT "
        + Math.max(limits.rows(), limits.statisticsRows())
        + ") SELECT "
        + String.join(", ", outer)
        + " FROM sampled LIMIT "
        + limits.rows();
  }

  private boolean statistics() {
    return limits.statisticsRows() > 0;
  }

  private void statistics(SampledColumn column, int i, List<String> outer) {
    String c = "c" + i;
    if (column.read()) {
      outer.add("count(" + c + ")" + OVER + " AS f" + i);
    }
    if (column.counted()) {
      outer.add("approx_count_distinct(" + c + ")" + OVER + " AS d" + i);
    }
    if (column.ordered()) {
      outer.add(column.value("min(" + c + ")" + OVER, limits.valueLength()) + " AS l" + i);
      outer.add(column.value("max(" + c + ")" + OVER, limits.valueLength()) + " AS h" + i);
    }
  }
}
