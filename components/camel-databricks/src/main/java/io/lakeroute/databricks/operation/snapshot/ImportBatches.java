// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.run.DeliveryLoop;
import io.lakeroute.databricks.run.Hashes;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import java.sql.SQLException;

/** The batches of one run with the cursors that follow them. For one thread. */
final class ImportBatches implements DeliveryLoop.Batches {

  private final SnapshotPlan plan;
  private final SnapshotBatches batches;
  private final String key;
  private final String columns;
  private final String sqlSha256;
  private long rows;

  /**
   * @param key of the run
   * @param sqlSha256 of the statement
   */
  ImportBatches(SnapshotPlan plan, SnapshotBatches batches, String key, String sqlSha256) {
    this.plan = requireNonNull(plan, "plan");
    this.batches = requireNonNull(batches, "batches");
    this.key = requireNonNull(key, "key");
    this.columns = Hashes.columns(plan.table().columns());
    this.sqlSha256 = requireNonNull(sqlSha256, "sqlSha256");
  }

  @Override
  public DeliveryLoop.Step next() throws SQLException, InterruptedException {
    SnapshotBatches.Batch batch = batches.next();
    rows = batch.after().rows();
    Position reached = batch.last() ? plan.finished(batch.after()) : batch.after();
    return new DeliveryLoop.Step(
        batch.rows(),
        rows - batch.rows().size(),
        RunRecord.Counts.NONE,
        new Cursor(key, plan.tableId(), reached.json(), columns, plan.generation()),
        plan.range(sqlSha256, reached.watermark()),
        batch.last(),
        batch.last());
  }

  @Override
  public long bytes() {
    return batches.bytes();
  }

  /** Rows read since the run began, whatever process delivered them. */
  long rows() {
    return rows;
  }
}
