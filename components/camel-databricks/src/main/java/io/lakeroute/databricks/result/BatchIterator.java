package io.lakeroute.databricks.result;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.metrics.Measurements;
import java.io.Closeable;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Gives out a result batch by batch; Camel's splitter closes it when it is done. For one thread at
 * a time.
 */
public final class BatchIterator implements Iterator<RecordBatch>, Closeable {

  private final RowPump pump;
  private final Measurements measurements;
  private final Function<SQLException, DatabricksException> classifier;
  private List<Object[]> next = List.of();
  private volatile boolean ended;

  /**
   * @param batchSize rows in a batch, at most
   * @param threads for the thread that reads ahead, taken when the first batch is asked for
   * @param classifier what to throw for a failure of the source
   */
  public BatchIterator(
      RowSource source,
      int batchSize,
      Executor threads,
      Measurements measurements,
      Function<SQLException, DatabricksException> classifier) {
    this.pump = new RowPump(source, batchSize, threads);
    this.measurements = measurements;
    this.classifier = classifier;
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty() && !ended) {
      next = read();
      ended = next.isEmpty();
    }
    return !next.isEmpty();
  }

  private List<Object[]> read() {
    try {
      return pump.next();
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
    RecordBatch batch = new RecordBatch(pump.columns(), next);
    next = List.of();
    measurements.rows(batch.size());
    return batch;
  }

  @Override
  public void close() {
    ended = true;
    try {
      pump.close();
    } catch (SQLException e) {
      throw classifier.apply(e);
    }
  }
}
