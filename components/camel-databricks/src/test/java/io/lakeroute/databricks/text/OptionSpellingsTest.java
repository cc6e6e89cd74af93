// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.databricks.DatabricksEndpoint;
import io.lakeroute.databricks.DatabricksEndpointConfigurer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionSpellingsTest {

  /** Part of the path, objects that no text can name, and what Camel itself takes out. */
  private static final Set<String> NOT_HERE =
      Set.of(
          "operation", "exceptionHandler", "parameters", "bridgeErrorHandler", "lazyStartProducer");

  private final DefaultCamelContext context = new DefaultCamelContext();

  /** A bean that is written as endpoints name it. */
  private record Bean(String name) implements Processor {
    @Override
    public void process(Exchange exchange) {}

    @Override
    public String toString() {
      return "#bean:" + name;
    }
  }

  @BeforeEach
  void start() {
    context.getRegistry().bind("one", new Bean("one"));
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void every_option_is_honoured_in_any_case_and_with_dashes() throws IOException {
    JsonNode catalog =
        new ObjectMapper()
            .readTree(
                DatabricksEndpoint.class.getResource(
                    "/META-INF/io/lakeroute/databricks/databricks.json"));
    Map<String, String> read = new HashMap<>();
    Map<String, String> given = new HashMap<>();
    catalog
        .path("properties")
        .fields()
        .forEachRemaining(
            option -> {
              if (!NOT_HERE.contains(option.getKey())) {
                for (String spelling : spellings(option.getKey())) {
                  String value = value(option.getValue());
                  given.put(spelling, value);
                  read.put(spelling, set(option.getKey(), spelling, value));
                }
              }
            });

    assertThat(read).hasSizeGreaterThan(200).containsExactlyInAnyOrderEntriesOf(given);
  }

  @ParameterizedTest
  @CsvSource({
    "maxRows=1&MaxRows=2, maxRows",
    "max-rows=1&maxRows=2, maxRows",
    "object=main.crm.leads&OBJECT=main.crm.other, object"
  })
  void an_option_is_given_in_one_spelling(String options, String option) {
    assertThatThrownBy(() -> context.getEndpoint("databricks:query?" + options))
        .rootCause()
        .hasMessage("The option " + option + " is given twice. Remove one of them.");
  }

  @ParameterizedTest
  @CsvSource({
    "max_rows=1, max_rows=1",
    "maxRow=1, maxRow=1",
    "operation=execute, operation=execute"
  })
  void what_is_no_option_is_refused(String options, String unknown) {
    assertThatThrownBy(() -> context.getEndpoint("databricks:query?" + options))
        .isInstanceOf(ResolveEndpointFailedException.class)
        .hasMessageEndingWith("Unknown parameters=[{" + unknown + "}]");
  }

  @ParameterizedTest
  @CsvSource({"bridgeerrorhandler, bridgeErrorHandler", "lazy-start-producer, lazyStartProducer"})
  void an_option_that_camel_takes_by_its_exact_name_is_refused_in_others(
      String spelling, String option) {
    assertThatThrownBy(() -> context.getEndpoint("databricks:query?" + spelling + "=true"))
        .rootCause()
        .hasMessage("There is no option '" + spelling + "'. Did you mean " + option + "?");
  }

  @Test
  void a_parameter_keeps_the_case_of_its_name() {
    var endpoint =
        context.getEndpoint(
            "databricks:query?Parameters.Id=1&parameters.ID=2", DatabricksEndpoint.class);

    assertThat(endpoint.getStatement().getParameters())
        .containsExactlyInAnyOrderEntriesOf(Map.of("Id", "1", "ID", "2"));
  }

  @Test
  void the_text_of_an_option_is_checked_in_any_spelling() {
    assertThatThrownBy(() -> context.getEndpoint("databricks:query?max-rows=many"))
        .rootCause()
        .hasMessage("The option maxRows is 'many'; allowed is a whole number.");
  }

  private static List<String> spellings(String option) {
    return List.of(
        option,
        option.toLowerCase(Locale.ROOT),
        option.toUpperCase(Locale.ROOT),
        StringHelper.capitalize(option),
        StringHelper.camelCaseToDash(option),
        option.charAt(0) + "-" + option.substring(1));
  }

  /** Another value than the default. */
  private static String value(JsonNode option) {
    String other = option.path("defaultValue").asText();
    for (JsonNode allowed : option.path("enum")) {
      if (!allowed.asText().equals(other)) {
        return allowed.asText();
      }
    }
    return switch (option.path("type").asText()) {
      case "boolean" -> other.equals("true") ? "false" : "true";
      case "integer" -> "37";
      case "duration" -> "PT41M";
      case "object" -> "#bean:one";
      default -> "x";
    };
  }

  /** What the endpoint made of the option. */
  private String set(String option, String spelling, String value) {
    var endpoint =
        context.getEndpoint("databricks:query?" + spelling + "=" + value, DatabricksEndpoint.class);
    return option.equals("object") // Part of the path, which the configurer leaves out.
        ? endpoint.getConfiguration().getObject()
        : String.valueOf(
            new DatabricksEndpointConfigurer().getOptionValue(endpoint, option, false));
  }
}
