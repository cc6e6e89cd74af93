// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.segment.TableColumns;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of all tables of models, each looked at once. Immutable. */
final class ReadableTables {

  private final Map<String, TableColumns> columns = new HashMap<>();
  private final String connection;

  /**
   * Looks at them.
   *
   * @param connection of models that name none
   * @throws TableCatalog.UnreadableException naming each table that may not be read
   */
  ReadableTables(TableCatalog catalog, List<SegmentModel> models, String connection) {
    this.connection = connection;
    List<TableCatalog.UnreadableException> unreadable = new ArrayList<>();
    for (SegmentModel model : models) {
      for (SqlName table : model.tables().values()) {
        try {
          columns.computeIfAbsent(
              place(model, table),
              place -> SegmentSources.columns(catalog.columns(table, connection(model))));
        } catch (TableCatalog.UnreadableException e) {
          if (!e.ofThisTable()) {
            throw e;
          }
          if (unreadable.stream().noneMatch(other -> other.getMessage().equals(e.getMessage()))) {
            unreadable.add(e);
          }
        }
      }
    }
    if (!unreadable.isEmpty()) {
      throw unreadable.size() == 1
          ? unreadable.get(0)
          : new TableCatalog.UnreadableException(unreadable);
    }
  }

  TableColumns of(SegmentModel model, SqlName table) {
    return columns.get(place(model, table));
  }

  private String connection(SegmentModel model) {
    return model.connection().orElse(connection);
  }

  private String place(SegmentModel model, SqlName table) {
    return connection(model) + " " + table;
  }
}
