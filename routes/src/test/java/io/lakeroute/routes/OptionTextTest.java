// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.databricks.DatabricksEndpoint;
import io.lakeroute.databricks.TextUriFactory;
import io.lakeroute.databricks.error.DatabricksException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts of routes reach the options of an endpoint as they are, or the route does not start: every
 * option of the component's catalog that takes text, in every form of a route.
 */
class OptionTextTest {

  private static final String RAW = "Write RAW(...) around the text, use parameters in YAML";

  private static DefaultCamelContext running;

  private final RecordingDatabricks databricks = new RecordingDatabricks();

  @BeforeAll
  static void start() throws Exception {
    running = HostileTexts.start(new RecordingDatabricks(), new Properties(), "[]");
  }

  @AfterAll
  static void stop() {
    running.stop();
  }

  @Test
  void knows_the_options_that_take_text() {
    assertThat(HostileTexts.options()).contains("sql", "filter", "object", "timezone", "keys");
  }

  @ParameterizedTest
  @ValueSource(strings = {"databricks:query", "databricks", "acme:query"})
  void every_option_takes_any_text_as_parameter_in_yaml(String uri) throws Exception {
    String yaml = routes("to", uri, text -> text, HostileTexts.ALL);

    try (var camel = HostileTexts.start(databricks, new Properties(), yaml)) {
      check(HostileTexts.ALL);
    }
  }

  @Test
  void every_option_takes_any_text_of_a_property() throws Exception {
    List<String> texts = HostileTexts.ALL.stream().filter(text -> !text.contains("&m")).toList();
    Properties settings = new Properties();
    texts.forEach(text -> settings.put("my.text" + texts.indexOf(text), text));
    String yaml =
        routes("to", "databricks:query", t -> "{{my.text" + texts.indexOf(t) + "}}", texts);

    try (var camel = HostileTexts.start(databricks, settings, yaml)) {
      check(texts);
    }
  }

  @Test
  void every_option_takes_any_text_of_a_yaml_route_that_goes_to_a_dynamic_endpoint()
      throws Exception {
    List<String> texts = HostileTexts.ALL.stream().filter(text -> !text.contains("${")).toList();
    String yaml = routes("toD", "databricks:query", text -> text, texts);

    try (var camel = HostileTexts.start(databricks, new Properties(), yaml)) {
      for (String text : texts) {
        send(camel, texts.indexOf(text), Map.of("rows", 7));
      }
      check(texts);
    }
  }

  @Test
  void every_option_takes_any_text_of_a_message_to_a_dynamic_endpoint() throws Exception {
    String yaml =
        routes("toD", "databricks:query", text -> "${header.text}", List.of("${header.text}"));

    try (var camel = HostileTexts.start(databricks, new Properties(), yaml)) {
      for (String text : HostileTexts.ALL) {
        send(camel, 0, Map.of("rows", 7, "text", text));
      }
      check(HostileTexts.ALL);
    }
  }

  @Test
  void every_option_takes_any_text_in_raw_in_a_plain_uri() throws Exception {
    try (var camel = HostileTexts.start(databricks, new Properties(), "[]")) {
      for (String text : HostileTexts.ALL) {
        camel.getEndpoint(
            "databricks:query?maxRows=7&"
                + HostileTexts.options().stream()
                    .map(option -> option + "=RAW(" + text + ")")
                    .collect(Collectors.joining("&")));
      }
      check(HostileTexts.ALL);
    }
  }

  @Test
  void a_parameter_of_a_statement_takes_any_text_in_raw() throws Exception {
    ObjectNode parameters = new YAMLMapper().createObjectNode();
    for (int i = 0; i < HostileTexts.ALL.size(); i++) {
      parameters.put("parameters.p" + i, "RAW(" + HostileTexts.ALL.get(i) + ")");
    }

    try (var camel = HostileTexts.start(databricks, new Properties(), route("query", parameters))) {
      Map<String, Object> bound = databricks.made().get(0).getStatement().getParameters();
      for (int i = 0; i < HostileTexts.ALL.size(); i++) {
        assertThat(bound.get("p" + i)).isEqualTo(HostileTexts.ALL.get(i));
      }
    }
  }

  @Test
  void an_option_whose_placeholder_has_no_value_is_not_set() throws Exception {
    ObjectNode parameters = new YAMLMapper().createObjectNode();
    HostileTexts.options().forEach(option -> parameters.put(option, "{{?no.such}}"));

    try (var camel = HostileTexts.start(databricks, new Properties(), route("query", parameters))) {
      for (String option : List.of("sql", "onlyCatalogs", "connection", "timestampColumn")) {
        assertThat(HostileTexts.value(databricks.made().get(0), option)).isEqualTo("null");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          parameters.d: "%deal%"               | The option parameters.d holds + or %, which Camel decodes in a URI.
          parameters.d: "${header.q}+x"        | The option parameters.d holds + or %, which Camel decodes in a URI.
          parameters.d: "a & b"                | A text in the URI of the endpoint holds &, which ends an option.
          sql: "SELECT 'x)&batchSize=1'"       | The option batchSize ends in a bracket outside of RAW(...), as does the rest of a text that holds )&, which ends RAW(...). Write RAW(...) around the value of this option, or a blank between ) and & in the text.
          sql: "SELECT ')&filter=f('"          | The option filter ends in a bracket outside of RAW(...), as does the rest of a text that holds )&, which ends RAW(...). Write RAW(...) around the value of this option, or a blank between ) and & in the text.
          sql: "SELECT 1\\nFROM t"             | A databricks endpoint holds a text of several lines, which Camel puts together without a blank.
          sql: "SELECT 1 -- all\\n  WHERE x"   | A databricks endpoint holds a text of several lines, which Camel puts together without a blank.
          sql: "SELECT\\t1"                    | A databricks endpoint holds a tab, another control character or a blank outside of ASCII
          sql: "SELECT\\u00a01"                | A databricks endpoint holds a tab, another control character or a blank outside of ASCII
          onlyCatalogs: "a{{?no.such}}"        | The option onlyCatalogs still holds a placeholder without a value, or RAW.
          sql: "RAW(SELECT 1) AS x"            | The option sql begins with RAW( and does not end.
          """)
  void refuses_what_camel_would_alter_in_a_yaml_route(String parameter, String message) {
    assertThat(refusal("databricks:query", "maxRows: 1", parameter)).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          databricks:query?sql=SELECT x LIKE '%deal%'    | The option sql holds + or %, which Camel decodes in a URI.
          databricks:query?sql=SELECT v + 1              | The option sql holds + or %, which Camel decodes in a URI.
          databricks://query?sql=SELECT 'C++'            | The option sql holds + or %, which Camel decodes in a URI.
          databricks:query?sql=SELECT 'R&D'              | A text in the URI of the endpoint holds &, which ends an option.
          databricks:query?sql=SELECT 6 & 3              | A text in the URI of the endpoint holds &, which ends an option.
          databricks:query?sql=RAW(SELECT ')&sql=a')     | The option sql stands twice in the URI of the endpoint
          databricks:query?sql=RAW(SELECT '%25%')        | The option sql holds % and %25, and Camel takes %25 for % in RAW(...).
          databricks:query?flow=leads(eu)&sql=RAW(SELECT 1)  | The option flow ends in a bracket outside of RAW(...), as does the rest of a text that holds )&, which ends RAW(...). Write RAW(...) around the value of this option, or a blank
          databricks:catalog:main.a%20b                  | The path of the endpoint holds %, which Camel decodes there.
          """)
  void refuses_what_camel_would_alter_in_a_plain_uri(String uri, String message) throws Exception {
    assertThat(refusal(() -> running.getEndpoint(uri))).startsWith(message);
    if (!uri.contains("%25") && !uri.contains("catalog")) {
      assertThat(refusal(uri)).startsWith(message);
    }
  }

  @Test
  void the_refusal_names_a_remedy_and_no_text() {
    assertThat(refusal("databricks:query", "parameters.d: \"%deal%\""))
        .isEqualTo(
            "The option parameters.d holds + or %, which Camel decodes in a URI. "
                + RAW
                + ", or take the text from a property or a resource.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a)&maxRows=1", "x LIKE '%25'", "one\ntwo", "a\tb"})
  void refuses_a_property_that_camel_would_alter(String text) {
    Properties settings = new Properties();
    settings.put("my.text", text);
    ObjectNode parameters = new YAMLMapper().createObjectNode();
    HostileTexts.options().forEach(option -> parameters.put(option, "{{my.text}}"));

    assertThat(refusal(() -> HostileTexts.start(databricks, settings, route("query", parameters))))
        .startsWith("The property my.text of the option ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"databricks:query?connection=one", "kamelet:databricks-query-action?maxRows=1"})
  void refuses_a_property_that_would_take_the_options_behind_it(String endpoint) {
    Properties settings = new Properties();
    settings.put("my.flow", "RAW(x");
    String yaml =
        """
        - from:
            uri: direct:mine0
            steps:
              - to: "%s&flow={{my.flow}}&onlyCatalogs=RAW(acme)&sql=RAW(SELECT 1)"
        """
            .formatted(endpoint);

    assertThat(refusal(() -> HostileTexts.start(databricks, settings, yaml)))
        .isEqualTo(
            "The property my.flow of the option flow holds & or RAW, which ends an option or takes"
                + " those behind it. Write RAW({{my.flow}}) in the route.");
  }

  @Test
  void no_message_adds_an_option_to_a_dynamic_endpoint() throws Exception {
    String yaml =
        """
        - from:
            uri: direct:mine0
            steps:
              - toD:
                  uri: databricks:query
                  parameters:
                    flow: "${header.text}"
                    sql: SELECT 1
        """;

    try (var camel = HostileTexts.start(databricks, new Properties(), yaml)) {
      assertThat(send(camel, 0, Map.of("text", "x)&connection=RAW(globex")).getException())
          .isInstanceOf(DatabricksException.class)
          .hasMessage(
              "A value of the message adds an option to the databricks endpoint: it holds &. Bind"
                  + " values as parameters instead, with the header CamelDatabricksParameters.");
      assertThat(send(camel, 0, Map.of("text", "100%25")).getException())
          .hasMessageStartingWith("A value of the message holds %25, which Camel takes for %");
      assertThat(send(camel, 0, Map.of("text", "one\ntwo")).getException())
          .hasMessageStartingWith(
              "The URI that the message makes of a databricks endpoint holds a");
    }
    assertThat(databricks.made()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wireTap", "toD", "enrich", "poll", "pollEnrich"})
  void refuses_at_start_what_camel_would_alter_in_any_step(String step) {
    String uri = step.endsWith("nrich") ? "constant: \"%s\"" : "uri: \"%s\"";

    assertThat(
            refusal(
                () ->
                    HostileTexts.load(
                        running,
                        """
                        - from:
                            uri: direct:mine0
                            steps:
                              - %s:
                                  %s
                        """
                            .formatted(step, uri.formatted("databricks:query?sql=SELECT v + 1")))))
        .startsWith("The option sql holds + or %, which Camel decodes in a URI.");
  }

  @Test
  void refuses_the_same_where_the_component_has_another_name() {
    assertThat(refusal("acme:query", "sql: \"SELECT 1\\nFROM t\""))
        .startsWith("A databricks endpoint holds a text of several lines");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setBody: {constant: \"databricks: import failed\\nsee the log\"}",
        "setHeader: {name: x, simple: \"databricks:query?sql=v + 1 & 2\"}",
        "recipientList: {constant: \"databricks:query?sql=RAW(SELECT 1),log:x\"}",
        "routingSlip: {constant: \"databricks:query?sql=RAW(SELECT 1),log:x\"}"
      })
  void takes_no_other_expression_for_a_uri(String step) throws Exception {
    assertThatCode(
            () ->
                HostileTexts.start(
                        databricks,
                        new Properties(),
                        """
                        - from:
                            uri: direct:mine0
                            steps:
                              - %s
                        """
                            .formatted(step))
                    .close())
        .doesNotThrowAnyException();
  }

  @Test
  void yaml_is_read_so_with_a_registry_of_ones_own() throws Exception {
    try (var camel = new DefaultCamelContext(new DefaultRegistry())) {
      camel.start();

      assertThat(camel.getCamelContextExtension().getEndpointUriFactory("databricks"))
          .isInstanceOf(TextUriFactory.class);
    }
  }

  private String refusal(String uri, String... parameters) {
    String yaml =
        """
        - from:
            uri: direct:mine0
            steps:
              - to:
                  uri: "%s"
        """
            .formatted(uri);
    return refusal(
        () ->
            HostileTexts.load(
                running,
                parameters.length == 0
                    ? yaml
                    : yaml
                        + "          parameters:\n            "
                        + String.join("\n            ", parameters)));
  }

  private interface Start {
    Object run() throws Exception;
  }

  private static String refusal(Start start) {
    Throwable thrown = catchThrowable(start::run);
    assertThat(thrown).isNotNull();
    DatabricksException ours =
        (DatabricksException)
            Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .filter(DatabricksException.class::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no refusal of ours", thrown));
    return ours.getMessage();
  }

  private static String routes(
      String step, String uri, Function<String, String> written, List<String> texts)
      throws Exception {
    StringBuilder yaml = new StringBuilder();
    for (String text : texts) {
      ObjectNode parameters = new YAMLMapper().createObjectNode();
      parameters.put("maxRows", step.equals("to") ? "7" : "${header.rows}");
      if (!uri.contains(":")) {
        parameters.put("operation", "query");
      }
      HostileTexts.options().forEach(option -> parameters.put(option, written.apply(text)));
      yaml.append(route(step, uri, "direct:mine" + texts.indexOf(text), parameters));
    }
    return yaml.toString();
  }

  private static String route(String operation, ObjectNode parameters) throws Exception {
    return route("to", "databricks:" + operation, "direct:mine0", parameters);
  }

  private static String route(String step, String uri, String from, ObjectNode parameters)
      throws Exception {
    return """
    - from:
        uri: %s
        steps:
          - %s:
              uri: %s
              parameters: %s
    """
        .formatted(from, step, uri, parameters);
  }

  private static Exchange send(DefaultCamelContext camel, int route, Map<String, Object> headers) {
    return camel
        .createFluentProducerTemplate()
        .to("direct:mine" + route)
        .withProcessor(exchange -> exchange.getMessage().setHeaders(new TreeMap<>(headers)))
        .send();
  }

  private void check(List<String> texts) {
    assertThat(databricks.made()).hasSize(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      DatabricksEndpoint endpoint = databricks.made().get(i);
      assertThat(endpoint.getConfiguration().getMaxRows()).isEqualTo(7);
      for (String option : HostileTexts.options()) {
        assertThat(HostileTexts.value(endpoint, option)).as(option).isEqualTo(texts.get(i));
      }
    }
  }
}
