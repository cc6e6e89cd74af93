// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.staging.Delivery;
import io.lakeroute.databricks.staging.MessageRows;
import io.lakeroute.databricks.staging.RowBatch;
import io.lakeroute.databricks.staging.RowsSql;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.staging.TargetTable;
import io.lakeroute.databricks.staging.TargetTables;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import io.lakeroute.databricks.statement.change.ChangeStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Writes batches by MERGE on keys: the last row of a key counts, columns that a row lacks keep what
 * they have, and a row that changes nothing is left alone. Thread-safe.
 */
final class MergeWriter implements TableWriter {

  private final ChangeRunner runner;
  private final TargetTables tables;
  private final List<String> keys;

  MergeWriter(ChangeRunner runner, TargetTables tables, List<String> keys) {
    this.runner = runner;
    this.tables = tables;
    this.keys = keys;
  }

  @Override
  public void write(Delivery delivery, MessageRows rows, Tally written, Exchange exchange) {
    TargetTable table = tables.table();
    List<TargetColumn> keyColumns = keyColumns(table);
    Optional<RowBatch> batch = rows.current();
    while (batch.isPresent()) {
      written.add(
          runner.run(
              new ChangeStatement(
                  "Cannot merge into " + table.name(),
                  new MergeSql(table.name(), batch.get(), keyColumns).text(),
                  RowsSql.parameters(batch.get()),
                  true),
              delivery.givenRunId()));
      rows.written();
      batch = rows.current();
    }
  }

  private List<TargetColumn> keyColumns(TargetTable table) {
    List<TargetColumn> columns = new ArrayList<>();
    for (String key : keys) {
      TargetColumn column = table.column(key).orElseThrow(() -> unknown(table, key));
      if (!column.type().comparable()) {
        throw new DatabricksException(
            Reason.CONFIGURATION,
            "Column '"
                + column.name()
                + "' of "
                + table.name()
                + " is a "
                + column.type().sql()
                + ", which cannot be a key.");
      }
      columns.add(column);
    }
    return columns;
  }

  private static DatabricksException unknown(TargetTable table, String key) {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "The option keys names '"
            + key
            + "', which "
            + table.name()
            + " lacks. There are: "
            + table.columnNames()
            + ".");
  }
}
