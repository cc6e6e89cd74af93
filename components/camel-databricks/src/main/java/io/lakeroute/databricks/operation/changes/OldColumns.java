// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.Column;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The columns of the version before a range that is bridged. Immutable. */
record OldColumns(List<Column> columns) {

  OldColumns {
    columns = List.copyOf(columns);
  }

  Optional<Column> named(String name) {
    return named(columns, name);
  }

  private static Optional<Column> named(List<Column> columns, String name) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }

  /**
   * Requires the keys, which join the versions, and structs of the same fields: a cast takes them
   * by their place, whatever their names.
   *
   * @throws DatabricksException INVALID
   */
  void requireComparable(ChangeTable table) {
    for (String key : table.keys()) {
      if (named(key).isEmpty()) {
        throw refused("The old version of " + table.name() + " has no column " + key + ".");
      }
    }
    for (Column column : table.columns()) {
      Optional<String> type = named(column.name()).map(Column::typeText);
      if (type.isPresent()
          && !type.get().equals(column.typeText())
          && type.get().toUpperCase(Locale.ROOT).contains("STRUCT<")) {
        throw refused(
            "The old version of %s has other fields in column %s."
                .formatted(table.name(), column.name()));
      }
    }
  }

  private static DatabricksException refused(String message) {
    return new DatabricksException(Reason.INVALID, message);
  }

  /**
   * Whether a column that is delivered may have had another name: it was not there, and another one
   * is gone. The old values are not found then.
   *
   * @param now all columns of the version that ends the range
   */
  boolean mayHaveOtherNames(ChangeTable table, List<Column> now) {
    return table.columns().stream().anyMatch(column -> named(column.name()).isEmpty())
        && columns.stream().anyMatch(column -> named(now, column.name()).isEmpty());
  }
}
