// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Checks the values of rows and makes the texts of them that the types of their columns read. For
 * one thread.
 */
public final class RowTexts {

  private static final int LEFT_OUT = -1;

  private final List<TargetColumn> columns;
  private final boolean chosen;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Set<String> extras;
  private long rows;

  /**
   * @param chosen whether columns were chosen, so that other fields of rows are left out
   * @param extras fields that are left out in any case unless they are columns
   */
  public RowTexts(List<TargetColumn> columns, boolean chosen, Set<String> extras) {
    this.columns = List.copyOf(columns);
    this.chosen = chosen;
    this.extras = Set.copyOf(extras);
  }

  /** Rows so far. */
  public long rows() {
    return rows;
  }

  /**
   * The texts of a row in the order of the columns, null for a value that is null or missing.
   *
   * @throws DatabricksException INVALID for a value that does not fit, or a field without a column;
   *     names row and column, never the value
   */
  public String[] of(Map<String, ?> row) {
    rows++;
    String[] texts = new String[columns.size()];
    boolean[] seen = new boolean[texts.length];
    for (Map.Entry<String, ?> field : row.entrySet()) {
      int position = positions.computeIfAbsent(field.getKey(), this::position);
      if (position == LEFT_OUT) {
        continue;
      }
      TargetColumn column = columns.get(position);
      if (seen[position]) {
        throw invalid("has two fields for column '" + column.name() + "'");
      }
      seen[position] = true;
      if (field.getValue() != null) {
        texts[position] = text(column, field.getValue());
      }
    }
    return texts;
  }

  private String text(TargetColumn column, Object value) {
    try {
      return column.type().text(value);
    } catch (Misfit misfit) {
      throw invalid(
          "column '%s' (%s): the value%s %s"
              .formatted(
                  column.name(),
                  column.type().sql(),
                  misfit.path().isEmpty() ? "" : " at " + misfit.path(),
                  misfit.problem()));
    }
  }

  private int position(String field) {
    String name = field.toLowerCase(Locale.ROOT);
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().toLowerCase(Locale.ROOT).equals(name)) {
        return i;
      }
    }
    if (chosen || extras.contains(field)) {
      return LEFT_OUT;
    }
    throw invalid(
        "has the field '%s', which the first rows and the declared columns lack. There are: %s. Declare it in the option columns, or choose others with fields"
            .formatted(
                field, String.join(", ", columns.stream().map(TargetColumn::name).toList())));
  }

  private DatabricksException invalid(String problem) {
    return new DatabricksException(
        Reason.INVALID, "Row " + rows + " cannot be exported: " + problem + ".");
  }
}
