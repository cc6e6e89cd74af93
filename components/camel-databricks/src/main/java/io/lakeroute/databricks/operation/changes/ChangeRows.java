// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static io.lakeroute.databricks.name.ObjectName.quote;

import io.lakeroute.databricks.operation.changes.Change.Image;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.Rows;
import io.lakeroute.databricks.result.ValueSink;
import io.lakeroute.databricks.run.IdentifiedRows;
import io.lakeroute.databricks.run.RecordId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Changes as they are delivered: the table's columns, then record id, change type, version and
 * time, and maybe the row before. Immutable; values are made when they are asked for.
 */
final class ChangeRows implements Rows {

  private final List<Change> changes;
  private final ImageColumns columns;
  private final List<Column> delivered;
  private final RecordId ids;
  private final int width;

  /**
   * @param delivered what {@link #columns} says
   */
  ChangeRows(List<Change> changes, ImageColumns columns, List<Column> delivered, RecordId ids) {
    this.changes = List.copyOf(changes);
    this.columns = columns;
    this.delivered = delivered;
    this.ids = ids;
    this.width = columns.width();
  }

  /** The columns that are delivered. */
  static List<Column> columns(ChangeTable table, boolean beforeImage) {
    List<Column> all = new ArrayList<>(table.columns());
    all.add(new Column(IdentifiedRows.RECORD_ID, "STRING"));
    all.add(new Column(ChangeTable.CHANGE_TYPE, "STRING"));
    all.add(new Column(ChangeTable.COMMIT_VERSION, "BIGINT"));
    all.add(new Column(ChangeTable.COMMIT_TIMESTAMP, "TIMESTAMP"));
    if (beforeImage) {
      all.add(
          new Column(
              ChangeTable.BEFORE,
              table.columns().stream()
                  .map(column -> quote(column.name()) + ": " + column.typeText())
                  .collect(Collectors.joining(", ", "STRUCT<", ">"))));
    }
    return List.copyOf(all);
  }

  @Override
  public int size() {
    return changes.size();
  }

  @Override
  public Object[] row(int index) {
    Object[] values = new Object[delivered.size()];
    for (int column = 0; column < values.length; column++) {
      values[column] = value(index, column);
    }
    return values;
  }

  @Override
  public Object value(int index, int column) {
    Change change = changes.get(index);
    if (column < width) {
      return change.values().value(column);
    }
    return switch (column - width) {
      case 0 -> id(change);
      case 1 -> change.type().text();
      case 2 -> change.latest().value(columns.versionColumn());
      case 3 -> change.latest().value(columns.timeColumn());
      default -> change.before().map(this::map).orElse(null);
    };
  }

  private String id(Change change) {
    Object[] identity = columns.identity(change.values());
    List<Object> all = new ArrayList<>(identity.length + 3);
    all.addAll(Arrays.asList(identity));
    if (columns.keys().length == 0) {
      all.add(change.copy());
    }
    all.add(columns.version(change.latest()));
    all.add(change.type().text());
    return ids.of(all.toArray());
  }

  private Map<String, Object> map(Image before) {
    Map<String, Object> values = new LinkedHashMap<>(2 * width);
    for (int column = 0; column < width; column++) {
      values.put(delivered.get(column).name(), before.value(column));
    }
    return values;
  }

  @Override
  public void write(int index, int column, ValueSink sink) throws IOException {
    if (column < width) {
      Image values = changes.get(index).values();
      values.rows().write(values.index(), column, sink);
    } else {
      sink.value(value(index, column));
    }
  }

  @Override
  public void write(int index, ValueSink sink) throws IOException {
    for (int column = 0; column < delivered.size(); column++) {
      write(index, column, sink);
    }
  }
}
