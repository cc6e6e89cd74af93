// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The schema of a custom resource, which refuses fields that it does not know, where a cluster
 * would drop them. Immutable.
 */
final class StrictCrd {

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  private final JsonSchema schema;

  private StrictCrd(JsonSchema schema) {
    this.schema = schema;
  }

  /**
   * The schema of version v1.
   *
   * @param artifact of which it is a file, such as camel-k-crds
   * @param plural of the kind, such as pipes
   * @param newer fields that later versions have: a JSON pointer to an object in the schema, and
   *     the schemas of its fields
   */
  static StrictCrd of(String artifact, String plural, Map<String, Map<String, JsonNode>> newer) {
    ObjectNode crd =
        Manifests.parse(resource(artifact, "camel.apache.org_" + plural + ".yaml")).get(0);
    for (JsonNode version : crd.at("/spec/versions")) {
      if (version.path("name").asText().equals("v1")) {
        ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
        newer.forEach(
            (object, fields) ->
                fields.forEach(
                    (field, type) ->
                        ((ObjectNode) schema.at(object).path("properties")).set(field, type)));
        ((ObjectNode) schema.at("/properties/metadata"))
            .put("x-kubernetes-preserve-unknown-fields", true);
        close(schema);
        return new StrictCrd(SCHEMAS.getSchema(schema));
      }
    }
    throw new IllegalStateException(plural + " has no version v1");
  }

  /** What is wrong with a resource, each with its place. */
  List<String> problems(JsonNode resource) {
    return schema.validate(resource).stream().map(ValidationMessage::getMessage).sorted().toList();
  }

  /** Objects with declared fields have no others, unless the schema says that it keeps them. */
  private static void close(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      return;
    }
    if (object.has("properties")
        && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      object.put("additionalProperties", false);
    }
    object.path("properties").forEach(StrictCrd::close);
    close(object.path("items"));
    close(object.path("additionalProperties"));
  }

  /** Two artifacts have a file of this name. */
  private static String resource(String artifact, String name) {
    try {
      for (URL url : Collections.list(StrictCrd.class.getClassLoader().getResources(name))) {
        if (url.getPath().contains("/" + artifact + "-")) {
          try (InputStream stream = url.openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("There is no " + name + " of " + artifact);
  }
}
