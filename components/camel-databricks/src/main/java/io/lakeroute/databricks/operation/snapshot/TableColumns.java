// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.run.ChosenColumns;
import io.lakeroute.databricks.run.IdentifiedRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Chooses the columns that an import reads. Stateless. */
public final class TableColumns {

  private TableColumns() {}

  /**
   * What is read of a table.
   *
   * @param all the table's columns
   * @throws DatabricksException CONFIGURATION when the settings do not fit them
   */
  public static SnapshotTable chosen(SnapshotSettings settings, List<Column> all) {
    ChosenColumns columns =
        ChosenColumns.of(
                settings.table().toString(), all, named(settings), !settings.fields().isEmpty())
            .without("import", added(settings))
            .ordered(settings.key());
    Optional<Column> timestamp =
        settings
            .timestampColumn()
            .flatMap(name -> all.stream().filter(c -> c.name().equals(name)).findFirst());
    boolean keyed = !settings.key().isEmpty();
    return new SnapshotTable(
        settings.table(),
        columns.selected(),
        timestamp.map(Column::name),
        timestamp.map(c -> Watermark.of(c.name(), c.typeText())).orElse(Watermark.TIMESTAMP),
        settings.recordTimestamp(),
        keyed ? settings.key() : columns.names(),
        keyed,
        settings.filter());
  }

  private static Set<String> named(SnapshotSettings settings) {
    Set<String> names = new HashSet<>(settings.fields());
    names.addAll(settings.key());
    settings.timestampColumn().ifPresent(names::add);
    settings.recordTimestamp().ifPresent(names::add);
    return names;
  }

  private static List<String> added(SnapshotSettings settings) {
    List<String> added = new ArrayList<>(List.of(IdentifiedRows.RECORD_ID));
    settings.recordTimestamp().ifPresent(name -> added.add(SnapshotBatches.RECORD_TIMESTAMP));
    return added;
  }
}
