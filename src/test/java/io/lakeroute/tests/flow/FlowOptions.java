// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The properties of a Kamelet as a page lists them and as its flow has them for settings.
 * Immutable.
 *
 * @param page where they stand between two comments
 * @param settings what the names of the flow's settings begin with
 */
record FlowOptions(Path page, Path kamelet, Path flow, String settings) {

  private static final Path DEFAULTS = Path.of("../../routes/application.properties");
  private static final String BEGIN = "<!-- options -->\n";
  private static final String END = "<!-- end of options -->\n";

  /** With {@code -Dpage.write=true} the page is written anew. */
  void assertListed() throws IOException {
    StringBuilder rows = new StringBuilder("| option | meaning | default |\n|---|---|---|\n");
    declared()
        .properties()
        .forEach(
            option -> {
              String value = option.getValue().path("default").asText();
              rows.append(
                  "| `%s` | %s | %s |\n"
                      .formatted(
                          option.getKey(),
                          option.getValue().path("description").asText().replace("<", "&lt;"),
                          value.isEmpty() ? "" : "`" + value + "`"));
            });
    String text = Files.readString(page);
    // A page with several Kamelets names the one.
    String own =
        "<!-- options of %s -->\n"
            .formatted(kamelet.getFileName().toString().replace(".kamelet.yaml", ""));
    String begin = text.contains(own) ? own : BEGIN;
    int rowsAt = text.indexOf(begin) + begin.length();
    String expected = text.substring(0, rowsAt) + rows + text.substring(text.indexOf(END, rowsAt));
    if (Boolean.getBoolean("page.write")) {
      Files.writeString(page, expected);
    }

    assertThat(text)
        .as("options on the page; run this test with -Dpage.write=true to write them anew")
        .isEqualTo(expected);
  }

  /** Of a flow that begins with the Kamelet. */
  void assertSettings() throws IOException {
    assertSettings("/from/parameters", List.of("enabled", "sink"));
  }

  /**
   * @param kameletAt where the route has the parameters of the Kamelet
   * @param more parameters of the template that the Kamelet does not have
   */
  void assertSettings(String kameletAt, List<String> more) throws IOException {
    JsonNode yaml = new YAMLMapper().readTree(flow.toFile());
    JsonNode template = first(yaml, "routeTemplate");
    JsonNode parameters = template.at("/route" + kameletAt);
    Map<String, String> defaults = values(template.path("parameters"), "defaultValue");
    Map<String, String> values = values(first(yaml, "templatedRoute").path("parameters"), "value");
    Properties shipped = GuidePage.properties(Files.readString(DEFAULTS));
    List<String> options = new ArrayList<>();
    declared()
        .properties()
        .forEach(
            option -> {
              String setting = settings + option.getKey();
              options.add(option.getKey());
              assertThat(parameters.path(option.getKey()).asText())
                  .isIn("{{" + option.getKey() + "}}", "RAW({{" + option.getKey() + "}})");
              assertThat(values).containsEntry(option.getKey(), "{{" + setting + "}}");
              if (option.getValue().has("default")) {
                assertThat(shipped.getProperty(setting))
                    .as(setting)
                    .isEqualTo(option.getValue().path("default").asText())
                    .isEqualTo(defaults.get(option.getKey()));
              }
            });

    assertThat(parameters.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(options);
    options.addAll(more);
    assertThat(values).containsOnlyKeys(options);
    assertThat(defaults).containsOnlyKeys(options);
  }

  private static JsonNode first(JsonNode yaml, String kind) {
    for (JsonNode entry : yaml) {
      if (entry.has(kind)) {
        return entry.path(kind);
      }
    }
    throw new AssertionError("No " + kind);
  }

  private JsonNode declared() throws IOException {
    return new YAMLMapper().readTree(kamelet.toFile()).at("/spec/definition/properties");
  }

  /** Of the parameters of a route template. */
  private static Map<String, String> values(JsonNode parameters, String field) {
    Map<String, String> values = new TreeMap<>();
    parameters.forEach(each -> values.put(each.path("name").asText(), each.path(field).asText("")));
    return values;
  }
}
