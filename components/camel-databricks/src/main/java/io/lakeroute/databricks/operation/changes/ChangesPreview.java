// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.run.Reading;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.run.TableProbe;
import io.lakeroute.databricks.store.RunRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a run would deliver, counts it, and delivers nothing: only folding shows what the
 * changes amount to. For one thread.
 */
final class ChangesPreview {

  private final ChangesSettings settings;
  private final TableProbe probe;
  private final List<RunWork.Statement> statements = new ArrayList<>();
  private RunRecord.Counts counts = RunRecord.Counts.NONE;

  ChangesPreview(ChangesSettings settings, TableProbe probe) {
    this.settings = settings;
    this.probe = probe;
  }

  RunWork.Preview preview(FeedState state) {
    PartReader reader =
        new PartReader(settings, probe, state, false, ChangesDetails.of(Optional.empty()));
    OpenPart part = reader.first();
    RunRecord.Range range = part.range(state.tableId());
    boolean halfway = part.position().skip() > 0 || part.position().rows() > 0;
    ChangePosition reached = count(state, part);
    while (!reached.complete()) {
      reached = count(state, reader.after(reached));
    }
    return new RunWork.Preview(range, halfway, counts, statements);
  }

  private ChangePosition count(FeedState state, OpenPart part) {
    if (!part.statement().sql().isEmpty()) {
      statements.add(part.statement());
    }
    return Reading.of(settings.table().toString(), () -> counted(state, part));
  }

  private ChangePosition counted(FeedState state, OpenPart part)
      throws SQLException, InterruptedException {
    try (RowSource rows = part.rows()) {
      ChangeBatches batches =
          new ChangeBatches(rows, part.table(), settings, state.tableId(), part.position());
      ChangeBatches.Batch batch;
      do {
        batch = batches.next();
        long delivered = batch.rows().size();
        counts =
            counts.plus(batch.left()).plus(new RunRecord.Counts(delivered, delivered, 0, 0, 0, 0));
      } while (!batch.last());
      return batch.after();
    }
  }
}
