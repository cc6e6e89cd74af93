// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import io.lakeroute.databricks.name.ObjectName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The table that is written to, as Unity Catalog described it. Immutable. */
public final class TargetTable {

  private final ObjectName name;
  private final Map<String, TargetColumn> columns = new LinkedHashMap<>();

  public TargetTable(ObjectName name, List<TargetColumn> columns) {
    this.name = name;
    columns.forEach(column -> this.columns.put(key(column.name()), column));
  }

  public ObjectName name() {
    return name;
  }

  /** The column of that name, in any case, as in SQL. */
  public Optional<TargetColumn> column(String field) {
    return Optional.ofNullable(columns.get(key(field)));
  }

  public List<TargetColumn> columns() {
    return List.copyOf(columns.values());
  }

  /** The names of all columns, for messages. */
  public String columnNames() {
    return String.join(", ", columns.values().stream().map(TargetColumn::name).toList());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
