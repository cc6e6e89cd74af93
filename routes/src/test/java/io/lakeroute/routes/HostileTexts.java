// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.databricks.DatabricksEndpoint;
import io.lakeroute.databricks.DatabricksEndpointConfigurer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Texts that a URI gives a meaning, and every option that takes text; immutable. */
final class HostileTexts {

  /** Each arrives as it is wherever an option takes text. */
  static final List<String> ALL =
      List.of(
          "x LIKE '%deal%'",
          "%de %41 %zz 100%",
          "C++ a + b",
          "R&D 6 & 3 && 4",
          "a=b&maxRows=1&connection=globex",
          "#x? y?z=1;/a:b@c#d",
          "f(x) LIKE '%de' AND g(y) LIKE '%C3%A9' + 1",
          "quotes ' \" ` \\ | ^ ~ < >",
          "SELECT \"a\", 'b, c', `d`",
          "brackets ( ) [ ] { } )",
          "  blanks  within  ",
          "Größe 東京 😀",
          "RAW in the middle (RAW(x)) and RAW{y}",
          "$simple{1 + 1} ${body");

  private static final JsonNode CATALOG =
      read("META-INF/io/lakeroute/databricks/databricks.json", new ObjectMapper());

  private HostileTexts() {}

  /** The options of the component that take text, from its catalog. */
  static List<String> options() {
    return options(option -> option.path("type").asText().equals("string"));
  }

  static List<String> optionsOfAnyType() {
    return options(option -> true);
  }

  private static List<String> options(Predicate<JsonNode> chosen) {
    return CATALOG.path("properties").properties().stream()
        .filter(option -> chosen.test(option.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The properties of a Kamelet that take text. */
  static List<String> properties(JsonNode kamelet) {
    return kamelet.at("/spec/definition/properties").properties().stream()
        .filter(property -> property.getValue().path("type").asText().equals("string"))
        .filter(property -> !property.getValue().has("enum"))
        .map(Map.Entry::getKey)
        .toList();
  }

  static JsonNode kamelet(String name) {
    return read("kamelets/" + name + ".kamelet.yaml", new YAMLMapper());
  }

  static JsonNode read(String resource, ObjectMapper mapper) {
    try (InputStream file = HostileTexts.class.getClassLoader().getResourceAsStream(resource)) {
      return mapper.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an endpoint holds for an option. */
  static Object value(DatabricksEndpoint endpoint, String option) {
    return option.equals("object") // Part of the path, which the configurer leaves out.
        ? endpoint.getConfiguration().getObject()
        : String.valueOf(
            new DatabricksEndpointConfigurer().getOptionValue(endpoint, option, false));
  }

  /** A started Camel with routes in YAML. */
  static DefaultCamelContext start(RecordingDatabricks databricks, Properties settings, String yaml)
      throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.addComponent("databricks", databricks);
    camel.addComponent("acme", databricks);
    camel.getPropertiesComponent().setInitialProperties(settings);
    try {
      load(camel, yaml);
      camel.start();
      return camel;
    } catch (Exception | Error e) {
      camel.stop();
      throw e;
    }
  }

  static DefaultCamelContext load(DefaultCamelContext camel, String yaml) throws Exception {
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.fromString("mine.camel.yaml", yaml));
    return camel;
  }

  /** A text as a scalar of YAML. */
  static String quoted(String text) {
    try {
      return new ObjectMapper().writeValueAsString(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
