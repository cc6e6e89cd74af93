// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Kamelet that lacks a property that it needs does not start, and says which. */
class RequiredPropertiesTest {

  private static final Map<String, String> WORKING =
      Map.of(
          "destination", "shop",
          "endpoint", "mock:files",
          "mappings", "classpath:mappings/one/*.yaml",
          "models", "classpath:segments/*.model.yaml");

  private LoadedKamelets loaded;

  /** A property that a Kamelet requires. */
  record Required(String kamelet, String property) {
    @Override
    public String toString() {
      return kamelet + " " + property;
    }
  }

  static List<Required> required() {
    List<Required> all = new ArrayList<>();
    for (KameletTexts kamelet : KameletTexts.all()) {
      names(kamelet.name()).forEach(name -> all.add(new Required(kamelet.name(), name)));
    }
    assertThat(all).hasSizeGreaterThan(10);
    return all;
  }

  @BeforeEach
  void start() throws Exception {
    loaded = new LoadedKamelets();
  }

  @AfterEach
  void stop() {
    loaded.close();
  }

  @ParameterizedTest
  @MethodSource("required")
  void a_missing_one_is_named(Required missing) {
    ObjectNode parameters = parameters(missing);
    parameters.remove(missing.property());

    assertThat(catchThrowable(() -> load(missing, parameters)))
        .rootCause()
        .hasMessage(
            "Route template %s the following mandatory parameters must be provided: %s"
                .formatted(missing.kamelet(), missing.property()));
  }

  private void load(Required required, ObjectNode parameters) throws Exception {
    loaded.load(KameletTexts.of(required.kamelet()), parameters);
  }

  private static ObjectNode parameters(Required required) {
    ObjectNode parameters = new YAMLMapper().createObjectNode();
    names(required.kamelet())
        .forEach(name -> parameters.put(name, WORKING.getOrDefault(name, "main.crm.leads")));
    return parameters;
  }

  private static List<String> names(String kamelet) {
    List<String> names = new ArrayList<>();
    JsonNode required = HostileTexts.kamelet(kamelet).at("/spec/definition/required");
    required.forEach(name -> names.add(name.asText()));
    return names;
  }
}
