// SPDX-License-Identifier: Apache-2.0
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

  /** A table is created once, so the statement may be sent again. */
  private static final int ATTEMPTS = 3;

  Published publish() {
    List<String> keys = tools.settings().keys();
    Map<String, Long> difference =
        keys.isEmpty() ? Map.of() : Map.of("entered", run.rows(), "left", 0L, "kept", 0L);
    return tools.unbroken(
        run,
        CopyTools.AS_IT_WAS,
        () -> {
          create(tools.sql(run).create(tools.settings().columnMapping()));
          return new PublishedAudit(tools, run, PublishKind.AS_SELECT).of(-1, 0, difference);
        });
  }

  /** A statement that may have published has done so if the table names this run. */
  private void create(String statement) {
    Optional<DatabricksException> lost = Optional.empty();
    for (int attempt = 1; ; attempt++) {
      try {
        tools.publish(statement, run.givenRunId());
        return;
      } catch (DatabricksException e) {
        boolean unknown = e.getReason() == Reason.OUTCOME_UNKNOWN;
        lost = unknown ? Optional.of(e) : lost;
        boolean uncertain = lost.isPresent() || CopyTools.mayHavePublished(e);
        if (uncertain && ours(lost.orElse(e))) {
          return;
        }
        if (lost.isEmpty() || e.getReason() == Reason.CONFLICT) {
          throw e;
        }
        if (!unknown || attempt == ATTEMPTS) {
          throw lost.get();
        }
      }
    }
  }

  private boolean ours(DatabricksException failure) {
    try {
      return tools
          .table()
          .map(TableInfo::getProperties)
          .filter(all -> run.runId().equals(all.get(PublishSql.RUN_PROPERTY)))
          .isPresent();
    } catch (DatabricksException e) {
      throw tools.unknown(failure, e);
    }
  }
}
