// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A source of a proposed model; immutable.
 *
 * @param fields columns, or {@code lookup.column}, by the names of the fields
 * @param times columns that may say when a row happened
 * @param left columns that segments cannot compare, or a model cannot name
 */
record ProposedSource(
    String name,
    DeclaredTable table,
    String key,
    Multiplicity rows,
    Map<String, String> fields,
    List<String> times,
    List<String> left,
    ProposedLookups lookups) {

  /** How many rows a key has. */
  enum Multiplicity {
    ONE,
    /** Nothing is declared. */
    ONE_BY_DEFAULT,
    MANY
  }

  static ProposedSource of(
      DeclaredTable table, String key, Multiplicity rows, ProposedLookups lookups, String name) {
    Map<String, String> fields = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    List<String> times = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (String column : table.columns().keySet()) {
      DataType type = table.type(column);
      if (type.temporal()) {
        times.add(column);
      }
      if (!type.usable() || column.isBlank()) {
        left.add(column);
      } else if (!column.equals(key)) {
        fields.put(ProposedNames.unique(column, names), column);
      }
    }
    for (ProposedLookups.Lookup lookup : lookups.used()) {
      for (String column : lookup.table().columns().keySet()) {
        String written = lookup.name() + "." + column;
        if (!lookup.table().type(column).usable()) {
          left.add(written);
        } else if (!lookup.on().containsValue(column)) {
          fields.put(ProposedNames.unique(lookup.name() + "_" + column, names), written);
        }
      }
    }
    return new ProposedSource(name, table, key, rows, fields, times, left, lookups);
  }

  DataType keyType() {
    return table.type(key);
  }

  boolean many() {
    return rows == Multiplicity.MANY;
  }

  /** Whether it reads the table, as a source or as a lookup. */
  boolean reads(SqlName other) {
    return table.name().same(other)
        || lookups.used().stream().anyMatch(lookup -> lookup.table().name().same(other));
  }
}
