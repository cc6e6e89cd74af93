// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.databricks.error.DatabricksException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every property of every Kamelet, in every spelling somebody may try: its value arrives, or the
 * route does not start.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KameletPropertiesTest {

  private static final Path CATALOG = Path.of("..", "kamelet-catalog");

  /** What Kamelets cannot start without, and what cannot be any text. */
  private static final Map<String, String> WORKING =
      Map.of(
          "mappings",
          "file:src/test/resources/mappings/one/store.interactions.yaml",
          "cursorKeyProperty",
          "cursor.key");

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Map<String, Set<String>> arrived = new ConcurrentHashMap<>();

  @BeforeAll
  void start() {
    camel.addComponent("databricks", new Silent());
    Properties properties = new Properties();
    properties.put("cursor.key", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    camel.getPropertiesComponent().setInitialProperties(properties);
    camel
        .getPropertiesComponent()
        .addPropertiesLookupListener(
            (name, value, defaultValue, source) ->
                arrived.computeIfAbsent(name, n -> ConcurrentHashMap.newKeySet()).add(value));
    camel.start();
  }

  @AfterAll
  void stop() {
    camel.stop();
  }

  /** A Kamelet as its YAML declares it. */
  record Kamelet(String name, Map<String, JsonNode> properties, Set<String> required) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kamelet> kamelets() throws IOException {
    try (Stream<Path> files = Files.list(CATALOG)) {
      List<Kamelet> all = new ArrayList<>();
      for (Path file :
          files.filter(f -> f.toString().endsWith(".kamelet.yaml")).sorted().toList()) {
        JsonNode definition = new YAMLMapper().readTree(file.toFile()).at("/spec/definition");
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        definition
            .path("properties")
            .fields()
            .forEachRemaining(p -> properties.put(p.getKey(), p.getValue()));
        Set<String> required = new LinkedHashSet<>();
        definition.path("required").forEach(name -> required.add(name.asText()));
        String name = file.getFileName().toString();
        all.add(new Kamelet(name.substring(0, name.indexOf('.')), properties, required));
      }
      assertThat(all).hasSizeGreaterThan(8);
      return all.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void a_property_arrives_as_it_is_declared_and_with_dashes(Kamelet kamelet) {
    kamelet
        .properties()
        .forEach(
            (property, schema) -> {
              for (String spelling :
                  new TreeSet<>(List.of(property, StringHelper.camelCaseToDash(property)))) {
                String value = value(property, schema);
                arrived.clear();
                Throwable failure = start(kamelet, property, spelling, value);

                assertThat(refusal(failure)).as(spelling).isEmpty();
                assertThat(arrived.get(property)).as(spelling).containsExactly(value);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void a_property_in_any_other_spelling_is_refused(Kamelet kamelet) {
    kamelet
        .properties()
        .forEach(
            (property, schema) -> {
              for (String spelling : misspelt(property)) {
                assertThat(refusal(start(kamelet, "", spelling, value(property, schema))))
                    .contains(
                        "The Kamelet %s has no property '%s'. Did you mean %s? It has: %s."
                            .formatted(
                                kamelet.name(),
                                spelling,
                                property,
                                String.join(", ", new TreeSet<>(kamelet.properties().keySet()))));
              }
            });
  }

  @Test
  void a_property_is_given_once() {
    assertThat(refusal(start("kamelet:databricks-query-action?sql=SELECT+1&maxRows=1&max-rows=2")))
        .contains(
            "The property maxRows of the Kamelet databricks-query-action is given twice, as 'max-rows' and as 'maxRows'."
                + " Remove one of them.");
    assertThat(
            refusal(
                start(
                    "kamelet:databricks-query-action?sql=SELECT+1&onlyCatalogs=a&onlyCatalogs=b")))
        .contains(
            "The property onlyCatalogs of the Kamelet databricks-query-action is given twice. Remove one of them.");
  }

  @Test
  void a_value_that_names_a_bean_of_the_kamelet_is_refused() {
    assertThat(refusal(start("kamelet:databricks-snapshot-source?table=main.crm.leads&flow=map")))
        .contains(
            "The property flow of the Kamelet databricks-snapshot-source is 'map', which is the name of a bean in it, and"
                + " Camel would replace it. Take another value.");
  }

  private Throwable start(Kamelet kamelet, String without, String spelling, String value) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    kamelet.required().forEach(name -> parameters.put(name, "a.b.c"));
    WORKING.forEach(
        (name, working) -> {
          if (kamelet.properties().containsKey(name)) {
            parameters.put(name, working);
          }
        });
    parameters.remove(without);
    parameters.put(spelling, value);
    return start(
        "kamelet:" + kamelet.name() + "?" + URISupport.createQueryString(parameters, true));
  }

  private Throwable start(String uri) {
    Throwable failure = catchThrowable(() -> camel.getEndpoint(uri));
    // Camel compares each new route with all there are.
    camel.getRouteDefinitions().clear();
    return failure;
  }

  private static Set<String> misspelt(String property) {
    Set<String> spellings =
        new LinkedHashSet<>(
            List.of(
                property.toLowerCase(Locale.ROOT),
                property.toUpperCase(Locale.ROOT),
                StringHelper.capitalize(property),
                property.charAt(0) + "-" + property.substring(1)));
    spellings.removeAll(List.of(property, StringHelper.camelCaseToDash(property)));
    return spellings;
  }

  /** Another value than the default, of the type and from the list that there is. */
  private static String value(String property, JsonNode schema) {
    String other = schema.path("default").asText();
    for (JsonNode allowed : schema.path("enum")) {
      if (!allowed.asText().equals(other)) {
        return allowed.asText();
      }
    }
    return switch (schema.path("type").asText()) {
      case "boolean" -> other.equals("true") ? "false" : "true";
      case "integer" -> "37";
      default -> "value-of-" + property;
    };
  }

  private static Optional<String> refusal(Throwable failure) {
    return Stream.iterate(failure, f -> f != null, Throwable::getCause)
        .filter(DatabricksException.class::isInstance)
        .map(Throwable::getMessage)
        .collect(Collectors.reducing((first, last) -> last));
  }

  /** Takes all options, has their beans made, and does nothing. */
  private static final class Silent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String path, Map<String, Object> parameters) {
      parameters.values().stream()
          .map(String::valueOf)
          .filter(value -> value.startsWith("#bean:"))
          .forEach(
              value ->
                  getCamelContext().getRegistry().lookupByName(value.substring("#bean:".length())));
      parameters.clear();
      return new DefaultEndpoint(uri, this) {
        @Override
        public Producer createProducer() {
          return new DefaultProducer(this) {
            @Override
            public void process(org.apache.camel.Exchange exchange) {}
          };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
          return new DefaultConsumer(this, processor);
        }
      };
    }
  }
}
