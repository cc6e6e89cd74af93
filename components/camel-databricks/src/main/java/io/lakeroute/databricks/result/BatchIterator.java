// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.metrics.Measurements;
import java.io.Closeable;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Gives out a result batch by batch; Camel's splitter closes it when it is done. For one thread at
 * a time.
 */
public final class BatchIterator implements Iterator<RecordBatch>, Closeable {

  private final RowSource source;
  private final int batchSize;
  private final Measurements measurements;
  private final Function<SQLException, DatabricksException> classifier;
  private final Runnable atEnd;
  private Rows next = Rows.NONE;
  private volatile boolean ended;

  /**
   * @param batchSize rows in a batch, at most
   * @param classifier what to throw for a failure of the source
   * @param atEnd told once, on the reading thread, when all rows were given out
   */
  public BatchIterator(
      RowSource source,
      int batchSize,
      Measurements measurements,
      Function<SQLException, DatabricksException> classifier,
      Runnable atEnd) {
    this.source = source;
    this.batchSize = batchSize;
    this.measurements = measurements;
    this.classifier = classifier;
    this.atEnd = atEnd;
  }

  @Override
  public boolean hasNext() {
    if (next.size() == 0 && !ended) {
      next = read();
      if (next.size() == 0) {
        ended = true;
        atEnd.run();
      }
    }
    return next.size() > 0;
  }

  private Rows read() {
    try {
      return source.read(batchSize);
    } catch (SQLException e) {
      throw classifier.apply(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabricksException(Reason.UNAVAILABLE, "Interrupted while waiting for rows.");
    }
  }

  @Override
  public RecordBatch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RecordBatch batch = new RecordBatch(source.columns(), next);
    next = Rows.NONE;
    measurements.rows(batch.size());
    return batch;
  }

  @Override
  public void close() {
    ended = true;
    try {
      source.close();
    } catch (SQLException e) {
      throw classifier.apply(e);
    }
  }
}
