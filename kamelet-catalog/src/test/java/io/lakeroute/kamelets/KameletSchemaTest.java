// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Kamelet is what the custom resource definition of Kamelets says, and nothing else. */
class KameletSchemaTest {

  private static final KameletSchema SCHEMA = new KameletSchema();
  private static final String UNKNOWN = "noSuchField";

  /** Where any name is legal: Kubernetes' own maps, Camel's YAML, and values. */
  private static final Set<String> OPEN =
      Set.of("annotations", "labels", "template", "default", "example");

  static List<Catalog.Kamelet> kamelets() {
    return Catalog.kamelets();
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void every_kamelet_is_a_resource_that_kubernetes_keeps_as_it_is(Catalog.Kamelet kamelet) {
    assertThat(SCHEMA.problems(kamelet.yaml())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void a_field_that_the_definition_does_not_have_is_found_at_any_depth(Catalog.Kamelet kamelet) {
    JsonNode yaml = kamelet.yaml().deepCopy();
    List<ObjectNode> closed = new ArrayList<>();
    collect(yaml, closed);

    assertThat(closed).as("objects of the Kamelet").hasSizeGreaterThan(8);
    for (ObjectNode object : closed) {
      object.put(UNKNOWN, "text");
      assertThat(SCHEMA.problems(yaml))
          .as("%s", object)
          .anySatisfy(problem -> assertThat(problem).contains(UNKNOWN));
      object.remove(UNKNOWN);
    }
    assertThat(SCHEMA.problems(yaml)).isEmpty();
  }

  @Test
  void a_value_of_another_type_is_found() {
    ObjectNode yaml = Catalog.kamelet("databricks-query-action").yaml().deepCopy();
    ((ObjectNode) yaml.at("/spec/definition/properties/sql")).put("title", 1);
    ((ObjectNode) yaml.at("/spec")).put("dependencies", "camel:core");
    yaml.put("apiVersion", "camel.apache.org/v1alpha1").put("kind", "Pipe");

    assertThat(SCHEMA.problems(yaml))
        .containsExactly(
            "$.apiVersion: must be the constant value 'camel.apache.org/v1'",
            "$.kind: must be the constant value 'Kamelet'",
            "$.spec.definition.properties.sql.title: integer found, string expected",
            "$.spec.dependencies: string found, array expected");
  }

  private static void collect(JsonNode node, List<ObjectNode> closed) {
    if (node instanceof ObjectNode object) {
      closed.add(object);
      object
          .properties()
          .forEach(
              field -> {
                if (!OPEN.contains(field.getKey())) {
                  collect(field.getValue(), closed);
                }
              });
    } else if (node.isArray()) {
      node.forEach(item -> collect(item, closed));
    }
  }
}
