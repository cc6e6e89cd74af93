package io.lakeroute.databricks.result;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.metrics.Measurements;
import java.io.Closeable;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
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
  private List<Object[]> next = List.of();
  private boolean ended;

  public BatchIterator(
      RowSource source,
      int batchSize,
      Measurements measurements,
      Function<SQLException, DatabricksException> classifier) {
    this.source = source;
    this.batchSize = batchSize;
    this.measurements = measurements;
    this.classifier = classifier;
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty() && !ended) {
      try {
        next = source.read(batchSize);
      } catch (SQLException e) {
        throw classifier.apply(e);
      }
      if (next.isEmpty()) {
        close();
      }
    }
    return !next.isEmpty();
  }

  @Override
  public RecordBatch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RecordBatch batch = new RecordBatch(source.columns(), next);
    next = List.of();
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
