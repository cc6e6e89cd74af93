// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import static io.lakeroute.processors.definition.SchemaParts.FILE_NAME;
import static io.lakeroute.processors.definition.SchemaParts.NAME;
import static io.lakeroute.processors.definition.SchemaParts.TEXT;
import static io.lakeroute.processors.definition.SchemaParts.document;
import static io.lakeroute.processors.definition.SchemaParts.inOrder;
import static io.lakeroute.processors.definition.SchemaParts.list;
import static io.lakeroute.processors.definition.SchemaParts.named;
import static io.lakeroute.processors.definition.SchemaParts.names;
import static io.lakeroute.processors.definition.SchemaParts.object;
import static io.lakeroute.processors.definition.SchemaParts.pattern;
import static io.lakeroute.processors.definition.SchemaParts.ref;
import static io.lakeroute.processors.definition.SchemaParts.whole;

import io.lakeroute.processors.segment.DefinitionSchemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12) of journeys, made from the rules of their reader; stateless. It
 * holds what can be said of each part alone: what parts demand of each other is checked when a
 * journey is read.
 */
public final class JourneySchema {

  private JourneySchema() {}

  /** The schema. */
  public static Map<String, Object> journey() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("journey", FILE_NAME);
    fields.put("title", TEXT);
    fields.put("generation", whole(1, Integer.MAX_VALUE));
    fields.put("status", names(JourneyReader.STATUSES));
    fields.put("audience", FILE_NAME);
    fields.put("salt", TEXT);
    fields.put("state", TEXT);
    fields.put("suppress", list(1, JourneyReader.MOST, FILE_NAME));
    fields.put("stages", list(1, JourneyReader.MOST, ref("stage")));
    fields.put("deliver", some(ref("delivery")));
    Map<String, Object> parts = DefinitionSchemas.rules();
    parts.put("value", DefinitionSchemas.value());
    parts.put("stage", stage());
    parts.put("branch", branch());
    parts.put("delivery", delivery());
    return document(
        "journey",
        object(JourneyReader.FIELDS, List.of("journey", "status", "audience", "stages"), fields),
        parts);
  }

  private static Map<String, Object> stage() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", FILE_NAME);
    fields.put("after", pattern(JourneyReader.WAIT));
    fields.put("branches", list(1, JourneyReader.MOST, ref("branch")));
    return object(JourneyReader.STAGE_FIELDS, List.of("name", "branches"), fields);
  }

  private static Map<String, Object> branch() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("when", ref("group"));
    fields.put("else", Map.of("const", true));
    fields.put("consent", TEXT);
    fields.put(
        "arms",
        some(
            inOrder(
                "type",
                "number",
                "minimum",
                JourneyReader.LEAST_WEIGHT,
                "maximum",
                JourneyReader.MOST_WEIGHT)));
    Map<String, Object> branch = object(JourneyReader.BRANCH_FIELDS, List.of("arms"), fields);
    branch.put(
        "oneOf", List.of(Map.of("required", List.of("when")), Map.of("required", List.of("else"))));
    return branch;
  }

  private static Map<String, Object> delivery() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("destination", FILE_NAME);
    fields.put("send", names(JourneyReader.SEND));
    fields.put("fields", named(NAME, ref("value")));
    Map<String, Object> constant =
        Map.of("anyOf", List.of(TEXT, Map.of("type", "number"), Map.of("type", "boolean")));
    fields.put("set", named(NAME, constant));
    return object(JourneyReader.DELIVERY_FIELDS, List.of(), fields);
  }

  /** Entries under names, at least one. */
  private static Map<String, Object> some(Map<String, Object> value) {
    Map<String, Object> entries = named(FILE_NAME, value);
    entries.put("minProperties", 1);
    return entries;
  }
}
