// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.json.StrictYaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A part of a definition that knows its place; immutable.
 *
 * @param json the part
 * @param path its place, as a JSON pointer
 */
public record Node(JsonNode json, String path) {

  public static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  public static final Pattern FILE_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  /**
   * The whole of a file.
   *
   * @throws DefinitionException for what is no YAML
   */
  public static Node ofYaml(InputStream yaml) throws IOException {
    try {
      return new Node(StrictYaml.parse(yaml), "");
    } catch (StrictYaml.SyntaxException e) {
      throw new DefinitionException("", e.getMessage());
    }
  }

  /** Refuses other fields than these. */
  public Node only(List<String> allowed) {
    object();
    List<DefinitionError> unknown = new ArrayList<>();
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!allowed.contains(field)) {
                unknown.add(
                    new DefinitionError(
                        at(field), "unknown field (allowed: " + String.join(", ", allowed) + ")"));
              }
            });
    if (!unknown.isEmpty()) {
      throw new DefinitionException(unknown);
    }
    return this;
  }

  public Node object() {
    if (!json.isObject()) {
      throw wrong("must be an object");
    }
    return this;
  }

  public boolean has(String field) {
    return json.hasNonNull(field);
  }

  public Node get(String field) {
    if (!json.hasNonNull(field)) {
      throw new DefinitionException(at(field), "is missing");
    }
    return new Node(json.get(field), at(field));
  }

  public Optional<Node> find(String field) {
    return json.hasNonNull(field) ? Optional.of(get(field)) : Optional.empty();
  }

  private String at(String field) {
    return path + "/" + field.replace("~", "~0").replace("/", "~1");
  }

  /** The elements of a list that is not empty; all that is wrong with them is collected. */
  public <T> List<T> list(int most, Function<Node, T> read) {
    if (!json.isArray() || json.isEmpty()) {
      throw wrong("must be a list that is not empty");
    }
    if (json.size() > most) {
      throw wrong("has " + json.size() + " elements; at most " + most + " are allowed");
    }
    List<DefinitionError> errors = new ArrayList<>();
    List<T> values = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      try {
        values.add(read.apply(new Node(json.get(i), path + "/" + i)));
      } catch (DefinitionException e) {
        errors.addAll(e.errors());
      }
    }
    if (!errors.isEmpty()) {
      throw new DefinitionException(errors);
    }
    return values;
  }

  /** The fields of an object by name; all that is wrong with them is collected. */
  public <T> Map<String, T> map(Function<Node, T> read) {
    object();
    List<DefinitionError> errors = new ArrayList<>();
    Map<String, T> values = new LinkedHashMap<>();
    json.fields()
        .forEachRemaining(
            each -> {
              try {
                Node node = new Node(each.getValue(), at(each.getKey()));
                if (!NAME.matcher(each.getKey()).matches()) {
                  throw node.wrong("a name has letters, digits and _, and begins with a letter");
                }
                values.put(each.getKey(), read.apply(node));
              } catch (DefinitionException e) {
                errors.addAll(e.errors());
              }
            });
    if (!errors.isEmpty()) {
      throw new DefinitionException(errors);
    }
    return values;
  }

  public String text() {
    if (!json.isTextual() || json.textValue().isBlank()) {
      throw wrong("must be a text");
    }
    return json.textValue();
  }

  /** A text that a statement can take as it is. */
  public String characters() {
    String text = text();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw wrong("has half of a surrogate pair, which is no character");
    }
    return text;
  }

  /** The name of a model or segment: it stands in paths and in names of tables. */
  public String fileName() {
    String name = text();
    if (!FILE_NAME.matcher(name).matches()) {
      throw wrong("must have lower-case letters, digits, - and _, up to 63");
    }
    return name;
  }

  /** A name of a field or source. */
  public String name() {
    String name = text();
    if (!NAME.matcher(name).matches()) {
      throw wrong("must have letters, digits and _, and begin with a letter");
    }
    return name;
  }

  public boolean truth() {
    if (!json.isBoolean()) {
      throw wrong("must be true or false");
    }
    return json.booleanValue();
  }

  public int whole(int least, int most) {
    if (!json.isIntegralNumber()
        || !json.canConvertToInt()
        || json.intValue() < least
        || json.intValue() > most) {
      throw wrong("must be a whole number from " + least + " to " + most);
    }
    return json.intValue();
  }

  public <T> T oneOf(Map<String, T> allowed) {
    T value = json.isTextual() ? allowed.get(json.textValue()) : null;
    if (value == null) {
      throw wrong("must be one of " + String.join(", ", allowed.keySet()));
    }
    return value;
  }

  public DefinitionException wrong(String detail) {
    return new DefinitionException(path, detail);
  }
}
