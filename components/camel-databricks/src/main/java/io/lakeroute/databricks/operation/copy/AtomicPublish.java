// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.run.TableHistory.Commit;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.staging.TargetTables;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes a run to a table that is there, in one commit. Immutable.
 *
 * @param run that is staged
 * @param info the table as Unity Catalog describes it
 */
record AtomicPublish(CopyTools tools, StagedRun run, TableInfo info) {

  Published publish() {
    ObjectName name = tools.target().table();
    SchemaFit fit = new SchemaFit(tools, TargetTables.read(name, info));
    fit.check(run.columns());
    tools.refuseOtherAudience(info, run.runId());
    boolean replaced =
        tools.settings().schemaChange() == SchemaChange.REPLACE && !fit.same(run.columns());
    ReplacedTable table = new ReplacedTable(tools, run, info);
    if (replaced) {
      table.refuseLosses();
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
      add(added, sql.addColumns(added));
    }
    String state = state(added);
    long last = unchangedSince(seen, added.isEmpty() ? 0 : 1, state);
    PublishCommit commit =
        replaced
            ? new PublishCommit(tools, run, PublishKind.AS_SELECT, table.statement(sql))
            : changed(sql, fit);
    return tools.unbroken(
        run,
        state,
        () -> {
          commit.run(last, () -> unchangedSince(last, 0, state));
          Published published =
              new PublishedAudit(tools, run, commit.kind()).of(last, before, difference);
          return replaced ? table.withComments(published) : published;
        });
  }

  /** Where the reply is lost, a repetition finds the columns there and fails. */
  private void add(List<TargetColumn> added, String statement) {
    try {
      tools.run(statement, run.givenRunId());
    } catch (DatabricksException e) {
      SchemaFit now =
          new SchemaFit(
              tools, TargetTables.read(tools.target().table(), tools.table().orElseThrow(() -> e)));
      if (!now.added(added).isEmpty()) {
        throw e;
      }
      now.check(run.columns());
    }
  }

  private PublishCommit changed(PublishSql sql, SchemaFit fit) {
    return tools.settings().publish() == PublishMode.MERGE
        ? new PublishCommit(
            tools,
            run,
            PublishKind.MERGE,
            sql.merge(tools.settings().keys(), fit.missing(run.columns())))
        : new PublishCommit(tools, run, PublishKind.OVERWRITE, sql.overwrite());
  }

  /** What the run has changed before it is published. */
  private static String state(List<TargetColumn> added) {
    return added.isEmpty()
        ? CopyTools.AS_IT_WAS
        : "The table got the columns %s, and its rows are as they were."
            .formatted(String.join(", ", added.stream().map(TargetColumn::name).toList()));
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
      throw conflict(
          "the rows of the table cannot be counted, and maxShrink needs them", CopyTools.AS_IT_WAS);
    }
    if (BigDecimal.valueOf(lost).compareTo(BigDecimal.valueOf(before).multiply(most.get())) > 0) {
      throw conflict(
          "the table would lose %d of its %d rows, more than maxShrink allows. Check the source, or raise maxShrink for this run"
              .formatted(lost, before),
          CopyTools.AS_IT_WAS);
    }
  }

  /** The latest version, if nobody else changed the table since the one that was compared. */
  private long unchangedSince(long seen, int own, String state) {
    TargetState now = TargetState.of(tools, run);
    List<Commit> commits = now.since(seen);
    if (commits.size() > own) {
      throw conflict(
          "another writer changed the table in the meantime (version %d, %s). Start a new run"
              .formatted(commits.get(0).version(), commits.get(0).operation()),
          state);
    }
    return now.version();
  }

  private DatabricksException conflict(String why, String state) {
    return tools.refused(Reason.CONFLICT, run.runId(), why, state);
  }
}
