// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.run.ChosenColumns;
import io.lakeroute.databricks.run.DeliveryLoop;
import io.lakeroute.databricks.run.IdentifiedBatches;
import io.lakeroute.databricks.run.IdentifiedRows;
import io.lakeroute.databricks.run.RowIds;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The batches of one run with the cursors that follow them. For one thread. */
final class QueryBatches implements DeliveryLoop.Batches {

  private final PreparedQuery query;
  private final String key;
  private final long generation;
  private final IdentifiedBatches batches;
  private QueryPosition position;

  /**
   * @param source the rows from the beginning
   * @param key of the run
   * @param from where delivery begins; the rows before are read and passed over
   * @throws ChangedRowsException where there are fewer rows than were delivered
   * @throws DatabricksException CONFIGURATION for columns that cannot be delivered
   */
  QueryBatches(
      RowSource source,
      PreparedQuery query,
      String key,
      QueryPosition from,
      long generation,
      int batchSize)
      throws SQLException, InterruptedException {
    this.query = requireNonNull(query, "query");
    this.key = requireNonNull(key, "key");
    this.position = from;
    this.generation = generation;
    List<Column> columns = source.columns();
    this.batches =
        new IdentifiedBatches(source, ids(query, columns, key), delivered(columns), batchSize);
    if (!batches.skip(from.skip())) {
      throw new ChangedRowsException("The statement gives fewer rows than were delivered.");
    }
  }

  private static RowIds ids(PreparedQuery query, List<Column> columns, String key) {
    String source = "The statement of " + key;
    List<String> names = ChosenColumns.of(source, columns, query.keys(), false).names();
    if (names.stream().anyMatch(IdentifiedRows.RECORD_ID::equalsIgnoreCase)) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          source
              + " has the column "
              + IdentifiedRows.RECORD_ID
              + ", which is added to each row. Give it another name in the statement.");
    }
    boolean keyed = !query.keys().isEmpty();
    List<Integer> parts =
        keyed
            ? query.keys().stream().map(names::indexOf).toList()
            : IntStream.range(0, names.size()).boxed().toList();
    return new RowIds(query.scope(), new RowIds.Form(names.size(), parts, keyed, false, -1));
  }

  private static List<Column> delivered(List<Column> columns) {
    List<Column> all = new ArrayList<>(columns);
    all.add(new Column(IdentifiedRows.RECORD_ID, "STRING"));
    return all;
  }

  /** The columns of all batches. */
  List<Column> columns() {
    return batches.columns();
  }

  /** What the record of the run keeps of a statement. */
  static RunRecord.Range range(PreparedQuery query) {
    return new RunRecord.Range(
        "",
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        query.sqlSha256());
  }

  @Override
  public DeliveryLoop.Step next() throws SQLException, InterruptedException {
    long offset = position.skip();
    IdentifiedBatches.Batch batch = batches.next();
    position = position.after(batch.rows().size());
    QueryPosition reached = batch.last() ? QueryPosition.BEGINNING : position;
    return new DeliveryLoop.Step(
        batch.rows(),
        offset,
        RunRecord.Counts.NONE,
        cursor(reached),
        range(query),
        batch.last(),
        batch.last());
  }

  /** Where the run stands before the next batch. */
  Cursor beginning() {
    return cursor(position);
  }

  private Cursor cursor(QueryPosition at) {
    return new Cursor(key, query.scopeSha256(), at.json(), query.sqlSha256(), generation);
  }

  @Override
  public long bytes() {
    return batches.bytes();
  }
}
