// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads schemas, and what a mapping declares besides, strictly; stateless. */
final class RecordSchemaReader {

  private static final List<String> FIELDS =
      List.of("identifiers", "prefixes", "attributes", "events");
  static final List<String> SECTIONS = List.of("attributes", "events");
  private static final List<String> ENTRY_FIELDS =
      List.of("type", "format", "personal", "default", "requiredWhen", "aliases");

  private final String file;

  private RecordSchemaReader(String file) {
    this.file = file;
  }

  /**
   * Reads one schema.
   *
   * @param file its name, for messages
   * @throws MappingException naming the field that is unknown, missing or wrong
   */
  static RecordSchema read(String file, InputStream yaml) {
    return new RecordSchemaReader(file).schema(MappingFile.parse(file, yaml, FIELDS));
  }

  /** The schema with what the mapping of that file declares in addition. */
  static RecordSchema declared(String file, JsonNode declared, RecordSchema schema) {
    RecordSchemaReader reader = new RecordSchemaReader(file);
    reader.requireObject(declared, "declared");
    MappingFile.requireKnown(file, "declared.", declared, SECTIONS);
    Map<String, SchemaField> attributes = reader.section(declared, "declared.", "attributes");
    Map<String, SchemaField> events = reader.section(declared, "declared.", "events");
    reader.requireNew("declared.attributes.", attributes, schema.attributes());
    reader.requireNew("declared.events.", events, schema.events());
    return schema.with(attributes, events);
  }

  private void requireNew(
      String place, Map<String, SchemaField> fields, RecordSchema.Section section) {
    for (String name : fields.keySet()) {
      section
          .find(name)
          .ifPresent(
              known -> {
                throw wrong("field '%s%s' is %s of the schema", place, name, known.name());
              });
    }
  }

  private RecordSchema schema(JsonNode root) {
    Map<String, SchemaField> attributes = section(root, "", "attributes");
    Map<String, SchemaField> events = section(root, "", "events");
    List<String> identifiers = texts(root, "identifiers", "identifiers");
    for (String identifier : identifiers) {
      if (!attributes.containsKey(identifier)) {
        throw wrong("field 'identifiers' has '%s', which is no attribute", identifier);
      }
    }
    return new RecordSchema(
        file,
        identifiers,
        new RecordSchema.Section(prefix(root, "attributes"), attributes),
        new RecordSchema.Section(prefix(root, "events"), events));
  }

  private String prefix(JsonNode root, String section) {
    if (!root.has("prefixes")) {
      return "";
    }
    JsonNode prefixes = root.get("prefixes");
    requireObject(prefixes, "prefixes");
    MappingFile.requireKnown(file, "prefixes.", prefixes, SECTIONS);
    JsonNode prefix = prefixes.path(section);
    if (!prefix.isMissingNode() && !prefix.isTextual()) {
      throw wrong("field 'prefixes.%s' must be a text", section);
    }
    return prefix.asText("");
  }

  private Map<String, SchemaField> section(JsonNode parent, String place, String name) {
    Map<String, SchemaField> fields = new LinkedHashMap<>();
    if (!parent.has(name)) {
      return fields;
    }
    requireObject(parent.get(name), place + name);
    Set<String> aliases = new HashSet<>();
    parent
        .get(name)
        .fields()
        .forEachRemaining(
            each -> {
              String path = place + name + "." + each.getKey();
              SchemaField field = field(each.getKey(), each.getValue(), path, name);
              for (String alias : field.aliases()) {
                if (!aliases.add(alias) || parent.get(name).has(alias)) {
                  throw wrong("field '%s.aliases' has '%s', which is taken", path, alias);
                }
              }
              fields.put(each.getKey(), field);
            });
    return fields;
  }

  private SchemaField field(String name, JsonNode entry, String place, String section) {
    requireObject(entry, place);
    MappingFile.requireKnown(file, place + ".", entry, ENTRY_FIELDS);
    FieldType type =
        choice(entry, place, "type", FieldType.names())
            .flatMap(FieldType::of)
            .orElseThrow(() -> wrong("field '%s.type' is missing", place));
    Optional<ValueFormat> format =
        choice(entry, place, "format", ValueFormat.names()).flatMap(ValueFormat::of);
    if (format.isPresent() && type != FieldType.STRING) {
      throw wrong("field '%s.format' needs the type string", place);
    }
    if (entry.has("requiredWhen") && !section.equals("events")) {
      throw wrong("field '%s.requiredWhen' is for events only", place);
    }
    if (entry.has("personal") && !entry.get("personal").isBoolean()) {
      throw wrong("field '%s.personal' must be true or false", place);
    }
    SchemaField field =
        new SchemaField(
            name,
            type,
            format,
            entry.path("personal").asBoolean(),
            Optional.empty(),
            Set.copyOf(texts(entry, "requiredWhen", place + ".requiredWhen")),
            texts(entry, "aliases", place + ".aliases"));
    return entry.has("default") ? withDefault(field, entry.get("default"), place) : field;
  }

  private SchemaField withDefault(SchemaField field, JsonNode node, String place) {
    Object value =
        Constants.of(node)
            .flatMap(field::convert)
            .orElseThrow(() -> wrong("field '%s.default' is no %s", place, field.description()));
    return new SchemaField(
        field.name(),
        field.type(),
        field.format(),
        field.personal(),
        Optional.of(value),
        field.requiredWhen(),
        field.aliases());
  }

  private Optional<String> choice(JsonNode entry, String place, String name, List<String> allowed) {
    if (!entry.has(name)) {
      return Optional.empty();
    }
    String text = entry.get(name).asText();
    if (!allowed.contains(text)) {
      throw wrong(
          "field '%s.%s' is '%s' (allowed: %s)", place, name, text, String.join(", ", allowed));
    }
    return Optional.of(text);
  }

  private List<String> texts(JsonNode parent, String name, String place) {
    List<String> texts = new ArrayList<>();
    if (!parent.has(name)) {
      return texts;
    }
    JsonNode list = parent.get(name);
    if (!list.isArray()) {
      throw wrong("field '%s' must be a list of texts", place);
    }
    for (JsonNode each : list) {
      if (!each.isTextual() || each.textValue().isBlank() || texts.contains(each.textValue())) {
        throw wrong("field '%s' must be a list of texts, each of them once", place);
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  private void requireObject(JsonNode node, String place) {
    if (!node.isObject()) {
      throw wrong("field '%s' must be a map of names", place);
    }
  }

  private MappingException wrong(String problem, Object... parts) {
    return new MappingException(file, problem.formatted(parts));
  }
}
