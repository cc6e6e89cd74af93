// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.ColumnKind;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The fields of a model, as query builders take them (react-querybuilder); stateless. */
public final class ModelFields {

  private ModelFields() {}

  /**
   * A map for each field of a source with one row, and for each source with many.
   *
   * @param rows how many a table has, where that is known
   */
  public static List<Map<String, Object>> of(
      BoundModel model, Function<SqlName, Optional<Long>> rows) {
    List<Map<String, Object>> fields = new ArrayList<>();
    for (BoundModel.Source source : model.sources().values()) {
      List<Map<String, Object>> own = new ArrayList<>();
      if (source.many()) {
        own.add(many(source));
      } else {
        source
            .fields()
            .forEach((name, column) -> own.add(field(source.name() + "." + name, column)));
      }
      rows.apply(source.definition().table())
          .ifPresent(count -> own.forEach(field -> field.put("rows", count)));
      fields.addAll(own);
    }
    return fields;
  }

  private static Map<String, Object> many(BoundModel.Source source) {
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("name", source.name());
    field.put("label", source.name());
    field.put("matchModes", List.copyOf(MatchMode.byName().keySet()));
    field.put(
        "aggregates",
        Aggregate.byName().values().stream()
            .filter(each -> !each.byTime() || source.time().isPresent())
            .map(Aggregate::text)
            .toList());
    field.put("window", source.time().isPresent());
    List<Object> inner = new ArrayList<>();
    source.fields().forEach((name, column) -> inner.add(field(name, column)));
    field.put("subproperties", inner);
    return field;
  }

  private static Map<String, Object> field(String name, BoundModel.Column column) {
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("name", name);
    field.put("label", name);
    field.put("type", column.type().text());
    field.put("inputType", inputType(column.type()));
    field.put(
        "operators",
        Operator.byName().entrySet().stream()
            .filter(each -> column.type().takes(each.getValue().test()))
            .map(Map.Entry::getKey)
            .toList());
    return field;
  }

  private static String inputType(DataType type) {
    if (type.number()) {
      return "number";
    }
    if (type.kind() == ColumnKind.DATE) {
      return "date";
    }
    if (type.temporal()) {
      return "datetime-local";
    }
    return type.kind() == ColumnKind.BOOLEAN ? "checkbox" : "text";
  }
}
