// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the mapping files of imports and syncs strictly; stateless. */
public final class SyncMappingReader {

  private static final List<String> FIELDS =
      List.of("schema", "identifier", "declared", "attributes", "events");
  private static final List<String> EVENT_FIELDS =
      List.of("type", "timestamp", "attributes", "parameters");
  private static final List<String> LEAF_FIELDS = List.of("column", "constant", "type");
  private static final List<String> IDENTIFIER_FIELDS = List.of("column", "constant", "type", "is");
  private static final List<String> PARAMETERS_FIELDS = List.of("column");

  private SyncMappingReader() {}

  /** Opens what the field {@code schema} of a mapping names. */
  @FunctionalInterface
  public interface Schemas {
    InputStream open(String location) throws IOException;
  }

  /**
   * Reads one mapping.
   *
   * @param file its name, for messages
   * @throws MappingException naming the field that is unknown, missing or wrong
   */
  public static SyncMapping read(
      String file, InputStream yaml, Undeclared undeclared, Schemas schemas) {
    JsonNode root = MappingFile.parse(file, yaml, FIELDS);
    return new Reading(file, SchemaNames.of(file, root, undeclared, schemas)).mapping(root);
  }

  private record Reading(String file, SchemaNames names) {

    SyncMapping mapping(JsonNode root) {
      if (!root.hasNonNull("attributes") && !root.hasNonNull("events")) {
        throw wrong("field 'attributes' or 'events' is missing");
      }
      JsonNode identifier = required(root, "", "identifier");
      Optional<SchemaField> is = names.identifier(identifier);
      MappedField who = field(identifier, "identifier", is, Optional.empty(), IDENTIFIER_FIELDS);
      Map<String, MappedField> attributes = fields(root, "", names.attributes());
      List<SyncMapping.Event> events = events(root.path("events"));
      return new SyncMapping(file, who, attributes, events, names.rules(is));
    }

    /**
     * @param section what the schema has of such fields; empty without a schema
     */
    private Map<String, MappedField> fields(
        JsonNode parent, String place, Optional<RecordSchema.Section> section) {
      Map<String, MappedField> fields = new LinkedHashMap<>();
      if (!parent.has("attributes")) {
        return fields;
      }
      JsonNode node = parent.get("attributes");
      String path = place + "attributes";
      if (!node.isObject() || node.isEmpty()) {
        throw wrong("field '" + path + "' must be a map of names to fields");
      }
      node.fields()
          .forEachRemaining(
              each -> {
                String where = path + "." + each.getKey();
                Optional<SchemaField> known = section.flatMap(it -> it.find(each.getKey()));
                MappedField field =
                    field(each.getValue(), where, known, Optional.empty(), LEAF_FIELDS);
                if (section.isPresent() && known.isEmpty()) {
                  names.undeclared(where);
                } else if (fields.put(known.map(SchemaField::name).orElse(each.getKey()), field)
                    != null) {
                  throw wrong(
                      "field '" + where + "' is " + known.get().name() + ", which is mapped twice");
                }
              });
      return fields;
    }

    private List<SyncMapping.Event> events(JsonNode node) {
      List<SyncMapping.Event> events = new ArrayList<>();
      if (node.isMissingNode()) {
        return events;
      }
      if (!node.isArray() || node.isEmpty()) {
        throw wrong("field 'events' must be a list of events");
      }
      for (JsonNode each : node) {
        events.add(event(each, "events[" + events.size() + "]"));
      }
      return events;
    }

    private SyncMapping.Event event(JsonNode node, String place) {
      if (!node.isObject()) {
        throw wrong("field '" + place + "' must have type, timestamp, attributes");
      }
      MappingFile.requireKnown(file, place + ".", node, EVENT_FIELDS);
      SyncMapping.Event event =
          new SyncMapping.Event(
              fixed(node, place, "type", FieldType.STRING),
              fixed(node, place, "timestamp", names.timestampType()),
              fields(node, place + ".", names.events()),
              parameters(node, place));
      names.requireMapped(event, place);
      return event;
    }

    private Optional<String> parameters(JsonNode event, String place) {
      if (!event.has("parameters")) {
        return Optional.empty();
      }
      String path = place + ".parameters";
      JsonNode node = event.get("parameters");
      if (!node.isObject() || !node.has("column")) {
        throw wrong("field '" + path + "' must be {column: ...}");
      }
      MappingFile.requireKnown(file, path + ".", node, PARAMETERS_FIELDS);
      return Optional.of(column(node, path));
    }

    private JsonNode required(JsonNode parent, String place, String name) {
      if (!parent.hasNonNull(name)) {
        throw wrong("field '" + place + name + "' is missing");
      }
      return parent.get(name);
    }

    /** A field of the only type that makes sense there, which need not be written. */
    private MappedField fixed(JsonNode event, String place, String name, FieldType type) {
      return field(
          required(event, place + ".", name),
          place + "." + name,
          Optional.empty(),
          Optional.of(type),
          LEAF_FIELDS);
    }

    private MappedField field(
        JsonNode node,
        String place,
        Optional<SchemaField> known,
        Optional<FieldType> fixed,
        List<String> allowed) {
      if (!node.isObject() || node.has("column") == node.has("constant")) {
        throw wrong("field '" + place + "' must be {column: ...} or {constant: ...}");
      }
      MappingFile.requireKnown(file, place + ".", node, allowed);
      Optional<FieldType> written = type(node, place);
      Optional<FieldType> only = known.map(SchemaField::type).or(() -> fixed);
      if (only.isPresent() && written.isPresent() && !written.equals(only)) {
        throw wrong("field '" + place + ".type' can only be " + only.get().lowerCase());
      }
      Optional<FieldType> type = only.or(() -> written);
      return node.has("column")
          ? new MappedField.Column(column(node, place), type)
          : new MappedField.Constant(constant(node.get("constant"), type, known, place));
    }

    private String column(JsonNode node, String place) {
      JsonNode column = node.get("column");
      if (!column.isTextual() || column.textValue().isBlank()) {
        throw wrong("field '" + place + ".column' must be the name of a column");
      }
      return column.textValue();
    }

    private Optional<FieldType> type(JsonNode node, String place) {
      if (!node.has("type")) {
        return Optional.empty();
      }
      return Optional.of(
          FieldType.of(node.get("type").asText())
              .orElseThrow(
                  () ->
                      wrong(
                          "field '%s.type' is '%s' (allowed: %s)"
                              .formatted(
                                  place,
                                  node.get("type").asText(),
                                  String.join(", ", FieldType.names())))));
    }

    private Object constant(
        JsonNode node, Optional<FieldType> type, Optional<SchemaField> known, String place) {
      Object value =
          Constants.of(node)
              .orElseThrow(
                  () -> wrong("field '" + place + ".constant' must be a text, number or boolean"));
      Optional<Object> converted =
          known.isPresent()
              ? known.get().convert(value)
              : type.map(wanted -> wanted.convert(value)).orElse(Optional.of(value));
      return converted.orElseThrow(
          () ->
              wrong(
                  "field '%s.constant' is no %s"
                      .formatted(
                          place,
                          known
                              .map(SchemaField::description)
                              .orElseGet(() -> type.orElseThrow().lowerCase()))));
    }

    private MappingException wrong(String problem) {
      return new MappingException(file, problem);
    }
  }
}
