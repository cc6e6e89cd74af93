// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Change;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The columns that a table really has; immutable. Names match in any case, as in SQL. */
public final class TableColumns {

  /** A column in the spelling of the table. */
  record Found(String name, DataType type) {}

  private final Map<String, Found> columns;
  private final Map<String, String> types;

  /**
   * @param types SQL types by the names of the columns, in the order of the table
   */
  public TableColumns(Map<String, String> types) {
    this.types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    this.columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    types.forEach((name, type) -> columns.put(name, new Found(name, DataType.of(type))));
  }

  Optional<Found> find(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  /** Whether they are these and no others, in any order. */
  boolean are(List<Change.Column> wanted) {
    return types.size() == wanted.size()
        && wanted.stream()
            .allMatch(
                column ->
                    find(column.name().parts().get(0))
                        .filter(found -> ReturnedTypes.of(found.type()).equals(column.type()))
                        .isPresent());
  }

  /** Their names, for messages. */
  String names() {
    return String.join(", ", types.keySet());
  }
}
