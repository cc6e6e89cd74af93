// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes of a row one event of its record. Thread-safe. */
final class EventMapper {

  private final SyncMapping.Event event;
  private final String place;
  private final Optional<RecordSchema.Section> schema;
  private final boolean drops;
  private final MappedValue type;
  private final MappedValue timestamp;
  private final List<MappedValue> attributes;

  /** Parameters that the schema knows, by name. */
  private final Map<String, MappedValue> parameters = new HashMap<>();

  /** What events need, by their type. */
  private final Map<String, List<SchemaField>> required = new HashMap<>();

  /**
   * @param place of the event in the mapping, with a dot behind it
   */
  EventMapper(SyncMapping.Event event, String place, Optional<SyncMapping.Rules> rules) {
    this.event = event;
    this.place = place;
    this.schema = rules.map(each -> each.schema().events());
    this.drops = rules.map(each -> each.undeclared() == Undeclared.DROP).orElse(false);
    this.type = new MappedValue("type", place + "type", event.type(), Optional.empty());
    this.timestamp =
        new MappedValue("timestamp", place + "timestamp", event.timestamp(), Optional.empty());
    this.attributes = MappedValue.all(event.attributes(), place + "attributes.", schema);
    schema.ifPresent(section -> section.fields().values().forEach(this::prepare));
  }

  private void prepare(SchemaField field) {
    field
        .requiredWhen()
        .forEach(kind -> required.computeIfAbsent(kind, it -> new ArrayList<>()).add(field));
    event
        .parameters()
        .ifPresent(
            column ->
                parameters.put(
                    field.name(),
                    new MappedValue(
                        field.name(),
                        place + "parameters." + field.name(),
                        new MappedField.Column(column, Optional.empty()),
                        Optional.of(field))));
  }

  /**
   * The event; empty where the row does not have its type or time, which with a schema is a misfit,
   * and without one means that it did not happen.
   *
   * @param dropped gets the names of parameters that are left out
   */
  Optional<Map<String, Object>> map(
      Map<String, Object> row, List<Misfit> misfits, Set<String> dropped) {
    Object kind = timely(type, row, misfits);
    Object time = timely(timestamp, row, misfits);
    if (kind == null || time == null) {
      return Optional.empty();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    event.parameters().ifPresent(column -> addAll(column, row, values, misfits, dropped));
    attributes.forEach(each -> values.put(each.name(), each.in(row, misfits)));
    requireFor(kind, values, misfits);
    Map<String, Object> mapped = new LinkedHashMap<>();
    mapped.put("type", kind);
    mapped.put("timestamp", time);
    if (!event.attributes().isEmpty() || event.parameters().isPresent()) {
      mapped.put("attributes", values);
    }
    return Optional.of(mapped);
  }

  private Object timely(MappedValue value, Map<String, Object> row, List<Misfit> misfits) {
    return schema.isPresent() ? value.requiredIn(row, true, misfits) : value.in(row, misfits);
  }

  private void requireFor(Object kind, Map<String, Object> values, List<Misfit> misfits) {
    for (SchemaField field : required.getOrDefault(kind, List.of())) {
      if (SchemaField.isEmpty(values.get(field.name())) && !isMisfit(field.name(), misfits)) {
        misfits.add(
            new Misfit(
                place + "attributes." + field.name(),
                "is NULL or empty, and " + kind + " needs it"));
      }
    }
  }

  /** What does not fit is reported once, and not as missing, too. */
  private boolean isMisfit(String name, List<Misfit> misfits) {
    Set<String> places = Set.of(place + "attributes." + name, place + "parameters." + name);
    return misfits.stream().map(Misfit::field).anyMatch(places::contains);
  }

  private void addAll(
      String column,
      Map<String, Object> row,
      Map<String, Object> values,
      List<Misfit> misfits,
      Set<String> dropped) {
    Object value = row.get(column);
    if (value == null) {
      return;
    }
    Optional<Map<String, Object>> read = Parameters.of(value);
    if (read.isEmpty()) {
      misfits.add(
          new Misfit(
              place + "parameters",
              "is %s in column %s that is no MAP, STRUCT or JSON object"
                  .formatted(FieldType.describe(value), column)));
    } else if (schema.isEmpty()) {
      values.putAll(read.get());
    } else {
      read.get().forEach((name, each) -> add(column, name, each, values, misfits, dropped));
    }
  }

  /** No message has a name that the schema lacks: it is data of the row. */
  private void add(
      String column,
      String name,
      Object value,
      Map<String, Object> values,
      List<Misfit> misfits,
      Set<String> dropped) {
    Optional<SchemaField> known = schema.orElseThrow().find(name);
    if (known.isEmpty() && drops) {
      dropped.add(name);
    } else if (known.isEmpty()) {
      misfits.add(new Misfit(place + "parameters", "has a name that the schema does not have"));
    } else if (values.containsKey(known.get().name())) {
      misfits.add(
          new Misfit(
              place + "parameters." + known.get().name(), "is there twice, under two names"));
    } else if (!event.attributes().containsKey(known.get().name())) {
      MappedValue parameter = parameters.get(known.get().name());
      values.put(parameter.name(), parameter.of(value, column, Optional.empty(), misfits));
    }
  }
}
