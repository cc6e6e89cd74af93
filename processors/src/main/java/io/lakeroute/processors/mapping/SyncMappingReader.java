package io.lakeroute.processors.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the mapping files of imports and syncs strictly; stateless. */
public final class SyncMappingReader {

  private static final List<String> FIELDS = List.of("identifier", "attributes", "events");
  private static final List<String> EVENT_FIELDS = List.of("type", "timestamp", "attributes");
  private static final List<String> LEAF_FIELDS = List.of("column", "constant", "type");

  private SyncMappingReader() {}

  /**
   * Reads one mapping.
   *
   * @param file its name, for messages
   * @throws MappingException naming the field that is unknown, missing or wrong
   */
  public static SyncMapping read(String file, InputStream yaml) {
    return new Reading(file).mapping(MappingFile.parse(file, yaml, FIELDS));
  }

  private record Reading(String file) {

    SyncMapping mapping(JsonNode root) {
      if (!root.hasNonNull("attributes") && !root.hasNonNull("events")) {
        throw wrong("field 'attributes' or 'events' is missing");
      }
      return new SyncMapping(
          file,
          field(required(root, "", "identifier"), "identifier", Optional.empty()),
          fields(root, ""),
          events(root.path("events")));
    }

    private Map<String, MappedField> fields(JsonNode parent, String place) {
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
              each ->
                  fields.put(
                      each.getKey(),
                      field(each.getValue(), path + "." + each.getKey(), Optional.empty())));
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
        String place = "events[" + events.size() + "]";
        if (!each.isObject()) {
          throw wrong("field '" + place + "' must have " + String.join(", ", EVENT_FIELDS));
        }
        MappingFile.requireKnown(file, place + ".", each, EVENT_FIELDS);
        events.add(
            new SyncMapping.Event(
                field(
                    required(each, place + ".", "type"),
                    place + ".type",
                    Optional.of(FieldType.STRING)),
                field(
                    required(each, place + ".", "timestamp"),
                    place + ".timestamp",
                    Optional.of(FieldType.TIMESTAMP)),
                fields(each, place + ".")));
      }
      return events;
    }

    private JsonNode required(JsonNode parent, String place, String name) {
      if (!parent.hasNonNull(name)) {
        throw wrong("field '" + place + name + "' is missing");
      }
      return parent.get(name);
    }

    /**
     * @param fixed the only type that makes sense here, which need not be written
     */
    private MappedField field(JsonNode node, String place, Optional<FieldType> fixed) {
      if (!node.isObject() || node.has("column") == node.has("constant")) {
        throw wrong("field '" + place + "' must be {column: ...} or {constant: ...}");
      }
      MappingFile.requireKnown(file, place + ".", node, LEAF_FIELDS);
      Optional<FieldType> written = type(node, place);
      if (fixed.isPresent() && written.isPresent() && !written.equals(fixed)) {
        throw wrong("field '" + place + ".type' can only be " + fixed.get().lowerCase());
      }
      Optional<FieldType> type = fixed.or(() -> written);
      if (node.has("column")) {
        if (!node.get("column").isTextual() || node.get("column").textValue().isBlank()) {
          throw wrong("field '" + place + ".column' must be the name of a column");
        }
        return new MappedField.Column(node.get("column").textValue(), type);
      }
      return new MappedField.Constant(constant(node.get("constant"), type, place));
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

    private Object constant(JsonNode node, Optional<FieldType> type, String place) {
      Object value;
      if (node.isTextual()) {
        value = node.textValue();
      } else if (node.isBoolean()) {
        value = node.booleanValue();
      } else if (node.isIntegralNumber() && node.canConvertToLong()) {
        value = node.longValue();
      } else if (node.isNumber()) {
        value = node.decimalValue();
      } else {
        throw wrong("field '" + place + ".constant' must be a text, number or boolean");
      }
      return type.map(
              wanted ->
                  wanted
                      .convert(value)
                      .orElseThrow(
                          () ->
                              wrong(
                                  "field '%s.constant' is no %s"
                                      .formatted(place, wanted.lowerCase()))))
          .orElse(value);
    }

    private MappingException wrong(String problem) {
      return new MappingException(file, problem);
    }
  }
}
