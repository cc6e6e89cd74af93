// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.segment.DeclaredTable.ForeignKey;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tables that a proposed source looks rows up in; immutable.
 *
 * @param used up to as many as a source may have
 * @param left declared as well, and not used: there are too many, or their tables were not read
 */
record ProposedLookups(List<Lookup> used, List<ForeignKey> left) {

  /**
   * One of them.
   *
   * @param on columns of the table by those of the source
   */
  record Lookup(String name, DeclaredTable table, Map<String, String> on) {}

  static ProposedLookups none() {
    return new ProposedLookups(List.of(), List.of());
  }

  /**
   * Those that foreign keys declare.
   *
   * @param key of the source, which is no lookup
   * @param population whose rows are found by the key of the source
   */
  static ProposedLookups of(
      DeclaredTable table, String key, List<DeclaredTable> tables, Optional<SqlName> population) {
    List<Lookup> used = new ArrayList<>();
    List<ForeignKey> left = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ForeignKey foreign : table.foreignKeys()) {
      if (population.filter(foreign.references()::same).isPresent()) {
        continue;
      }
      Optional<Map<String, String>> on = on(foreign, table, tables);
      if (on.isEmpty() || used.size() == ModelReader.MOST_LOOKUPS) {
        left.add(foreign);
        continue;
      }
      DeclaredTable parent = read(foreign, tables).orElseThrow();
      // A field is written lookup.column, and a column may have a dot of its own.
      String name =
          ProposedNames.unique(
              parent.shortName(),
              names,
              taken ->
                  table.columns().keySet().stream()
                      .anyMatch(column -> column.startsWith(taken + ".")));
      used.add(new Lookup(name, parent, on.get()));
    }
    return new ProposedLookups(List.copyOf(used), List.copyOf(left));
  }

  private static Optional<DeclaredTable> read(ForeignKey foreign, List<DeclaredTable> tables) {
    return tables.stream().filter(each -> each.name().same(foreign.references())).findFirst();
  }

  private static Optional<Map<String, String>> on(
      ForeignKey foreign, DeclaredTable table, List<DeclaredTable> tables) {
    Optional<DeclaredTable> parent = read(foreign, tables);
    Map<String, String> on = new LinkedHashMap<>();
    for (int i = 0; parent.isPresent() && i < foreign.columns().size(); i++) {
      Optional<String> mine = table.column(foreign.columns().get(i));
      Optional<String> theirs = parent.get().column(foreign.referenced().get(i));
      if (mine.isEmpty() || theirs.isEmpty()) {
        return Optional.empty();
      }
      on.put(mine.get(), theirs.get());
    }
    return on.isEmpty() ? Optional.empty() : Optional.of(on);
  }
}
