// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Cuts the rows of a statement into batches with record ids. For one thread. */
public final class IdentifiedBatches implements AutoCloseable {

  private final RowSource source;
  private final RowIds ids;
  private final List<Column> columns;
  private final int batchSize;
  private Optional<Rows> ahead = Optional.empty();

  /**
   * A batch.
   *
   * @param read the rows as they were read
   * @param last whether no other follows
   */
  public record Batch(RecordBatch rows, Rows read, boolean last) {}

  /**
   * @param columns of each batch, those that are added to a row included
   */
  public IdentifiedBatches(RowSource source, RowIds ids, List<Column> columns, int batchSize) {
    this.source = requireNonNull(source, "source");
    this.ids = requireNonNull(ids, "ids");
    this.columns = List.copyOf(columns);
    this.batchSize = batchSize;
  }

  public List<Column> columns() {
    return columns;
  }

  /**
   * Passes over rows that were delivered before; to be called before the first batch.
   *
   * @return false where there are fewer
   */
  public boolean skip(long rows) throws SQLException, InterruptedException {
    long left = rows;
    while (left > 0) {
      Rows known = source.read((int) Math.min(left, batchSize));
      if (known.size() == 0) {
        return false;
      }
      ids.of(known);
      left -= known.size();
    }
    return true;
  }

  /** The next batch; one without rows where there are none at all. */
  public Batch next() throws SQLException, InterruptedException {
    Rows rows = ahead.isPresent() ? ahead.get() : source.read(batchSize);
    Rows following = rows.size() == 0 ? rows : source.read(batchSize);
    ahead = Optional.of(following);
    return new Batch(new RecordBatch(columns, ids.of(rows)), rows, following.size() == 0);
  }

  /** Bytes that were fetched for the rows so far, of those that are known included. */
  public long bytes() {
    return source.bytes();
  }

  @Override
  public void close() throws SQLException {
    source.close();
  }
}
