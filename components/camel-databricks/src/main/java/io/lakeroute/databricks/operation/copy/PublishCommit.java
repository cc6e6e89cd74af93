// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.run.TableHistory.Commit;
import java.util.List;

/**
 * The one statement that publishes a run to a table that is there. Immutable.
 *
 * @param run that is staged
 * @param statement that publishes
 */
record PublishCommit(CopyTools tools, StagedRun run, PublishKind kind, String statement) {

  /** Against writers that keep the table busy, such as OPTIMIZE. */
  private static final int ATTEMPTS = 4;

  /**
   * Publishes. A statement that lost to another writer wrote nothing, and is sent again unless the
   * table changed; of one that may have published, the table says whether it did.
   *
   * @param seen version of the table that the run was compared with
   * @param unchanged fails where another writer changed the table
   */
  void run(long seen, Runnable unchanged) {
    for (int attempt = 1; ; attempt++) {
      try {
        tools.publish(statement, run.givenRunId());
        return;
      } catch (DatabricksException e) {
        if (CopyTools.mayHavePublished(e) && committed(seen, e)) {
          return;
        }
        if (e.getReason() != Reason.CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
        unchanged.run();
      }
    }
  }

  /**
   * Whether the table shows that the run is published.
   *
   * @throws DatabricksException OUTCOME_UNKNOWN where it cannot be told from what others commit
   */
  private boolean committed(long seen, DatabricksException failure) {
    List<Commit> commits;
    try {
      commits = TargetState.of(tools, run).since(seen);
      if (commits.size() == 1 && kind.is(commits.get(0), run.rows()) && named()) {
        return true;
      }
    } catch (DatabricksException e) {
      throw tools.unknown(failure, e);
    }
    if (commits.stream().anyMatch(kind::mayBe)) {
      throw new DatabricksException(
          Reason.OUTCOME_UNKNOWN,
          failure.getMessage()
              + " A commit of the table since then may be this run's or another writer's.",
          failure);
    }
    return false;
  }

  /** A table that was created anew names its run. */
  private boolean named() {
    return kind != PublishKind.AS_SELECT
        || tools
            .table()
            .map(TableInfo::getProperties)
            .filter(all -> run.runId().equals(all.get(PublishSql.RUN_PROPERTY)))
            .isPresent();
  }
}
