// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The part of a Kamelet that its custom resource definition leaves open: a field that Camel does
 * not know, at any depth of the template, stops the start, so that none of ours has one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KameletTemplateTest {

  private static final String UNKNOWN = "noSuchField";
  private static final YAMLMapper YAML = new YAMLMapper();

  private final DefaultCamelContext camel = new DefaultCamelContext();

  static List<String> kamelets() {
    return KameletTexts.all().stream().map(KameletTexts::name).toList();
  }

  @AfterAll
  void stop() {
    camel.stop();
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void an_unknown_field_is_refused_at_any_depth(String name) throws Exception {
    ObjectNode kamelet = HostileTexts.kamelet(name).deepCopy();
    Map<String, ObjectNode> objects = new LinkedHashMap<>();
    collect("template", kamelet.at("/spec/template"), objects);

    assertThat(catchThrowable(() -> load(name, kamelet))).as("unchanged").isNull();
    for (var object : objects.entrySet()) {
      object.getValue().put(UNKNOWN, "text");
      assertThat(catchThrowable(() -> load(name, kamelet)))
          .as(object.getKey())
          .hasStackTraceContaining(UNKNOWN);
      object.getValue().remove(UNKNOWN);
    }
  }

  /** Options of endpoints and properties of beans are checked where they are made. */
  private static void collect(String place, JsonNode node, Map<String, ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.put(place, object);
    }
    node.properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("parameters") && !field.getKey().equals("properties")) {
                collect(place + "/" + field.getKey(), field.getValue(), objects);
              }
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(place + "/" + i, node.get(i), objects);
    }
  }

  private void load(String name, JsonNode kamelet) throws Exception {
    try {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(
              ResourceHelper.fromString(name + ".kamelet.yaml", YAML.writeValueAsString(kamelet)));
    } finally {
      camel.removeRouteTemplates(name);
    }
  }
}
