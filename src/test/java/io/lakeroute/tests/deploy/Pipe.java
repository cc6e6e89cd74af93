// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Pipe as the operator of Camel K reads it; stateless. */
final class Pipe {

  /** Every Integration has them. */
  private static final Set<String> GIVEN = Set.of("camel:core");

  private Pipe() {}

  /** The route that the operator makes of it, in YAML. */
  static String route(JsonNode pipe) {
    List<String> ends = ends(pipe);
    StringBuilder route =
        new StringBuilder(
            """
            - route:
                id: binding
                from:
                  uri: "%s"
                  steps:
            """
                .formatted(uri(pipe, ends.get(0))));
    for (String end : ends.subList(1, ends.size())) {
      route.append("        - to: \"%s\"%n".formatted(uri(pipe, end)));
    }
    return route.toString();
  }

  /** From its source by way of its steps to its sink, each a path below {@code spec}. */
  private static List<String> ends(JsonNode pipe) {
    List<String> ends = new ArrayList<>(List.of("source"));
    for (int step = 0; step < pipe.at("/spec/steps").size(); step++) {
      ends.add("steps/" + step);
    }
    ends.add("sink");
    return ends;
  }

  /** The properties that the operator writes for it, beside the route. */
  static Properties properties(JsonNode pipe) {
    Properties properties = new Properties();
    for (String end : ends(pipe)) {
      JsonNode endpoint = pipe.at("/spec/" + end);
      if (endpoint.has("ref")) {
        String kamelet = "camel.kamelet." + endpoint.at("/ref/name").asText() + "." + id(end) + ".";
        endpoint
            .path("properties")
            .fields()
            .forEachRemaining(p -> properties.put(kamelet + p.getKey(), p.getValue().asText()));
      }
    }
    return properties;
  }

  private static String id(String end) {
    return end.replace("steps/", "step-");
  }

  private static String uri(JsonNode pipe, String end) {
    JsonNode endpoint = pipe.at("/spec/" + end);
    if (endpoint.has("ref")) {
      return "kamelet:" + endpoint.at("/ref/name").asText() + "/" + id(end);
    }
    String query =
        endpoint.path("properties").properties().stream()
            .map(p -> p.getKey() + "=" + p.getValue().asText())
            .collect(Collectors.joining("&"));
    return endpoint.path("uri").asText() + (query.isEmpty() ? "" : "?" + query);
  }

  /** What would fail in a cluster only, each as a sentence. */
  static Stream<String> problems(JsonNode pipe) {
    Set<String> problems = new TreeSet<>();
    Set<String> dependencies = new TreeSet<>();
    pipe.at("/spec/dependencies").forEach(each -> dependencies.add(each.asText()));
    for (String end : ends(pipe)) {
      JsonNode endpoint = pipe.at("/spec/" + end);
      for (Map.Entry<String, JsonNode> property : endpoint.path("properties").properties()) {
        if (property.getValue().asText().matches("(?s).*(\\{\\{|\\$\\{).*")) {
          problems.add(end + "." + property.getKey() + " is a placeholder");
        }
      }
      if (endpoint.has("ref")) {
        check(endpoint, dependencies, problems);
      }
      if (endpoint.has("uri")) {
        String scheme = endpoint.path("uri").asText().replaceFirst(":.*", "");
        needs("camel:" + (scheme.equals("class") ? "bean" : scheme), dependencies, problems);
      }
    }
    return problems.stream();
  }

  private static void check(JsonNode endpoint, Set<String> dependencies, Set<String> problems) {
    String name = endpoint.at("/ref/name").asText();
    ObjectNode kamelet = Manifests.read(Manifests.KAMELETS.resolve(name + ".kamelet.yaml")).get(0);
    JsonNode definition = kamelet.at("/spec/definition");
    endpoint
        .path("properties")
        .fieldNames()
        .forEachRemaining(
            property -> {
              if (!definition.path("properties").has(property)) {
                problems.add(name + " has no property " + property);
              }
            });
    for (JsonNode required : definition.path("required")) {
      if (!endpoint.path("properties").has(required.asText())) {
        problems.add(name + " needs " + required.asText());
      }
    }
    kamelet
        .at("/spec/dependencies")
        .forEach(dependency -> needs(dependency.asText(), dependencies, problems));
  }

  private static void needs(String dependency, Set<String> dependencies, Set<String> problems) {
    if (!dependencies.contains(dependency) && !GIVEN.contains(dependency)) {
      problems.add(dependency + " is not a dependency");
    }
  }
}
