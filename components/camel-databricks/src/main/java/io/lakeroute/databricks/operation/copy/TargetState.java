// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.run.TableHistory;
import io.lakeroute.databricks.run.TableHistory.Commit;
import io.lakeroute.databricks.run.TableProbe;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The commits of the table around a publish. Immutable.
 *
 * @param commits the latest first
 */
record TargetState(List<Commit> commits) {

  /** What changes no rows, and may happen at any time. */
  private static final Set<String> MAINTENANCE =
      Set.of("OPTIMIZE", "VACUUM START", "VACUUM END", "COMPUTE STATS", "REORG", "CLUSTER BY");

  private static final int FEW = 100;

  static TargetState of(CopyTools tools, StagedRun run) {
    ObjectName table = tools.target().table();
    TableProbe probe =
        new TableProbe(tools.connection(), tools.queries(), table, Optional.of(run.runId()));
    return new TargetState(TableHistory.latest(probe, table, FEW));
  }

  /** The latest version. */
  long version() {
    return commits.get(0).version();
  }

  /** Commits after a version that change rows or columns, the latest first. */
  List<Commit> since(long version) {
    return commits.stream()
        .filter(commit -> commit.version() > version)
        .filter(commit -> MAINTENANCE.stream().noneMatch(commit.operation()::startsWith))
        .toList();
  }
}
