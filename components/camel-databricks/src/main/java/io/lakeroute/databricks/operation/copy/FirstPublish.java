package io.lakeroute.databricks.operation.copy;

import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates the table of an export with its first run. Immutable.
 *
 * @param run that is staged
 */
record FirstPublish(CopyTools tools, StagedRun run) {

  Published publish() {
    PublishSql sql = tools.sql(run);
    try {
      tools.run(sql.create(tools.settings().columnMapping()), run.givenRunId());
    } catch (DatabricksException e) {
      if (e.getReason() != Reason.CONFLICT || !ours()) {
        throw e;
      }
    }
    List<String> keys = tools.settings().keys();
    return new PublishedAudit(tools, run)
        .of(
            -1,
            0,
            keys.isEmpty() ? Map.of() : Map.of("entered", run.rows(), "left", 0L, "kept", 0L));
  }

  /** After a lost reply the statement may be sent again, and then the table is there. */
  private boolean ours() {
    Optional<TableInfo> table = tools.table();
    return table.isPresent()
        && table.get().getProperties() != null
        && run.runId().equals(table.get().getProperties().get(PublishSql.RUN_PROPERTY));
  }
}
