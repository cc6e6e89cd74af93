// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import io.lakeroute.processors.segment.SegmentModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The rows of one source of a model by key, with the fields of its lookups; immutable. */
final class MemorySource {

  /** The name of no field: the time of a row. */
  static final String TIME = "#time";

  private static final String LATEST = "#latest";
  private static final Comparator<Object> ORDER = new MemoryOrder();

  private final SegmentModel.Source definition;
  private final Map<Object, List<Map<String, Object>>> rows = new LinkedHashMap<>();

  MemorySource(SegmentModel.Source definition, SampleTables tables) {
    this.definition = definition;
    SampleTable table = tables.table(definition.table().toString());
    // Rows hold keys as numbers, whatever the table makes of them.
    boolean texts = definition.keyAsText() || table.types().get(definition.key()).equals("STRING");
    for (Map<String, Object> row : table.rows()) {
      Object key = row.get(definition.key());
      if (key != null) {
        rows.computeIfAbsent(texts ? key.toString() : key, missing -> new ArrayList<>())
            .add(fields(row, tables));
      }
    }
    if (!definition.many()) {
      rows.replaceAll((key, all) -> List.of(newest(all)));
    }
  }

  private Map<String, Object> fields(Map<String, Object> row, SampleTables tables) {
    Map<String, Map<String, Object>> joined = new HashMap<>();
    definition
        .lookups()
        .forEach(
            (name, lookup) ->
                tables.table(lookup.table().toString()).rows().stream()
                    .filter(other -> joins(lookup, row, other))
                    .forEach(other -> joined.put(name, other)));
    Map<String, Object> fields = new LinkedHashMap<>();
    definition
        .fields()
        .forEach(
            (name, field) ->
                fields.put(
                    name,
                    field
                        .lookup()
                        .map(lookup -> joined.getOrDefault(lookup, Map.of()))
                        .orElse(row)
                        .get(field.column())));
    definition.time().ifPresent(column -> fields.put(TIME, row.get(column)));
    definition.latest().ifPresent(column -> fields.put(LATEST, row.get(column)));
    return fields;
  }

  private static boolean joins(
      SegmentModel.Lookup lookup, Map<String, Object> row, Map<String, Object> other) {
    return lookup.on().entrySet().stream()
        .allMatch(
            on ->
                row.get(on.getKey()) != null
                    && Objects.equals(row.get(on.getKey()), other.get(on.getValue())));
  }

  Set<Object> keys() {
    return rows.keySet();
  }

  List<Map<String, Object>> rows(Object key) {
    return rows.getOrDefault(key, List.of());
  }

  /** The row of a key, or no fields. */
  Map<String, Object> row(Object key) {
    return rows(key).stream().findFirst().orElse(Map.of());
  }

  /** Of rows that are equally new the one with the largest values, field by field. */
  private Map<String, Object> newest(List<Map<String, Object>> all) {
    Comparator<Map<String, Object>> newest =
        Comparator.<Map<String, Object>, Object>comparing(row -> row.get(LATEST), ORDER);
    for (String field : definition.fields().keySet()) {
      newest = newest.thenComparing(row -> row.get(field), ORDER);
    }
    return all.stream().max(newest).orElseThrow();
  }
}
