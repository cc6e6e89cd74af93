// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.run.IdentifiedBatches;
import io.lakeroute.databricks.run.IdentifiedRows;
import io.lakeroute.databricks.run.RowIds;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Cuts the rows of a statement into batches with record ids, from a position on. For one thread.
 */
final class SnapshotBatches implements AutoCloseable {

  /** The name of the column with the time of the event. */
  static final String RECORD_TIMESTAMP = "_record_timestamp";

  private final IdentifiedBatches batches;
  private final int timestampIndex;
  private Position position;

  /**
   * A batch and where the import stands once it is delivered.
   *
   * @param last whether no other follows
   */
  record Batch(RecordBatch rows, Position after, boolean last) {}

  /**
   * @param source rows from the position's watermark on, those already delivered at it included
   */
  SnapshotBatches(
      RowSource source,
      SnapshotTable table,
      boolean ordinals,
      int batchSize,
      String tableId,
      Position position)
      throws SQLException, InterruptedException {
    this.position = position;
    List<String> names = table.columns().stream().map(Column::name).toList();
    int eventTimeIndex = table.eventTime().map(names::indexOf).orElse(-1);
    this.timestampIndex = table.timestamp().map(names::indexOf).orElse(-1);
    List<Integer> key = table.key().stream().map(names::indexOf).toList();
    this.batches =
        new IdentifiedBatches(
            source,
            new RowIds(
                tableId,
                new RowIds.Form(names.size(), key, table.keyed(), ordinals, eventTimeIndex)),
            delivered(table, eventTimeIndex),
            batchSize);
    // Rows at the watermark come first, in the same order as ever: that many are known.
    if (!batches.skip(position.skip())) {
      throw new IllegalStateException(
          table.name() + " has fewer rows at the watermark than were delivered");
    }
  }

  private static List<Column> delivered(SnapshotTable table, int eventTimeIndex) {
    List<Column> columns = new ArrayList<>(table.columns());
    columns.add(new Column(IdentifiedRows.RECORD_ID, "STRING"));
    if (eventTimeIndex >= 0) {
      columns.add(new Column(RECORD_TIMESTAMP, table.columns().get(eventTimeIndex).typeText()));
    }
    return List.copyOf(columns);
  }

  /** The columns of all batches. */
  List<Column> columns() {
    return batches.columns();
  }

  /** Bytes that were fetched for the rows so far, of those that are known included. */
  long bytes() {
    return batches.bytes();
  }

  /** The next batch; one without rows where there are none at all. */
  Batch next() throws SQLException, InterruptedException {
    IdentifiedBatches.Batch batch = batches.next();
    if (batch.read().size() > 0) {
      position = advanced(batch.read());
    }
    return new Batch(batch.rows(), position, batch.last());
  }

  private Position advanced(Rows rows) {
    int last = rows.size() - 1;
    if (timestampIndex < 0) {
      // Without a timestamp all rows tie: the position is a count of them.
      return position.after(Optional.empty(), rows.size(), rows.size());
    }
    Object timestamp = rows.value(last, timestampIndex);
    int tied = 1;
    while (tied <= last && Objects.equals(rows.value(last - tied, timestampIndex), timestamp)) {
      tied++;
    }
    if (timestamp != null) {
      return position.after(Optional.of(timestamp.toString()), tied, rows.size());
    }
    // Where rows with a timestamp end in this batch, the last of them is the watermark.
    int timed = rows.size() - tied;
    Position before =
        timed == 0
            ? position
            : position.after(
                Optional.of(rows.value(timed - 1, timestampIndex).toString()), 1, timed);
    return before.after(Optional.empty(), tied, tied);
  }

  @Override
  public void close() throws SQLException {
    batches.close();
  }
}
