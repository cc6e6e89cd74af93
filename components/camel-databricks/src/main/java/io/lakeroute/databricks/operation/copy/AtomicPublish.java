package io.lakeroute.databricks.operation.copy;

import com.databricks.sdk.service.catalog.ColumnInfo;
import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.run.TableHistory.Commit;
import io.lakeroute.databricks.staging.SqlText;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.staging.TargetTables;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Publishes a run to a table that is there, in one commit. Immutable.
 *
 * @param run that is staged
 * @param info the table as Unity Catalog describes it
 */
record AtomicPublish(CopyTools tools, StagedRun run, TableInfo info) {

  /** Against writers that keep the table busy, such as OPTIMIZE. */
  private static final int ATTEMPTS = 4;

  Published publish() {
    ObjectName name = tools.target().table();
    SchemaFit fit = new SchemaFit(tools, TargetTables.read(name, info));
    fit.check(run.columns());
    tools.refuseOtherAudience(info, run.runId());
    boolean replaced =
        tools.settings().schemaChange() == SchemaChange.REPLACE && !fit.same(run.columns());
    if (replaced) {
      refusePartitions();
    }
    PublishSql sql = tools.sql(run);
    List<String> keys = tools.settings().keys();

    long seen = TargetState.of(tools, run).version();
    Map<String, Long> difference =
        !keys.isEmpty() && fit.has(keys, run.columns())
            ? Published.difference(tools.run(sql.difference(keys, seen), run.givenRunId()))
            : Map.of();
    long before =
        difference.isEmpty()
            ? tools.rows(seen, run)
            : difference.get("left") + difference.get("kept");
    refuseShrink(before, difference.getOrDefault("left", before - run.rows()));
    List<TargetColumn> added = replaced ? List.of() : fit.added(run.columns());
    if (!added.isEmpty()) {
      tools.run(sql.addColumns(added), run.givenRunId());
    }
    long last = unchangedSince(seen, added.isEmpty() ? 0 : 1);
    return tools.unbroken(
        run,
        () -> {
          commit(statement(sql, fit, replaced), last);
          Published published = new PublishedAudit(tools, run).of(last, before, difference);
          return replaced ? withComments(published) : published;
        });
  }

  /**
   * Publishes. A statement that lost to another writer wrote nothing; one whose reply is lost has
   * published if the table has one commit more.
   */
  private void commit(String statement, long seen) {
    for (int attempt = 1; ; attempt++) {
      try {
        tools.publish(statement, run.givenRunId());
        return;
      } catch (DatabricksException e) {
        if (e.getReason() == Reason.OUTCOME_UNKNOWN && committed(seen, e)) {
          return;
        }
        if (e.getReason() != Reason.CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
        unchangedSince(seen, 0);
      }
    }
  }

  private boolean committed(long seen, DatabricksException failure) {
    try {
      return TargetState.of(tools, run).since(seen).size() == 1;
    } catch (DatabricksException e) {
      throw tools.unknown(failure, e);
    }
  }

  private String statement(PublishSql sql, SchemaFit fit, boolean replaced) {
    if (replaced) {
      return sql.createOrReplace(Optional.ofNullable(info.getComment()), properties());
    }
    return tools.settings().publish() == PublishMode.MERGE
        ? sql.merge(tools.settings().keys(), fit.missing(run.columns()))
        : sql.overwrite();
  }

  /**
   * @param lost rows of the table that are gone after the publish
   */
  private void refuseShrink(long before, long lost) {
    Optional<BigDecimal> most = tools.settings().maxShrink();
    if (most.isEmpty() || before == 0) {
      return;
    }
    if (before < 0) {
      throw conflict("the rows of the table cannot be counted, and maxShrink needs them");
    }
    if (BigDecimal.valueOf(lost).compareTo(BigDecimal.valueOf(before).multiply(most.get())) > 0) {
      throw conflict(
          "the table would lose %d of its %d rows, more than maxShrink allows. Check the source, or raise maxShrink for this run"
              .formatted(lost, before));
    }
  }

  /** The latest version, if nobody else changed the table since the one that was compared. */
  private long unchangedSince(long seen, int own) {
    TargetState state = TargetState.of(tools, run);
    List<Commit> commits = state.since(seen);
    if (commits.size() > own) {
      throw conflict(
          "another writer changed the table in the meantime (version %d, %s). Start a new run"
              .formatted(commits.get(0).version(), commits.get(0).operation()));
    }
    return state.version();
  }

  private void refusePartitions() {
    if (info.getColumns() != null
        && info.getColumns().stream().anyMatch(column -> column.getPartitionIndex() != null)) {
      throw tools.refused(
          Reason.CONFIGURATION,
          run.runId(),
          "the table is partitioned, and schemaChange=replace would lose that. Change its columns with ALTER TABLE");
    }
  }

  /** A replaced table loses what is not restated. */
  private Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    if (info.getProperties() != null) {
      info.getProperties()
          .forEach(
              (key, value) -> {
                boolean ofDelta = key.startsWith("delta.");
                boolean derived =
                    key.startsWith("delta.feature.")
                        || key.startsWith("delta.last")
                        || key.startsWith("delta.min")
                        || key.startsWith("delta.columnMapping.max")
                        || key.startsWith("delta.constraints")
                        || key.startsWith("delta.rowTracking.")
                        || key.startsWith("clusteringColumns");
                if (!derived && (ofDelta || !key.startsWith("spark."))) {
                  properties.put(key, value);
                }
              });
    }
    if (tools.settings().columnMapping()) {
      properties.put("delta.columnMapping.mode", "name");
    }
    return properties;
  }

  /** The run is published: what fails from here on makes it short and is not repeated. */
  private Published withComments(Published published) {
    try {
      restoreComments();
      return published;
    } catch (DatabricksException e) {
      return published.shortOf("Comments of columns are lost: " + e.getMessage());
    }
  }

  private void restoreComments() {
    Collection<ColumnInfo> columns = info.getColumns() == null ? List.of() : info.getColumns();
    for (ColumnInfo column : columns) {
      boolean stays =
          run.columns().stream().anyMatch(each -> each.name().equalsIgnoreCase(column.getName()));
      if (stays && column.getComment() != null && !column.getComment().isEmpty()) {
        tools.run(
            "ALTER TABLE %s ALTER COLUMN %s COMMENT %s"
                .formatted(
                    tools.target().table().quoted(),
                    ObjectName.quote(column.getName()),
                    SqlText.literal(column.getComment())),
            run.givenRunId());
      }
    }
  }

  private DatabricksException conflict(String why) {
    return tools.refused(Reason.CONFLICT, run.runId(), why);
  }
}
