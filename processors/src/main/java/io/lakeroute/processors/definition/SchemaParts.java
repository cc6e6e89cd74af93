// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What schemas of definitions are made of (JSON Schema, draft 2020-12); stateless. */
public final class SchemaParts {

  public static final Map<String, Object> TEXT = inOrder("type", "string", "pattern", "\\S");
  public static final Map<String, Object> TRUTH = Map.of("type", "boolean");

  /** What {@link Node#fileName} reads. */
  public static final Map<String, Object> FILE_NAME = pattern(Node.FILE_NAME);

  /** What {@link Node#name} reads. */
  public static final Map<String, Object> NAME = pattern(Node.NAME);

  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
  private static final Map<String, Object> ANY = Map.of();

  private SchemaParts() {}

  /** A whole schema, of which {@code parts} can be referred to. */
  public static Map<String, Object> document(
      String name, Map<String, Object> root, Map<String, Object> parts) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DRAFT);
    schema.put("title", "Lakeroute " + name);
    schema.putAll(root);
    schema.put("$defs", parts);
    return schema;
  }

  /** An object of these fields alone. Fields without a schema of their own take anything. */
  public static Map<String, Object> object(
      List<String> allowed, List<String> required, Map<String, Object> fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    allowed.forEach(name -> properties.put(name, fields.getOrDefault(name, ANY)));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", "object");
    object.put("properties", properties);
    if (!required.isEmpty()) {
      object.put("required", required);
    }
    object.put("additionalProperties", false);
    return object;
  }

  /** A map whose text is the same every time. */
  public static Map<String, Object> inOrder(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  /** An object whose names are of a pattern. */
  public static Map<String, Object> named(Map<String, Object> names, Map<String, Object> value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", "object");
    object.put("propertyNames", names);
    object.put("additionalProperties", value);
    return object;
  }

  /** A list of {@code least} to {@code most} items. */
  public static Map<String, Object> list(int least, int most, Map<String, Object> items) {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("type", "array");
    list.put("minItems", least);
    list.put("maxItems", most);
    list.put("items", items);
    return list;
  }

  /** A whole number from {@code least} to {@code most}. */
  public static Map<String, Object> whole(int least, int most) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("type", "integer");
    whole.put("minimum", least);
    whole.put("maximum", most);
    return whole;
  }

  /** A text that is all of a pattern. */
  public static Map<String, Object> pattern(Pattern pattern) {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("type", "string");
    text.put("pattern", "^" + pattern.pattern() + "$");
    return text;
  }

  /** One of the names. */
  public static Map<String, Object> names(Map<String, ?> names) {
    return Map.of("enum", List.copyOf(names.keySet()));
  }

  /** Refers to a part of the document. */
  public static Map<String, Object> ref(String part) {
    return Map.of("$ref", "#/$defs/" + part);
  }
}
