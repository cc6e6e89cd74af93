// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.run.ChosenColumns;
import java.util.List;
import java.util.Optional;

/**
 * What is read of a table: columns and order, checked against the table as it is. Immutable.
 *
 * @param name the table or view
 * @param columns what is selected, timestamp and key included
 * @param timestamp the column whose order rows come in; empty when every run reads all rows
 * @param kind of that column; without meaning when there is none
 * @param eventTime the column delivered as the time of the event; empty for none
 * @param key columns that make a row unique; all columns when the user named none
 * @param keyed whether the user named the key
 * @param filter the user's own condition
 */
public record SnapshotTable(
    ObjectName name,
    List<Column> columns,
    Optional<String> timestamp,
    Watermark kind,
    Optional<String> eventTime,
    List<String> key,
    boolean keyed,
    Optional<String> filter) {
  public SnapshotTable {
    requireNonNull(name, "name");
    columns = List.copyOf(columns);
    requireNonNull(timestamp, "timestamp");
    requireNonNull(eventTime, "eventTime");
    key = List.copyOf(key);
    requireNonNull(filter, "filter");
  }

  /** A name that no column has, in any case; the given one where it is free. */
  String unused(String name) {
    return ChosenColumns.unused(columns, name);
  }

  /** The same without the user's condition. */
  SnapshotTable unfiltered() {
    return new SnapshotTable(
        name, columns, timestamp, kind, eventTime, key, keyed, Optional.empty());
  }
}
