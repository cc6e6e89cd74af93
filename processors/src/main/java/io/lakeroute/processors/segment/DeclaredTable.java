// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.SqlName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table or view as Unity Catalog describes it, with the keys that it declares; immutable.
 *
 * @param columns SQL types by the names of the columns, in the order of the table
 * @param primaryKey its columns; empty if none is declared
 */
public record DeclaredTable(
    SqlName name,
    Map<String, String> columns,
    List<String> primaryKey,
    List<ForeignKey> foreignKeys) {

  public DeclaredTable {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    primaryKey = List.copyOf(primaryKey);
    foreignKeys = List.copyOf(foreignKeys);
  }

  /** Columns that hold a key of another table, in the order of the columns there. */
  public record ForeignKey(List<String> columns, SqlName references, List<String> referenced) {
    public ForeignKey {
      columns = List.copyOf(columns);
      referenced = List.copyOf(referenced);
    }
  }

  /** The column in the spelling of the table: names match in any case. */
  public Optional<String> column(String name) {
    return columns.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
  }

  /** Whether its values can be compared as those of keys are. */
  public boolean comparable(String column) {
    return type(column).usable() && !type(column).array();
  }

  /** The name without catalog and schema. */
  String shortName() {
    return name.parts().get(name.parts().size() - 1);
  }

  DataType type(String column) {
    return DataType.of(columns.get(column));
  }

  /** Whether the column alone is the primary key. */
  boolean identifiedBy(String column) {
    return primaryKey.size() == 1 && primaryKey.get(0).equalsIgnoreCase(column);
  }
}
