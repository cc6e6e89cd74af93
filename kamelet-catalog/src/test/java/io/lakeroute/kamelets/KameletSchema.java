// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.kamelets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * The custom resource definition of Kamelets, made strict: Kubernetes drops a field that it does
 * not declare, and this refuses it, at any depth. Only the template stays open, as the definition
 * says; Camel's own loader is strict about that. Immutable.
 */
final class KameletSchema {

  private static final String DEFINITION = "/camel.apache.org_kamelets.yaml";
  private static final String OPEN = "x-kubernetes-preserve-unknown-fields";
  private static final ObjectMapper YAML = new YAMLMapper();

  private final JsonSchema schema;

  KameletSchema() {
    JsonNode definition = read();
    JsonNode version = definition.at("/spec/versions/0");
    ObjectNode root = version.at("/schema/openAPIV3Schema").deepCopy();
    ObjectNode properties = (ObjectNode) root.get("properties");
    properties.set(
        "apiVersion",
        constant(definition.at("/spec/group").asText() + "/" + version.path("name").asText()));
    properties.set("kind", constant(definition.at("/spec/names/kind").asText()));
    // Kubernetes brings the schema of metadata itself; these are the fields that a catalog has.
    properties.set(
        "metadata",
        yaml(
            """
            type: object
            required: [name, annotations, labels]
            properties:
              name: {type: string, pattern: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"}
              annotations: {type: object, additionalProperties: {type: string}}
              labels: {type: object, additionalProperties: {type: string, maxLength: 63}}
            """));
    root.set("required", yaml("[apiVersion, kind, metadata, spec]"));
    ((ObjectNode) properties.get("spec")).set("required", yaml("[definition, template]"));
    close(root);
    schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(root);
  }

  /** What is wrong with a Kamelet, each with its place; empty if nothing is. */
  List<String> problems(JsonNode kamelet) {
    return schema.validate(kamelet).stream().map(Objects::toString).sorted().toList();
  }

  /** Has each object refuse what it does not declare. */
  private static void close(JsonNode node) {
    if (!(node instanceof ObjectNode object) || object.path(OPEN).asBoolean()) {
      return;
    }
    if (object.has("properties") && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    object.path("properties").forEach(KameletSchema::close);
    close(object.path("additionalProperties"));
    close(object.path("items"));
  }

  private static JsonNode constant(String text) {
    return YAML.createObjectNode().put("const", text);
  }

  private static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read() {
    try (InputStream file = KameletSchema.class.getResourceAsStream(DEFINITION)) {
      return YAML.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
