// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowCursor;
import io.lakeroute.databricks.statement.read.NamedStatement;
import io.lakeroute.databricks.statement.read.OpenResult;
import io.lakeroute.databricks.statement.read.StatementRunner;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds size, files and row count of Delta tables, which the table's log tells to a statement; views
 * stay as they are, because counting one may mean computing it. Thread-safe.
 */
public final class TableDetails implements ListObjects.Details {

  private final WorkspaceConnection connection;
  private final StatementRunner runner;

  public TableDetails(WorkspaceConnection connection, StatementRunner runner) {
    this.connection = connection;
    this.runner = runner;
  }

  @Override
  public Map<String, Object> of(Map<String, Object> entry, Optional<String> run) {
    if (!Boolean.TRUE.equals(entry.get("delta"))) {
      return entry;
    }
    String table = ObjectName.parse((String) entry.get("object")).quoted();
    try {
      Map<String, Object> detail = row("DESCRIBE DETAIL " + table, run);
      entry.put("sizeInBytes", detail.get("sizeInBytes"));
      entry.put("files", detail.get("numFiles"));
      entry.put("rowCount", row("SELECT count(*) AS n FROM " + table, run).get("n"));
    } catch (DatabricksException e) {
      // One table the principal may list and not read is no reason to hide all others.
      if (e.getReason() != Reason.FORBIDDEN && e.getReason() != Reason.NOT_FOUND) {
        throw e;
      }
      entry.put("detailsRefused", e.getMessage());
    }
    return entry;
  }

  private Map<String, Object> row(String sql, Optional<String> run) {
    try (OpenResult result = runner.run(new NamedStatement.Bound(sql), 1, run)) {
      return result.read(TableDetails::row);
    } catch (SQLException e) {
      throw ErrorClassifier.failure("Cannot read the details of a table on " + connection, e);
    }
  }

  private static Map<String, Object> row(RowCursor rows) throws SQLException {
    Map<String, Object> row = new HashMap<>();
    if (rows.next()) {
      Object[] values = rows.values();
      List<Column> columns = rows.columns();
      for (int i = 0; i < values.length; i++) {
        row.put(columns.get(i).name(), values[i]);
      }
    }
    return row;
  }
}
