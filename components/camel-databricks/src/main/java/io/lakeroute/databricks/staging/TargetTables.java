// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.databricks.sdk.service.catalog.ColumnInfo;
import com.databricks.sdk.service.catalog.DataSourceFormat;
import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.statement.guard.ScalarExpressions;
import io.lakeroute.databricks.unity.UnityCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the table that an endpoint writes to from Unity Catalog, and remembers it for a while.
 * Thread-safe.
 */
public final class TargetTables {

  private static final long FRESH_NANOS = Duration.ofSeconds(60).toNanos();

  private final ObjectName name;
  private final UnityCatalog unity;
  private Optional<TargetTable> known = Optional.empty();
  private long readAt;

  public TargetTables(WorkspaceConnection connection, ObjectName name) {
    this.name = name;
    this.unity = new UnityCatalog(connection);
  }

  public ObjectName name() {
    return name;
  }

  /** The table as it was a minute ago at most. */
  public synchronized TargetTable table() {
    if (known.isEmpty() || System.nanoTime() - readAt > FRESH_NANOS) {
      return reread();
    }
    return known.get();
  }

  /** The table as it is now. */
  public synchronized TargetTable reread() {
    readAt = System.nanoTime();
    TargetTable table = read(name, unity.table("Cannot read the columns of", name));
    known = Optional.of(table);
    return table;
  }

  /** The warehouse did not take what fitted the table as we know it. */
  public synchronized void forget() {
    known = Optional.empty();
  }

  /**
   * A table as Unity Catalog describes it.
   *
   * @throws DatabricksException INVALID when it is no Delta table
   */
  public static TargetTable read(ObjectName name, TableInfo info) {
    if (info.getDataSourceFormat() != DataSourceFormat.DELTA) {
      throw new DatabricksException(
          Reason.INVALID,
          "Cannot write to "
              + name
              + ": it is no Delta table but "
              + (info.getTableType() == null ? "something else" : info.getTableType())
              + ".");
    }
    List<ColumnInfo> ordered = new ArrayList<>();
    if (info.getColumns() != null) {
      ordered.addAll(info.getColumns());
    }
    ordered.sort(
        Comparator.comparing(
            ColumnInfo::getPosition, Comparator.nullsLast(Comparator.naturalOrder())));
    ScalarExpressions expressions = new ScalarExpressions();
    return new TargetTable(
        name, ordered.stream().map(column -> column(column, expressions)).toList());
  }

  private static TargetColumn column(ColumnInfo column, ScalarExpressions expressions) {
    ColumnType type =
        ColumnTypeReader.read(column.getTypeJson(), String.valueOf(column.getTypeText()));
    return new TargetColumn(
        column.getName(),
        type,
        // Unity Catalog leaves the field out for a nullable column.
        !Boolean.FALSE.equals(column.getNullable()),
        ColumnTypeReader.missing(column.getTypeJson(), type, expressions));
  }
}
