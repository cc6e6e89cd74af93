// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.operation.changes.ChangeFold.Folded;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.run.RecordId;
import io.lakeroute.databricks.store.RunRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts the changes of a statement into batches, from a position on. For one thread. */
final class ChangeBatches {

  /** Small pages would cost more than they are worth. */
  private static final int PAGE = 1_000;

  private final ImageReader images;
  private final ImageColumns layout;
  private final ChangeFold fold;
  private final int batchSize;
  private final List<Column> columns;
  private final RecordId ids;
  private ChangePosition position;
  private Optional<Folded> ahead = Optional.empty();
  private RunRecord.Counts leftAhead = RunRecord.Counts.NONE;

  /**
   * A batch and where the sync stands once it is delivered.
   *
   * @param changes its rows
   * @param left what was read with it and is not delivered
   * @param last whether no other follows
   */
  record Batch(
      RecordBatch rows,
      List<Change> changes,
      RunRecord.Counts left,
      ChangePosition after,
      boolean last) {}

  /**
   * @param source rows of the position's statement, from its first one on; whoever opened it closes
   *     it
   */
  ChangeBatches(
      RowSource source,
      ChangeTable table,
      ChangesSettings settings,
      String tableId,
      ChangePosition position)
      throws SQLException, InterruptedException {
    this.layout = ImageColumns.of(table);
    this.images = new ImageReader(source, layout, Math.max(PAGE, settings.batchSize()));
    this.fold = new ChangeFold(images, layout, table, settings.deletes());
    this.batchSize = settings.batchSize();
    this.columns = ChangeRows.columns(table, settings.beforeImage());
    this.ids = new RecordId(tableId);
    this.position = requireNonNull(position, "position");
    skipDelivered();
    advance();
  }

  /** What was dealt with is folded once more and left out: it ends where a group ends. */
  private void skipDelivered() throws SQLException, InterruptedException {
    while (images.rows() < position.skip()) {
      if (fold.next().isEmpty()) {
        throw new IllegalStateException("The statement has fewer rows than were read of it");
      }
    }
  }

  /** Finds the next changes to deliver, and counts what is left out up to them. */
  private void advance() throws SQLException, InterruptedException {
    leftAhead = RunRecord.Counts.NONE;
    do {
      ahead = fold.next();
      if (ahead.isPresent()) {
        leftAhead = leftAhead.plus(left(ahead.get()));
      }
    } while (ahead.isPresent() && ahead.get().changes().isEmpty());
  }

  private static RunRecord.Counts left(Folded folded) {
    long rows = folded.filtered() + folded.ignored();
    return new RunRecord.Counts(rows, 0, folded.filtered(), 0, folded.ignored(), 0);
  }

  /** The columns of all batches. */
  List<Column> columns() {
    return columns;
  }

  /** Bytes that were fetched so far. */
  long bytes() {
    return images.bytes();
  }

  /** The next batch; one without rows where there are none at all. */
  Batch next() throws SQLException, InterruptedException {
    List<Change> changes = new ArrayList<>();
    RunRecord.Counts left = RunRecord.Counts.NONE;
    long skip = position.skip();
    while (ahead.isPresent()
        && (changes.isEmpty() || changes.size() + ahead.get().changes().size() <= batchSize)) {
      changes.addAll(ahead.get().changes());
      left = left.plus(leftAhead);
      skip = ahead.get().rows();
      advance();
    }
    boolean last = ahead.isEmpty();
    if (last) {
      left = left.plus(leftAhead);
      skip = images.rows();
    }
    position = position.after(skip, changes.size());
    return new Batch(
        new RecordBatch(columns, new ChangeRows(changes, layout, columns, ids)),
        changes,
        left,
        last ? position.finished() : position,
        last);
  }
}
