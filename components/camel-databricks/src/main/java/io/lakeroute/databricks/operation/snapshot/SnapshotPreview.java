// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.operation.snapshot.SnapshotSettings.NullTimestamps;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.run.TableProbe;
import io.lakeroute.databricks.store.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what a run would deliver, with the statements that it would send. For one thread. */
final class SnapshotPreview {

  private final SnapshotSettings settings;
  private final TableProbe probe;
  private final SnapshotPlan plan;

  SnapshotPreview(SnapshotSettings settings, TableProbe probe, SnapshotPlan plan) {
    this.settings = settings;
    this.probe = probe;
    this.plan = plan;
  }

  RunWork.Preview preview() {
    try {
      return preview(true);
    } catch (DatabricksException e) {
      if (TableProbe.unreadable(e)) {
        return preview(false); // As the run would: without the version imported last.
      }
      throw e;
    }
  }

  private RunWork.Preview preview(boolean exact) {
    SnapshotTable table = plan.table();
    SnapshotSql.Wanted wanted = plan.wanted(settings, exact);
    SnapshotSql.Statement read = SnapshotSql.read(table, wanted, plan.position());
    Position position = plan.found(read.comparing()).position();
    List<RunWork.Statement> statements = new ArrayList<>();
    long ignored = 0;
    if (settings.nullTimestamps() != NullTimestamps.DELIVER && table.timestamp().isPresent()) {
      ignored = counted(SnapshotSql.untimed(table, position.version()), statements);
    }
    long rows = counted(SnapshotSql.count(table, wanted, position), statements);
    long filtered =
        table.filter().isEmpty()
            ? 0
            : counted(SnapshotSql.count(table.unfiltered(), wanted, position), statements) - rows;
    statements.add(shown(read));
    long delivered = Math.max(0, rows - position.skip());
    return new RunWork.Preview(
        plan.range("", Optional.empty()),
        position.rows() > 0,
        new RunRecord.Counts(delivered + filtered + ignored, delivered, filtered, 0, ignored, 0),
        statements);
  }

  private long counted(SnapshotSql.Statement statement, List<RunWork.Statement> statements) {
    statements.add(shown(statement));
    return SnapshotWork.count(probe, statement);
  }

  private static RunWork.Statement shown(SnapshotSql.Statement statement) {
    return new RunWork.Statement(statement.sql(), statement.parameters());
  }
}
