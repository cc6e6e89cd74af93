// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rows of a message, cut into batches. A batch stays until it is written, so that a message
 * whose body can be read only once may be delivered again after a failure. For one thread at a
 * time.
 */
public final class MessageRows implements AutoCloseable {

  private final Iterator<Map<String, Object>> rows;
  private final Function<String, TargetColumn> resolver;
  private final Set<String> keys;
  private final int batchSize;
  private final boolean oneTable;
  private final Optional<Supplier<RowSpool>> spools;
  private final Map<String, Optional<String>> madeByTable = new HashMap<>();
  private final List<String> lastFields = new ArrayList<>();
  private Set<String> made = Set.of();
  private Optional<Map<String, Object>> ahead = Optional.empty();
  private Optional<RowBatch> current = Optional.empty();
  private Optional<RuntimeException> broken = Optional.empty();
  private final Set<String> columns = new LinkedHashSet<>();
  private long taken;
  private boolean begun;
  private boolean ended;

  /**
   * @param resolver finds the column of a field, or throws
   * @param keys names of columns that must not be null, in small letters
   * @param batchSize rows of a statement that carries them as values, at most
   * @param oneTable whether all rows end up in one statement, as those of replace do
   * @param spools stage what is too much for a statement; empty where nothing does
   */
  public MessageRows(
      Iterator<Map<String, Object>> rows,
      Function<String, TargetColumn> resolver,
      Set<String> keys,
      int batchSize,
      boolean oneTable,
      Optional<Supplier<RowSpool>> spools) {
    this.rows = rows;
    this.resolver = resolver;
    this.keys = keys;
    this.batchSize = batchSize;
    this.oneTable = oneTable;
    this.spools = spools;
  }

  /**
   * The batch to write now, loaded where it is staged: the same until {@link #written()} is called;
   * empty at the end.
   *
   * @throws io.lakeroute.databricks.error.DatabricksException INVALID for a row that does not fit,
   *     and then again and again: there is no going on behind it
   */
  public Optional<RowBatch> current() {
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
    current.ifPresent(batch -> batch.source().prepare());
    return current;
  }

  private Optional<RowBatch> read() {
    RowBatchBuilder batch = new RowBatchBuilder(resolver, keys, taken, spools);
    try {
      return read(batch);
    } catch (RuntimeException e) {
      batch.abandon();
      throw e;
    }
  }

  private Optional<RowBatch> read(RowBatchBuilder batch) {
    while (hasNext() && !batch.full(batchSize)) {
      Map<String, Object> row = next();
      Set<String> differs = differs(row, taken + batch.rows());
      if (!differs.isEmpty() && batch.rows() > 0) {
        ahead = Optional.of(row);
        break;
      }
      batch.add(row);
    }
    if (batch.rows() == 0) {
      ended = true;
      return Optional.empty();
    }
    taken += batch.rows();
    ended = !hasNext();
    RowBatch built = batch.build(ended);
    built.columns().forEach(column -> columns.add(column.name()));
    return Optional.of(built);
  }

  private boolean hasNext() {
    return ahead.isPresent() || rows.hasNext();
  }

  private Map<String, Object> next() {
    begun = true;
    Map<String, Object> row = ahead.orElseGet(rows::next);
    ahead = Optional.empty();
    return row;
  }

  /**
   * Columns whose values the table makes where a row lacks them, and which this row has unlike the
   * one before it, or the other way round. No statement can have them for some of its rows.
   */
  private Set<String> differs(Map<String, Object> row, long number) {
    if (hasFieldsOfTheLast(row)) {
      return Set.of();
    }
    Set<String> has = new LinkedHashSet<>();
    for (String field : row.keySet()) {
      madeByTable.computeIfAbsent(field, this::madeByTable).ifPresent(has::add);
    }
    lastFields.clear();
    lastFields.addAll(row.keySet());
    if (has.equals(made)) {
      return Set.of();
    }
    Set<String> differs = new LinkedHashSet<>(has);
    differs.addAll(made);
    differs.removeIf(column -> has.contains(column) && made.contains(column));
    if (oneTable && number > 0) {
      throw BodyReader.invalid(
          "Row "
              + (number + 1)
              + " cannot be written: of the rows of a run, either all or none have the column '"
              + differs.iterator().next()
              + "', whose values the table makes. Nothing of its batch was written.");
    }
    made = has;
    return differs;
  }

  /** Most rows have the fields of the one before them, in the same order. */
  private boolean hasFieldsOfTheLast(Map<String, Object> row) {
    int same = 0;
    for (String field : row.keySet()) {
      if (same == lastFields.size() || !Objects.equals(lastFields.get(same), field)) {
        return false;
      }
      same++;
    }
    return same == lastFields.size();
  }

  private Optional<String> madeByTable(String field) {
    return Optional.of(resolver.apply(field))
        .filter(column -> column.missing().byTable())
        .map(TargetColumn::name);
  }

  public void written() {
    close();
  }

  /** Removes what was staged of the batch that is not written. */
  @Override
  public void close() {
    current.ifPresent(batch -> batch.source().close());
    current = Optional.empty();
  }

  /** Columns of all rows so far. */
  public Set<String> columns() {
    return Collections.unmodifiableSet(columns);
  }

  /** Whether rows are taken from the body, written or not. */
  public boolean begun() {
    return begun;
  }

  /** Rows taken from the body so far. */
  public long taken() {
    return taken;
  }
}
