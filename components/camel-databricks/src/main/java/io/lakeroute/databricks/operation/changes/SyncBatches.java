// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.run.Deliveries;
import io.lakeroute.databricks.run.DeliveryLoop;
import io.lakeroute.databricks.run.Hashes;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The batches of one part with the cursors that follow them. For one thread. */
final class SyncBatches implements DeliveryLoop.Batches {

  private final ChangeBatches batches;
  private final String key;
  private final String tableId;
  private final long generation;
  private final ChangesDetails details;
  private final String columns;
  private final RunRecord.Range range;
  private ChangePosition reached;
  private List<Change> changes = List.of();

  SyncBatches(
      OpenPart part,
      RunRecord.Range range,
      ChangeBatches batches,
      String key,
      String tableId,
      long generation,
      ChangesDetails details) {
    this.batches = requireNonNull(batches, "batches");
    this.key = requireNonNull(key, "key");
    this.tableId = requireNonNull(tableId, "tableId");
    this.generation = generation;
    this.details = requireNonNull(details, "details");
    this.columns = Hashes.columns(part.all());
    this.reached = part.position();
    this.range = requireNonNull(range, "range");
  }

  /** What the part reads. */
  RunRecord.Range range() {
    return range;
  }

  @Override
  public DeliveryLoop.Step next() throws SQLException, InterruptedException {
    long offset = reached.rows();
    ChangeBatches.Batch batch = batches.next();
    reached = batch.after();
    changes = batch.changes();
    return new DeliveryLoop.Step(
        batch.rows(),
        offset,
        batch.left(),
        new Cursor(key, tableId, reached.json(), columns, generation),
        range,
        batch.last(),
        reached.complete());
  }

  @Override
  public Optional<String> delivered(Deliveries.Delivered batch) {
    details.add(changes, batch);
    return Optional.of(details.json());
  }

  @Override
  public long bytes() {
    return batches.bytes();
  }

  /** Where the sync stands. */
  ChangePosition reached() {
    return reached;
  }
}
