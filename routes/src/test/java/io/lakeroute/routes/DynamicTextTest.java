// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message brings stays the value of the option that the route has it for. */
class DynamicTextTest {

  private static final String REMEDY =
      " Bind values as parameters instead, with the header CamelDatabricksParameters.";

  private final RecordingDatabricks databricks = new RecordingDatabricks();
  private final Properties settings = new Properties();

  @ParameterizedTest
  @ValueSource(strings = {"RAW(", "RAW{", "RAW(a)", "1)&x=RAW("})
  void no_message_drops_any_option(String text) throws Exception {
    List<String> options = HostileTexts.optionsOfAnyType();
    StringBuilder yaml = new StringBuilder();
    for (String option : options) {
      yaml.append(
          route(
              options.indexOf(option),
              "toD",
              "uri: \"databricks:query?parameters.x=${header.x}&" + option + "=RAW(safe)\""));
    }

    try (var camel = HostileTexts.start(databricks, settings, yaml.toString())) {
      for (String option : options) {
        assertThat(send(camel, options.indexOf(option), Map.of("x", text)).getException())
            .as(option)
            .isInstanceOf(DatabricksException.class)
            .hasMessageStartingWith("A value of the message ")
            .hasMessageEndingWith(REMEDY);
      }
    }
    assertThat(databricks.made()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          query?flow=${header.x}&onlyCatalogs=RAW(safe)                                              | RAW(
          query?tenants=${header.x}&readOnly=true&sql=RAW(SELECT 1)                                  | RAW(
          query?parameters.x=${header.x}&onlyCatalogs=RAW(${header.fence})&sql=RAW(SELECT 1)         | 1&onlyCatalogs=RAW(evil,
          query?parameters.x=RAW(${header.x})&onlyCatalogs=RAW(safe)&parameters.y=RAW{y}             | 1)&onlyCatalogs=RAW(evil)&parameters.y=RAW{q
          query?parameters.x=${header.x}&onlyCatalogs=RAW(safe)                                      | 1&onlyCatalogs=RAW(evil)
          catalog:${header.x}?onlyCatalogs=RAW(${header.fence})                                      | m?onlyCatalogs=RAW(evil,
          query?onlyCatalogs=RAW(safe)&parameters.x=${header.x}                                      | {{?no.such.value}}
          query?onlyCatalogs=RAW(safe)&parameters.x=${header.x}                                      | a&
          query?onlyCatalogs=RAW(safe)&parameters.x=${header.x}                                      | a&%zz=1
          """)
  void no_message_drops_adds_or_replaces_an_option(String uri, String text) throws Exception {
    for (String step : List.of("toD", "enrich")) {
      String written = "\"databricks:" + uri + "\"";
      String yaml = route(0, step, (step.equals("toD") ? "uri: " : "simple: ") + written);

      try (var camel = HostileTexts.start(databricks, settings, yaml)) {
        Throwable refused = send(camel, 0, Map.of("x", text, "fence", "safe")).getException();
        assertThat(refused).as(step).isInstanceOf(DatabricksException.class);
        assertThat(((DatabricksException) refused).getReason()).isEqualTo(Reason.INVALID);
        assertThat(refused).hasMessageEndingWith(REMEDY);
        assertThat(refused.getMessage()).doesNotContain("evil", "SELECT");
      }
    }
    assertThat(databricks.made()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a+b       | The option parameters.x holds + or %, which Camel decodes in a URI.
          %de       | The option parameters.x holds + or %, which Camel decodes in a URI.
          100%25    | A value of the message holds %25, which Camel takes for % in the option parameters.x.
          a\\nb     | The URI that the message makes of a databricks endpoint holds a text of several lines, which Camel puts together without a blank.
          """)
  void what_a_message_brings_and_camel_would_alter_is_invalid(String text, String message)
      throws Exception {
    String yaml = route(0, "toD", "uri: \"databricks:query?parameters.x=${header.x}\"");

    try (var camel = HostileTexts.start(databricks, settings, yaml)) {
      Throwable refused = send(camel, 0, Map.of("x", text.replace("\\n", "\n"))).getException();
      assertThat(refused).hasMessage(message + REMEDY);
      assertThat(((DatabricksException) refused).getReason()).isEqualTo(Reason.INVALID);
    }
  }

  @Test
  void options_may_come_from_properties_as_a_block() throws Exception {
    settings.put("common.options", "onlyCatalogs=RAW(safe)&maxRows=7");
    String yaml =
        route(
            0,
            "toD",
            "uri: \"databricks:query?{{common.options}}&connection=RAW({{?no.such}})"
                + "&sql=RAW(SELECT 1)&parameters.id=RAW(${header.id})\"");

    try (var camel = HostileTexts.start(databricks, settings, yaml)) {
      for (String id : List.of("1", "2")) {
        assertThat(send(camel, 0, Map.of("id", id)).getException()).isNull();
      }
    }
    assertThat(databricks.made())
        .extracting(made -> made.getStatement().getParameters().get("id"))
        .containsExactly("1", "2");
    assertThat(databricks.made().get(0).getConfiguration().getMaxRows()).isEqualTo(7);
    assertThat(HostileTexts.value(databricks.made().get(0), "onlyCatalogs")).isEqualTo("safe");
  }

  @Test
  void an_expression_may_hold_what_ends_an_option() throws Exception {
    String yaml =
        route(
            0,
            "toD",
            "uri: \"databricks:query?parameters.a=${header.a == 'b&c=d' ? '1' : '2'}&maxRows=7\"");

    try (var camel = HostileTexts.start(databricks, settings, yaml)) {
      assertThat(send(camel, 0, Map.of("a", "b&c=d")).getException()).isNull();
    }
    assertThat(databricks.made().get(0).getStatement().getParameters()).containsEntry("a", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"toD", "wireTap", "enrich"})
  void refuses_a_step_that_would_go_past_this(String step) {
    String written = "\"{{my.scheme}}:query?sql=RAW(SELECT 1)&parameters.x=${header.x}\"";
    String yaml =
        route(
            0,
            step,
            (step.equals("enrich") ? "simple: " : "uri: ") + written,
            "allowOptimisedComponents: \"{{my.flag:false}}\"");
    settings.put("my.scheme", "databricks");

    Throwable thrown = catchThrowable(() -> HostileTexts.start(databricks, settings, yaml));
    assertThat(
            Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .filter(DatabricksException.class::isInstance)
                .map(Throwable::getMessage))
        .containsExactly(
            "A step to a databricks endpoint has allowOptimisedComponents=false, with which messages"
                + " may alter its options. Remove it.");
  }

  @Test
  void works_for_the_component_under_another_name() throws Exception {
    String yaml =
        route(0, "toD", "uri: \"acme:query?parameters.x=${header.x}&sql=RAW(LIKE ${header.sql})\"");

    try (var camel = HostileTexts.start(databricks, settings, yaml)) {
      assertThat(send(camel, 0, Map.of("x", "RAW(", "sql", "x")).getException())
          .isInstanceOf(DatabricksException.class);
      assertThat(send(camel, 0, Map.of("x", "a b", "sql", "'%de+'")).getException()).isNull();
    }
    assertThat(databricks.made()).hasSize(1);
    assertThat(databricks.made().get(0).getStatement().getSql()).isEqualTo("LIKE '%de+'");
    assertThat(databricks.made().get(0).getStatement().getParameters()).containsEntry("x", "a b");
  }

  private static String route(int number, String step, String... lines) {
    return """
    - from:
        uri: direct:mine%d
        steps:
          - %s:
              %s
    """
        .formatted(number, step, String.join("\n          ", lines));
  }

  private static Exchange send(DefaultCamelContext camel, int route, Map<String, Object> headers) {
    return camel
        .createFluentProducerTemplate()
        .to("direct:mine" + route)
        .withProcessor(exchange -> exchange.getMessage().setHeaders(new TreeMap<>(headers)))
        .send();
  }
}
