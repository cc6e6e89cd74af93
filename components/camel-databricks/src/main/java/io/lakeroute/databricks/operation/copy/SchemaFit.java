// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.staging.TargetTable;
import java.util.List;
import java.util.Optional;

/**
 * Compares the columns of a run with those of its table. Immutable.
 *
 * @param table that is there
 */
record SchemaFit(CopyTools tools, TargetTable table) {

  /** Columns that the table lacks. */
  List<TargetColumn> added(List<TargetColumn> columns) {
    return columns.stream().filter(column -> table.column(column.name()).isEmpty()).toList();
  }

  /** Columns of the table that the run lacks. */
  List<TargetColumn> missing(List<TargetColumn> columns) {
    return table.columns().stream()
        .filter(
            there ->
                columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(there.name())))
        .toList();
  }

  /** Whether the table has these columns with the types of the run. */
  boolean has(List<String> names, List<TargetColumn> columns) {
    return names.stream()
        .allMatch(
            name ->
                columns.stream()
                    .filter(column -> column.name().equalsIgnoreCase(name))
                    .anyMatch(
                        column ->
                            table
                                .column(name)
                                .filter(there -> fits(column.type().sql(), there.type().sql()))
                                .filter(there -> !pads(column, there))
                                .isPresent()));
  }

  boolean same(List<TargetColumn> columns) {
    return added(columns).isEmpty() && missing(columns).isEmpty() && retyped(columns).isEmpty();
  }

  private Optional<TargetColumn> retyped(List<TargetColumn> columns) {
    return columns.stream()
        .filter(
            column ->
                table
                    .column(column.name())
                    .filter(there -> !fits(column.type().sql(), there.type().sql()))
                    .isPresent())
        .findFirst();
  }

  /** The warehouse checks the length of CHAR and VARCHAR. */
  private static boolean fits(String type, String there) {
    return type.equals(there) || (type.equals("STRING") && there.matches("(VAR)?CHAR\\(\\d+\\)"));
  }

  /** The columns with the table's CHAR in the place of STRING, so that equal values are equal. */
  List<TargetColumn> padded(List<TargetColumn> columns) {
    if (tools.settings().schemaChange() == SchemaChange.REPLACE && !same(columns)) {
      return columns; // The table gets the columns of the run.
    }
    return columns.stream()
        .map(
            column ->
                table
                    .column(column.name())
                    .filter(there -> pads(column, there))
                    .map(there -> new TargetColumn(column.name(), there.type(), column.nullable()))
                    .orElse(column))
        .toList();
  }

  /** A CHAR is read with blanks up to its length; a STRING that it is compared with is not. */
  private static boolean pads(TargetColumn column, TargetColumn there) {
    return column.type().sql().equals("STRING") && there.type().sql().startsWith("CHAR(");
  }

  /**
   * Fails unless the option schemaChange lets the columns become the table's.
   *
   * @throws DatabricksException CONFIGURATION, naming a column
   */
  void check(List<TargetColumn> columns) {
    if (tools.settings().schemaChange() == SchemaChange.REPLACE || columns.isEmpty()) {
      return;
    }
    retyped(columns)
        .ifPresent(
            column -> {
              throw wrong(
                  "column '%s' is a %s in the run and a %s in the table. Declare its type in the option columns, or set schemaChange=replace"
                      .formatted(
                          column.name(),
                          column.type().sql(),
                          table.column(column.name()).orElseThrow().type().sql()));
            });
    missing(columns).stream()
        .filter(
            column ->
                !column.nullable()
                    && !column.missing().byTable()
                    && column.missing().expression().isEmpty())
        .findFirst()
        .ifPresent(
            column -> {
              throw wrong("the run lacks column '%s', which is NOT NULL".formatted(column.name()));
            });
    if (tools.settings().schemaChange() == SchemaChange.FAIL && !same(columns)) {
      throw wrong(
          "the run has other columns than the table, and schemaChange=fail. New: %s. Missing: %s"
              .formatted(names(added(columns)), names(missing(columns))));
    }
  }

  private static String names(List<TargetColumn> columns) {
    return columns.isEmpty()
        ? "none"
        : String.join(", ", columns.stream().map(TargetColumn::name).toList());
  }

  private DatabricksException wrong(String problem) {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "Cannot export to %s: %s. Nothing was published.".formatted(table.name(), problem));
  }
}
