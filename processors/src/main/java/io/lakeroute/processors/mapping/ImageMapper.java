package io.lakeroute.processors.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Maps one image of a row and notes all that does not fit. Thread-safe. */
final class ImageMapper {

  private final SyncMapping mapping;
  private final Optional<RecordSchema> schema;
  private final boolean drops;

  ImageMapper(SyncMapping mapping) {
    this.mapping = mapping;
    this.schema = mapping.rules().map(SyncMapping.Rules::schema);
    this.drops =
        mapping.rules().map(rules -> rules.undeclared() == Undeclared.DROP).orElse(false);
  }

  Image map(Map<String, Object> row) {
    Reading reading = new Reading(row, new ArrayList<>(), new LinkedHashSet<>());
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("identifier", reading.identifier());
    if (!mapping.attributes().isEmpty()) {
      record.put(
          "attributes",
          reading.values(
              mapping.attributes(), "attributes.", schema.map(RecordSchema::attributes)));
    }
    if (!mapping.events().isEmpty()) {
      record.put("events", reading.events());
    }
    return new Image(record, reading.misfits, reading.dropped);
  }

  /**
   * Whom the image is about, as the record would have it where it fits, else as it is: what must
   * leave a target may not have been there, and must leave all the same.
   */
  Optional<Object> whom(Map<String, Object> image) {
    if (mapping.identifier() instanceof MappedField.Constant constant) {
      return Optional.of(constant.value());
    }
    MappedField.Column column = (MappedField.Column) mapping.identifier();
    Object value = image.get(column.name());
    return value == null
        ? Optional.empty()
        : column.type().flatMap(type -> type.convert(value)).or(() -> Optional.of(value));
  }

  /** One image while it is read. */
  private final class Reading {
    private final Map<String, Object> row;
    private final List<Misfit> misfits;
    private final Set<String> dropped;

    Reading(Map<String, Object> row, List<Misfit> misfits, Set<String> dropped) {
      this.row = row;
      this.misfits = misfits;
      this.dropped = dropped;
    }

    Object identifier() {
      Optional<SchemaField> is = mapping.rules().flatMap(SyncMapping.Rules::identifier);
      return required(mapping.identifier(), "identifier", is);
    }

    /** A value that must be there. */
    private Object required(MappedField field, String place, Optional<SchemaField> known) {
      int before = misfits.size();
      Object value = value(field, place, known);
      if (misfits.size() == before) {
        if (value == null) {
          misfits.add(new Misfit(place, "is NULL"));
        } else if (schema.isPresent() && SchemaField.isEmpty(value)) {
          misfits.add(new Misfit(place, "is empty"));
        }
      }
      return value;
    }

    List<Map<String, Object>> events() {
      List<Map<String, Object>> events = new ArrayList<>(mapping.events().size());
      for (int i = 0; i < mapping.events().size(); i++) {
        event(mapping.events().get(i), "events[" + i + "].").ifPresent(events::add);
      }
      return events;
    }

    private Optional<Map<String, Object>> event(SyncMapping.Event event, String place) {
      Object type = timely(event.type(), place + "type");
      Object timestamp = timely(event.timestamp(), place + "timestamp");
      if (type == null || timestamp == null) {
        return Optional.empty(); // Without a schema: it did not happen to this one.
      }
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("type", type);
      values.put("timestamp", timestamp);
      Map<String, Object> attributes = new LinkedHashMap<>();
      event.parameters().ifPresent(column -> parameters(event, column, place, attributes));
      attributes.putAll(
          values(event.attributes(), place + "attributes.", schema.map(RecordSchema::events)));
      schema.ifPresent(it -> requireFor(type, attributes, it, place));
      if (!event.attributes().isEmpty() || event.parameters().isPresent()) {
        values.put("attributes", attributes);
      }
      return Optional.of(values);
    }

    /** With a schema the row must say it; without, a row may have no such event. */
    private Object timely(MappedField field, String place) {
      return schema.isPresent()
          ? required(field, place, Optional.empty())
          : value(field, place, Optional.empty());
    }

    private void requireFor(
        Object type, Map<String, Object> attributes, RecordSchema known, String place) {
      for (SchemaField field : known.events().fields().values()) {
        if (field.requiredWhen().contains(type)
            && SchemaField.isEmpty(attributes.get(field.name()))
            && !misfit(place, field.name())) {
          misfits.add(
              new Misfit(
                  place + "attributes." + field.name(),
                  "is NULL or empty, and " + type + " needs it"));
        }
      }
    }

    /** What does not fit is reported once, and not as missing, too. */
    private boolean misfit(String place, String name) {
      return misfits.stream()
          .map(Misfit::field)
          .anyMatch(field -> field.startsWith(place) && field.endsWith("." + name));
    }

    private void parameters(
        SyncMapping.Event event, String column, String place, Map<String, Object> attributes) {
      Object value = row.get(column);
      if (value == null) {
        return;
      }
      String where = place + "parameters";
      Optional<Map<String, Object>> parameters = Parameters.of(value);
      if (parameters.isEmpty()) {
        misfits.add(
            new Misfit(
                where,
                "is %s in column %s that is no MAP, STRUCT or JSON object"
                    .formatted(FieldType.describe(value), column)));
        return;
      }
      parameters
          .get()
          .forEach((name, each) -> parameter(event, column, where, name, each, attributes));
    }

    private void parameter(
        SyncMapping.Event event,
        String column,
        String place,
        String name,
        Object value,
        Map<String, Object> attributes) {
      if (schema.isEmpty()) {
        attributes.put(name, value);
        return;
      }
      Optional<SchemaField> known = schema.get().events().find(name);
      if (known.isEmpty()) {
        undeclared(place, name);
      } else if (!event.attributes().containsKey(known.get().name())) {
        String where = place + "." + known.get().name();
        if (attributes.containsKey(known.get().name())) {
          misfits.add(new Misfit(where, "is there twice, under two names"));
        } else {
          attributes.put(
              known.get().name(), checked(value, column, where, known, Optional.empty()));
        }
      }
    }

    /** The name is data of the row, so no message has it. */
    private void undeclared(String place, String name) {
      if (drops) {
        dropped.add(name);
      } else {
        misfits.add(new Misfit(place, "has a name that the schema does not have"));
      }
    }

    Map<String, Object> values(
        Map<String, MappedField> fields, String place, Optional<RecordSchema.Section> section) {
      Map<String, Object> values = new LinkedHashMap<>();
      fields.forEach(
          (name, field) ->
              values.put(name, value(field, place + name, section.flatMap(it -> it.find(name)))));
      return values;
    }

    private Object value(MappedField field, String place, Optional<SchemaField> known) {
      if (field instanceof MappedField.Constant constant) {
        return constant.value();
      }
      MappedField.Column column = (MappedField.Column) field;
      return checked(row.get(column.name()), column.name(), place, known, column.type());
    }

    private Object checked(
        Object value,
        String column,
        String place,
        Optional<SchemaField> known,
        Optional<FieldType> type) {
      if (SchemaField.isEmpty(value) && known.flatMap(SchemaField::defaultValue).isPresent()) {
        return known.get().defaultValue().get();
      }
      if (value == null || (known.isEmpty() && type.isEmpty())) {
        return value;
      }
      Optional<Object> converted =
          known.isPresent() ? known.get().convert(value) : type.get().convert(value);
      if (converted.isEmpty()) {
        misfits.add(
            new Misfit(
                place,
                "is %s in column %s that is no %s"
                    .formatted(
                        FieldType.describe(value),
                        column,
                        known
                            .map(SchemaField::description)
                            .orElseGet(() -> type.get().lowerCase()))));
      }
      return converted.orElse(null);
    }
  }
}
