package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.run.IdentifiedRows;
import io.lakeroute.databricks.run.RecordId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Cuts the rows of a statement into batches with record ids, from a position on. For one thread.
 */
final class SnapshotBatches implements AutoCloseable {

  /** The name of the column with the time of the event. */
  static final String RECORD_TIMESTAMP = "_record_timestamp";

  private final RowSource source;
  private final SnapshotTable table;
  private final boolean ordinals;
  private final int batchSize;
  private final List<Column> columns;
  private final int width;
  private final RecordId ids;
  private final int timestampIndex;
  private final int eventTimeIndex;
  private final int[] keyIndexes;
  private Position position;
  private Object[] lastRow = {};
  private long copies;
  private Rows ahead;

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
    this.source = source;
    this.table = table;
    this.ordinals = ordinals;
    this.batchSize = batchSize;
    this.ids = new RecordId(tableId);
    this.position = position;
    this.width = table.columns().size();
    List<String> names = table.columns().stream().map(Column::name).toList();
    this.eventTimeIndex = table.eventTime().map(names::indexOf).orElse(-1);
    this.columns = delivered(table, eventTimeIndex);
    this.timestampIndex = table.timestamp().map(names::indexOf).orElse(-1);
    this.keyIndexes = table.key().stream().mapToInt(names::indexOf).toArray();
    skipDelivered();
    this.ahead = source.read(batchSize);
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
    return columns;
  }

  /** Bytes that were fetched for the rows so far, of those that are known included. */
  long bytes() {
    return source.bytes();
  }

  /** Rows at the watermark come first, in the same order as ever: that many are known. */
  private void skipDelivered() throws SQLException, InterruptedException {
    long left = position.skip();
    while (left > 0) {
      Rows known = source.read((int) Math.min(left, batchSize));
      if (known.size() == 0) {
        throw new IllegalStateException(
            table.name() + " has fewer rows at the watermark than were delivered");
      }
      identified(known);
      left -= known.size();
    }
  }

  /** The next batch; one without rows where there are none at all. */
  Batch next() throws SQLException, InterruptedException {
    Rows rows = ahead;
    ahead = rows.size() == 0 ? rows : source.read(batchSize);
    RecordBatch batch = new RecordBatch(columns, identified(rows));
    if (rows.size() > 0) {
      position = advanced(rows);
    }
    return new Batch(batch, position, ahead.size() == 0);
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

  private Rows identified(Rows rows) {
    if (table.keyed()) {
      return new IdentifiedRows(rows, width, index -> ids.of(key(rows, index)), eventTimeIndex);
    }
    String[] known = new String[rows.size()];
    for (int i = 0; i < known.length; i++) {
      known[i] = ids.of(numbered(key(rows, i), rows, i));
    }
    return new IdentifiedRows(rows, width, index -> known[index], eventTimeIndex);
  }

  private Object[] key(Rows rows, int index) {
    Object[] key = new Object[keyIndexes.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = rows.value(index, keyIndexes[i]);
    }
    return key;
  }

  /** Copies of a row follow one another, since rows are ordered by all their columns. */
  private Object[] numbered(Object[] row, Rows rows, int index) {
    copies = Arrays.deepEquals(row, lastRow) ? copies + 1 : 0;
    lastRow = row;
    Object given = ordinals ? rows.value(index, width) : null;
    Object[] numbered = Arrays.copyOf(row, row.length + 1);
    numbered[row.length] = given == null ? (Object) copies : given;
    return numbered;
  }

  @Override
  public void close() throws SQLException {
    source.close();
  }
}
