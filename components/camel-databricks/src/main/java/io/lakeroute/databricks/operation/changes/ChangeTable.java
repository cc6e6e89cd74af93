// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static java.util.Objects.requireNonNull;

import com.databricks.sdk.service.catalog.DataSourceFormat;
import com.databricks.sdk.service.catalog.TableConstraint;
import com.databricks.sdk.service.catalog.TableInfo;
import com.databricks.sdk.service.catalog.TableType;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.run.ChosenColumns;
import io.lakeroute.databricks.run.IdentifiedRows;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is read of a table, checked against the table as it is. Immutable.
 *
 * @param name the table
 * @param columns what is delivered, keys included
 * @param keys columns that make a row unique; none where all columns do
 * @param filter the user's own condition
 * @param net whether changes of a row are folded into one
 */
record ChangeTable(
    ObjectName name,
    List<Column> columns,
    List<String> keys,
    Optional<String> filter,
    boolean net) {

  /** Names of the columns that are added to those of the table. */
  static final String CHANGE_TYPE = "_change_type";

  static final String COMMIT_VERSION = "_commit_version";
  static final String COMMIT_TIMESTAMP = "_commit_timestamp";
  static final String BEFORE = "_before";

  ChangeTable {
    requireNonNull(name, "name");
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
    requireNonNull(filter, "filter");
  }

  /**
   * Refuses what has no change data feed, whatever its properties say.
   *
   * @throws DatabricksException CONFIGURATION with the remedy
   */
  static void requireDelta(ObjectName table, TableInfo info) {
    boolean kept =
        info.getTableType() == TableType.MANAGED || info.getTableType() == TableType.EXTERNAL;
    if (!kept || info.getDataSourceFormat() != DataSourceFormat.DELTA) {
      throw refused(
          "%s is a %s%s, which has no change data feed. Sync a managed or external Delta table, such as one that CREATE TABLE AS SELECT makes of it."
              .formatted(
                  table,
                  info.getTableType(),
                  info.getDataSourceFormat() == null
                      ? ""
                      : " in " + info.getDataSourceFormat() + " format"));
    }
  }

  /**
   * The columns of a version, as the settings want them.
   *
   * @param all the table's columns
   * @param primaryKey the declared one, where the settings name no keys
   * @throws DatabricksException CONFIGURATION when the settings do not fit them
   */
  static ChangeTable of(ChangesSettings settings, List<Column> all, List<String> primaryKey) {
    List<String> keys = settings.keys().isEmpty() ? primaryKey : settings.keys();
    if (keys.isEmpty() && (settings.beforeImage() || settings.net() == Net.TRUE)) {
      throw refused(
          "%s has no keys, and %s needs them. Set the option keys to columns that make a row unique, or declare a primary key."
              .formatted(settings.table(), settings.beforeImage() ? "beforeImage" : "net"));
    }
    Set<String> wanted = new LinkedHashSet<>(settings.fields());
    wanted.addAll(keys);
    ChosenColumns columns =
        ChosenColumns.of(settings.table().toString(), all, wanted, !settings.fields().isEmpty())
            .without("sync", added(settings))
            .ordered(keys);
    return new ChangeTable(
        settings.table(),
        columns.selected(),
        keys,
        settings.filter(),
        settings.net() == Net.TRUE || (settings.net() == Net.AUTO && !keys.isEmpty()));
  }

  private static List<String> added(ChangesSettings settings) {
    List<String> added =
        new ArrayList<>(
            List.of(IdentifiedRows.RECORD_ID, CHANGE_TYPE, COMMIT_VERSION, COMMIT_TIMESTAMP));
    if (settings.beforeImage()) {
      added.add(BEFORE);
    }
    return added;
  }

  /** The columns of the declared primary key, in its order. */
  static List<String> primaryKey(TableInfo info) {
    return info.getTableConstraints() == null
        ? List.of()
        : info.getTableConstraints().stream()
            .map(TableConstraint::getPrimaryKeyConstraint)
            .filter(Objects::nonNull)
            .findFirst()
            .map(key -> List.copyOf(key.getChildColumns()))
            .orElse(List.of());
  }

  boolean keyed() {
    return !keys.isEmpty();
  }

  /** The columns that tell rows apart. */
  List<Column> identity() {
    return keyed()
        ? keys.stream()
            .flatMap(key -> columns.stream().filter(column -> column.name().equals(key)))
            .toList()
        : columns;
  }

  /** A name that no column has. */
  String unused(String wanted) {
    return ChosenColumns.unused(columns, wanted);
  }

  private static DatabricksException refused(String message) {
    return new DatabricksException(Reason.CONFIGURATION, message);
  }
}
