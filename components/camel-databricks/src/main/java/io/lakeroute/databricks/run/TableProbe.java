// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import com.databricks.sdk.service.catalog.DataSourceFormat;
import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.statement.read.LargeResults;
import io.lakeroute.databricks.statement.read.NamedStatement;
import io.lakeroute.databricks.unity.UnityCatalog;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at a table before a run reads it, and opens its statements. For one run. */
public final class TableProbe {

  private final WorkspaceConnection connection;
  private final LargeResults statements;
  private final ObjectName table;
  private final Optional<String> runId;
  private final UnityCatalog unity;

  /**
   * A table as it is now.
   *
   * @param id another one under the same name has another
   * @param version the latest; empty for what has no versions to read, such as a view
   */
  public record State(String id, OptionalLong version) {}

  /**
   * @param runId query tag of the statements
   */
  public TableProbe(
      WorkspaceConnection connection,
      LargeResults statements,
      ObjectName table,
      Optional<String> runId) {
    this.runId = runId;
    this.connection = connection;
    this.statements = statements;
    this.table = table;
    this.unity = new UnityCatalog(connection);
  }

  public State state() {
    return state(info());
  }

  /** The same, where it is known what Unity Catalog knows about the table. */
  public State state(TableInfo info) {
    return new State(
        id(info), versioned(info) ? OptionalLong.of(latestVersion()) : OptionalLong.empty());
  }

  /** Databricks shows no history of a table that has policies, and no earlier version. */
  private static boolean versioned(TableInfo info) {
    return info.getDataSourceFormat() == DataSourceFormat.DELTA
        && !view(info)
        && !filtersRows(info)
        && !masksColumns(info);
  }

  /** Whether it is a view of any kind. */
  public static boolean view(TableInfo info) {
    return info.getTableType() != null && info.getTableType().name().endsWith("VIEW");
  }

  /** Whether principals see some rows only. */
  public static boolean filtersRows(TableInfo info) {
    return info.getRowFilter() != null;
  }

  /** Whether principals see other values in some columns. */
  public static boolean masksColumns(TableInfo info) {
    return info.getColumns() != null
        && info.getColumns().stream().anyMatch(column -> column.getMask() != null);
  }

  /** What Unity Catalog knows about the table. */
  public TableInfo info() {
    return unity.table("Cannot read what is known about", table);
  }

  /** Whether a failure is what the server says of a version whose log or files are gone. */
  public static boolean unreadable(DatabricksException e) {
    return e.getReason() == Reason.INVALID || e.getReason() == Reason.NOT_FOUND;
  }

  /** The id that another table of the same name does not have; its name where it has none. */
  public String id(TableInfo info) {
    return info.getTableId() == null ? table.fullName() : info.getTableId();
  }

  private long latestVersion() {
    Object[] row = one("DESCRIBE HISTORY " + table.quoted() + " LIMIT 1", Map.of());
    return ((Number) row[0]).longValue();
  }

  /**
   * The rows of a statement.
   *
   * @param maxRows rows to read at most, 0 for all
   * @param portion rows that will be asked for at once
   */
  public RowSource open(String sql, Map<String, Object> parameters, long maxRows, int portion) {
    return statements.open(NamedStatement.parse(sql), parameters, maxRows, portion, runId);
  }

  /** The only row of a statement, such as a count. */
  Object[] one(String sql, Map<String, Object> parameters) {
    try (RowSource rows = open(sql, parameters, 1, 1)) {
      Rows first = rows.read(1);
      return first.row(0);
    } catch (SQLException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabricksException(
          Reason.UNAVAILABLE, "Interrupted while looking at " + table + ".");
    }
  }

  /** The number that a statement counts. */
  public long count(String sql, Map<String, Object> parameters) {
    return ((Number) one(sql, parameters)[0]).longValue();
  }

  private DatabricksException failure(SQLException e) {
    return ErrorClassifier.failure("Cannot look at " + table + " on " + connection, e);
  }

  /** The columns at a version, or now where there are no versions. */
  public List<Column> columns(OptionalLong version) {
    String at = version.isPresent() ? " VERSION AS OF " + version.getAsLong() : "";
    String sql = "SELECT * FROM " + table.quoted() + at + " LIMIT 0";
    try (RowSource rows = open(sql, Map.of(), 0, 1)) {
      return rows.columns();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
