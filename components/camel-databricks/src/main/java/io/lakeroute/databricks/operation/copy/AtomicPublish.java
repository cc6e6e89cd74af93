package io.lakeroute.databricks.operation.copy;

import com.databricks.sdk.service.catalog.ColumnInfo;
import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.run.TableHistory.Commit;
import io.lakeroute.databricks.staging.SqlText;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.staging.TargetTable;
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

  Published publish() {
    ObjectName name = tools.target().table();
    TargetTable table = TargetTables.read(name, info);
    SchemaFit fit = new SchemaFit(tools, table);
    fit.check(run.columns());
    List<String> keys = tools.settings().keys();
    PublishSql sql = new PublishSql(name, run, run.columns());

    long seen = TargetState.of(tools, run).version();
    Map<String, Long> difference =
        !keys.isEmpty() && keys.stream().allMatch(key -> table.column(key).isPresent())
            ? Published.difference(tools.run(sql.difference(keys, seen), run.givenRunId()))
            : Map.of();
    long before =
        difference.isEmpty() ? rows(seen) : difference.get("left") + difference.get("kept");
    refuseShrink(before);
    requireUnchanged(seen);

    boolean replaced =
        tools.settings().schemaChange() == SchemaChange.REPLACE && !fit.same(run.columns());
    if (!replaced) {
      List<TargetColumn> added = fit.added(run.columns());
      if (!added.isEmpty()) {
        tools.run(sql.addColumns(added), run.givenRunId());
        seen++;
      }
    }
    tools.run(statement(sql, fit, replaced), run.givenRunId());
    Published published = new PublishedAudit(tools, run).of(seen, before, difference);
    if (replaced) {
      restoreComments();
    }
    return published;
  }

  private String statement(PublishSql sql, SchemaFit fit, boolean replaced) {
    if (replaced) {
      return sql.createOrReplace(Optional.ofNullable(info.getComment()), properties());
    }
    return tools.settings().publish() == PublishMode.MERGE
        ? sql.merge(tools.settings().keys(), fit.missing(run.columns()))
        : sql.overwrite();
  }

  private long rows(long version) {
    return tools
        .run(
            "SELECT count(*) AS held FROM %s VERSION AS OF %d"
                .formatted(tools.target().table().quoted(), version),
            run.givenRunId())
        .number("held")
        .orElse(-1L);
  }

  private void refuseShrink(long before) {
    Optional<BigDecimal> most = tools.settings().maxShrink();
    if (most.isPresent() && before > 0) {
      BigDecimal least = BigDecimal.valueOf(before).multiply(BigDecimal.ONE.subtract(most.get()));
      if (BigDecimal.valueOf(run.rows()).compareTo(least) < 0) {
        throw conflict(
            "it has %d rows and the table %d, which is more than maxShrink allows to remove. Check the source, or raise maxShrink for this run"
                .formatted(run.rows(), before));
      }
    }
  }

  private void requireUnchanged(long seen) {
    List<Commit> others = TargetState.of(tools, run).since(seen);
    if (!others.isEmpty()) {
      throw conflict(
          "somebody else has just changed the table (version %d, %s). Start a new run"
              .formatted(others.get(0).version(), others.get(0).operation()));
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
    return new DatabricksException(
        Reason.CONFLICT,
        "Cannot export run %s to %s: %s. The table is as it was."
            .formatted(run.runId(), tools.target().table(), why));
  }
}
