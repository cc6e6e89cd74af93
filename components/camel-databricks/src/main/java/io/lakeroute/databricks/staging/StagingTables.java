// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.databricks.sdk.service.catalog.ColumnInfo;
import com.databricks.sdk.service.catalog.ListTablesRequest;
import com.databricks.sdk.service.catalog.TableInfo;
import com.databricks.sdk.service.catalog.TablesAPI;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import io.lakeroute.databricks.statement.change.ChangeStatement;
import io.lakeroute.databricks.unity.UnityCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the staging tables of one target and gets rid of them. Thread-safe. */
public final class StagingTables {

  private static final Logger LOG = LoggerFactory.getLogger(StagingTables.class);

  private static final Duration SHORTEST = Duration.ofHours(1);

  private final WorkspaceConnection connection;
  private final ChangeRunner runner;
  private final ObjectName target;
  private final ObjectName schema;
  private final Duration retention;
  private final String prefix;
  private final TablesAPI tables;
  private final UnityCatalog unity;

  /**
   * @param schema any name in the schema in which they lie
   * @param retention after which those of runs that never ended are dropped
   */
  public StagingTables(
      WorkspaceConnection connection,
      ChangeRunner runner,
      ObjectName target,
      ObjectName schema,
      Duration retention) {
    this(connection, runner, target, schema, retention, StagingTable.prefix(target));
  }

  private StagingTables(
      WorkspaceConnection connection,
      ChangeRunner runner,
      ObjectName target,
      ObjectName schema,
      Duration retention,
      String prefix) {
    this.prefix = prefix;
    this.connection = connection;
    this.runner = runner;
    this.target = target;
    this.schema = schema;
    this.retention = retention;
    this.tables = new TablesAPI(connection.api());
    this.unity = new UnityCatalog(connection);
  }

  /**
   * Of exports: those of runs that ended without cleaning up are dropped by the next run.
   *
   * @param audience tells exports to the same table apart; may be empty
   */
  public static StagingTables ofExports(
      WorkspaceConnection connection,
      ChangeRunner runner,
      ObjectName target,
      ObjectName schema,
      String audience) {
    return new StagingTables(
        connection,
        runner,
        target,
        schema,
        Duration.ZERO,
        StagingTable.exportPrefix(target, audience));
  }

  /**
   * Of batches that are staged.
   *
   * @param retention an hour at least: no batch takes so long
   */
  public static StagingTables ofBatches(
      WorkspaceConnection connection,
      ChangeRunner runner,
      ObjectName target,
      ObjectName schema,
      Duration retention) {
    return new StagingTables(
        connection,
        runner,
        target,
        schema,
        retention.compareTo(SHORTEST) < 0 ? SHORTEST : retention,
        StagingTable.batchPrefix(target));
  }

  /** After which what a run or a batch left behind is removed. */
  public Duration retention() {
    return retention;
  }

  /** A table for one attempt. */
  public StagingTable fresh() {
    return StagingTable.fresh(prefix, schema);
  }

  public StagingTable of(Delivery delivery) {
    return StagingTable.of(target, schema.catalog(), schema.schema(), delivery.runId());
  }

  /** Creates the table unless it is there, after a look for those that were left behind. */
  public void create(StagingTable staging, TargetTable table, Optional<String> run) {
    dropLeftBehind(Optional.of(staging));
    runner.run(
        new ChangeStatement(
            "Cannot create the staging table of " + target, staging.create(table), List.of(), true),
        run);
  }

  /**
   * Creates the table for columns alone.
   *
   * @param columnMapping whether names may hold blanks and the like
   */
  public void create(
      StagingTable staging,
      List<TargetColumn> columns,
      boolean columnMapping,
      Optional<String> run) {
    runner.run(
        new ChangeStatement(
            "Cannot create the staging table of " + target,
            staging.create(columns, columnMapping),
            List.of(),
            true),
        run);
  }

  /** The names of its columns, which stay as they were when the run began. */
  public List<String> columns(StagingTable staging) {
    Collection<ColumnInfo> columns =
        unity.table("Cannot read the columns of", staging.name()).getColumns();
    return columns == null ? List.of() : columns.stream().map(ColumnInfo::getName).toList();
  }

  /** A staging table that stays does no harm but take room, so that nothing fails for it. */
  public void drop(StagingTable staging) {
    drop(staging.name());
  }

  private void drop(ObjectName name) {
    try {
      runner.run(
          new ChangeStatement(
              "Cannot drop " + name, new StagingTable(name).drop(), List.of(), true),
          Optional.empty());
    } catch (DatabricksException e) {
      LOG.warn(
          "The staging table {} stays, until a later run on {} drops it: {}",
          name,
          target,
          e.getMessage());
    }
  }

  /** Drops the tables that were left behind. */
  public void dropLeftBehind() {
    dropLeftBehind(Optional.empty());
  }

  private void dropLeftBehind(Optional<StagingTable> own) {
    long oldest = Instant.now().minus(retention).toEpochMilli();
    try {
      for (TableInfo table : list()) {
        if (table.getName().startsWith(prefix)
            && own.filter(each -> each.name().object().equals(table.getName())).isEmpty()
            && table.getCreatedAt() != null
            && (retention.isZero() || table.getCreatedAt() < oldest)) {
          LOG.info("Dropping {}, which a run left behind", table.getFullName());
          drop(new ObjectName(schema.catalog(), schema.schema(), table.getName()));
        }
      }
    } catch (DatabricksException e) {
      LOG.warn("Staging tables that runs left behind cannot be looked for: {}", e.getMessage());
    }
  }

  private List<TableInfo> list() {
    return connection
        .rest()
        .call(
            "Cannot list the tables of " + schema.catalog() + "." + schema.schema(),
            () -> {
              List<TableInfo> all = new ArrayList<>();
              tables
                  .list(
                      new ListTablesRequest()
                          .setCatalogName(schema.catalog())
                          .setSchemaName(schema.schema())
                          .setOmitColumns(true)
                          .setOmitProperties(true)
                          .setMaxResults(0L))
                  .forEach(all::add);
              return all;
            });
  }
}
