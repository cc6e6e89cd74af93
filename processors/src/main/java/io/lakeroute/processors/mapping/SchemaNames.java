// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the schema of one mapping file, if it names one, says of the names in it. For one thread, as
 * long as the file is read.
 */
final class SchemaNames {

  private final String file;
  private final Optional<RecordSchema> schema;
  private final Undeclared undeclared;
  private final List<String> unknown = new ArrayList<>();

  private SchemaNames(String file, Optional<RecordSchema> schema, Undeclared undeclared) {
    this.file = file;
    this.schema = schema;
    this.undeclared = undeclared;
  }

  static SchemaNames of(
      String file, JsonNode root, Undeclared undeclared, SyncMappingReader.Schemas schemas) {
    if (!root.has("schema")) {
      if (root.has("declared")) {
        throw new MappingException(file, "field 'declared' needs the field 'schema'");
      }
      return new SchemaNames(file, Optional.empty(), undeclared);
    }
    JsonNode location = root.get("schema");
    if (!location.isTextual() || location.textValue().isBlank()) {
      throw new MappingException(
          file, "field 'schema' must be the place of a schema: file:<path> or classpath:<path>");
    }
    RecordSchema schema = read(file, location.textValue(), schemas);
    return new SchemaNames(
        file,
        Optional.of(
            root.has("declared")
                ? RecordSchemaReader.declared(file, root.get("declared"), schema)
                : schema),
        undeclared);
  }

  private static RecordSchema read(
      String file, String location, SyncMappingReader.Schemas schemas) {
    try (InputStream yaml = schemas.open(location)) {
      return RecordSchemaReader.read(location, yaml);
    } catch (IllegalArgumentException | IOException e) {
      throw new MappingException(
          file, "field 'schema': " + location + " cannot be read: " + e.getMessage(), e);
    }
  }

  Optional<RecordSchema.Section> attributes() {
    return schema.map(RecordSchema::attributes);
  }

  Optional<RecordSchema.Section> events() {
    return schema.map(RecordSchema::events);
  }

  FieldType timestampType() {
    return schema.isPresent() ? FieldType.DATETIME : FieldType.TIMESTAMP;
  }

  /** The attribute that identifies records; empty for a custom identifier. */
  Optional<SchemaField> identifier(JsonNode identifier) {
    if (!identifier.has("is")) {
      return Optional.empty();
    }
    RecordSchema known =
        schema.orElseThrow(
            () -> new MappingException(file, "field 'identifier.is' needs the field 'schema'"));
    String is = identifier.get("is").asText();
    if (is.equals(RecordSchema.CUSTOM)) {
      return Optional.empty();
    }
    if (!known.identifiers().contains(is)) {
      List<String> allowed = new ArrayList<>(known.identifiers());
      allowed.add(RecordSchema.CUSTOM);
      throw new MappingException(
          file,
          "field 'identifier.is' is '%s' (allowed: %s)".formatted(is, String.join(", ", allowed)));
    }
    return Optional.of(known.attributes().fields().get(is));
  }

  /** Notes a name that the schema does not have. */
  void undeclared(String place) {
    unknown.add(place);
  }

  /** An event of a known type without what such events need would reject every row. */
  void requireMapped(SyncMapping.Event event, String place) {
    if (schema.isEmpty()
        || event.parameters().isPresent()
        || !(event.type() instanceof MappedField.Constant type)) {
      return;
    }
    List<String> missing =
        schema.get().events().fields().values().stream()
            .filter(field -> field.requiredWhen().contains(type.value()))
            .map(SchemaField::name)
            .filter(name -> !event.attributes().containsKey(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new MappingException(
          file,
          "field '%s' is a %s without %s: map them"
              .formatted(place, type.value(), String.join(", ", missing)));
    }
  }

  /**
   * What the mapping was read for.
   *
   * @throws MappingException naming all names that the schema does not have, unless they are
   *     dropped
   */
  Optional<SyncMapping.Rules> rules(Optional<SchemaField> identifier) {
    if (!unknown.isEmpty() && undeclared == Undeclared.FAIL) {
      throw new MappingException(
          file,
          "the schema %s does not have %s. Add them to the field 'declared', or set undeclared=drop"
              .formatted(schema.orElseThrow().location(), String.join(", ", unknown)));
    }
    return schema.map(it -> new SyncMapping.Rules(it, identifier, undeclared, unknown));
  }
}
