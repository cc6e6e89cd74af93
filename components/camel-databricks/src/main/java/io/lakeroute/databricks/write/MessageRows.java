package io.lakeroute.databricks.write;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The rows of a message, cut into batches. A batch stays until it is written, so that a message
 * whose body can be read only once may be delivered again after a failure. For one thread at a
 * time.
 */
final class MessageRows {

  private final Iterator<Map<String, Object>> rows;
  private final Function<String, TargetColumn> resolver;
  private final Set<String> keys;
  private final int batchSize;
  private Optional<RowBatch> current = Optional.empty();
  private Optional<RuntimeException> broken = Optional.empty();
  private final Set<String> columns = new LinkedHashSet<>();
  private long taken;
  private boolean ended;

  /**
   * @param resolver finds the column of a field, or throws
   * @param keys names of columns that must not be null, in small letters
   */
  MessageRows(
      Iterator<Map<String, Object>> rows,
      Function<String, TargetColumn> resolver,
      Set<String> keys,
      int batchSize) {
    this.rows = rows;
    this.resolver = resolver;
    this.keys = keys;
    this.batchSize = batchSize;
  }

  /**
   * The batch to write now: the same until {@link #written()} is called; empty at the end.
   *
   * @throws io.lakeroute.databricks.DatabricksException INVALID for a row that does not fit, and
   *     then again and again: there is no going on behind it
   */
  Optional<RowBatch> current() {
    if (broken.isPresent()) {
      throw broken.get();
    }
    if (current.isEmpty() && !ended) {
      try {
        current = read();
      } catch (RuntimeException e) {
        broken = Optional.of(e);
        throw e;
      }
    }
    return current;
  }

  private Optional<RowBatch> read() {
    RowBatchBuilder batch = new RowBatchBuilder(resolver, keys, taken);
    while (!batch.full(batchSize) && rows.hasNext()) {
      batch.add(rows.next());
    }
    if (batch.rows() == 0) {
      ended = true;
      return Optional.empty();
    }
    taken += batch.rows();
    ended = !rows.hasNext();
    RowBatch built = batch.build(ended);
    built.columns().forEach(column -> columns.add(column.name()));
    return Optional.of(built);
  }

  void written() {
    current = Optional.empty();
  }

  /** Columns of all rows so far. */
  Set<String> columns() {
    return Collections.unmodifiableSet(columns);
  }

  /** Rows taken from the body so far. */
  long taken() {
    return taken;
  }
}
