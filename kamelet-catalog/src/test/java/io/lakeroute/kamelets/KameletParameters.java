// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.kamelets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the parameters of a Kamelet keep to, so that each is described and has an effect, and the
 * template gets each that it uses: lists what one breaks; immutable.
 */
record KameletParameters(JsonNode kamelet) {

  private static final Pattern PARAMETER = Pattern.compile("\\{\\{(\\??)([A-Za-z0-9_.-]+)}}");
  private static final Pattern SECRET = Pattern.compile("(?i).*(secret|password|token|key)");

  List<String> broken() {
    List<String> broken = new ArrayList<>();
    JsonNode properties = kamelet.at("/spec/definition/properties");
    Set<String> required = new TreeSet<>();
    kamelet.at("/spec/definition/required").forEach(name -> required.add(name.asText()));
    required.stream()
        .filter(name -> !properties.has(name))
        .forEach(name -> broken.add("required parameter '" + name + "' is not declared"));
    properties
        .properties()
        .forEach(each -> checkDeclared(each.getKey(), each.getValue(), required, broken));
    checkUses(properties, required, broken);
    return broken;
  }

  private static void checkDeclared(
      String name, JsonNode property, Set<String> required, List<String> broken) {
    String called = "parameter '" + name + "' ";
    for (String field : List.of("title", "description", "type")) {
      if (property.path(field).asText().isBlank()) {
        broken.add(called + "has no " + field);
      }
    }
    if (SECRET.matcher(name).matches() && !property.path("format").asText().equals("password")) {
      broken.add(called + "looks like a secret without format password");
    }
    if (!property.has("default")) {
      return;
    }
    JsonNode value = property.get("default");
    if (required.contains(name)) {
      broken.add(called + "is required and has a default");
    }
    if (!fits(value, property.path("type").asText())) {
      broken.add(called + "has a default of another type");
    }
    if (property.has("enum") && !among(property.get("enum"), value)) {
      broken.add(called + "has a default that its enum does not have");
    }
  }

  private static boolean among(JsonNode allowed, JsonNode value) {
    for (JsonNode each : allowed) {
      if (each.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(JsonNode value, String type) {
    return switch (type) {
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> value.isTextual();
    };
  }

  private void checkUses(JsonNode properties, Set<String> required, List<String> broken) {
    Map<String, Boolean> used = used();
    Set<String> beans = new TreeSet<>();
    kamelet.at("/spec/template/beans").forEach(bean -> beans.add(bean.path("name").asText()));
    properties
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!used.containsKey(name)) {
                broken.add("parameter '" + name + "' is declared but not used");
              }
              if (beans.contains(name)) {
                broken.add("parameter '" + name + "' has the name of a bean");
              }
            });
    used.forEach(
        (name, optional) -> {
          if (!properties.has(name) && !beans.contains(name)) {
            broken.add("parameter '" + name + "' is used but not declared");
          } else if (properties.has(name)
              && !optional
              && !required.contains(name)
              && !properties.get(name).has("default")) {
            broken.add("parameter '" + name + "' may be absent, and is used without ?");
          }
        });
    beans.stream()
        .filter(bean -> !used.containsKey(bean))
        .forEach(bean -> broken.add("bean '" + bean + "' is not used"));
  }

  /** The names in the template's values, and whether each use of them bears their absence. */
  private Map<String, Boolean> used() {
    Map<String, Boolean> used = new TreeMap<>();
    texts(
        kamelet.at("/spec/template"),
        text -> {
          Matcher matcher = PARAMETER.matcher(text);
          while (matcher.find()) {
            used.merge(matcher.group(2), !matcher.group(1).isEmpty(), Boolean::logicalAnd);
          }
        });
    return used;
  }

  private static void texts(JsonNode node, Consumer<String> reader) {
    if (node.isValueNode()) {
      reader.accept(node.asText());
    }
    node.forEach(child -> texts(child, reader));
  }
}
