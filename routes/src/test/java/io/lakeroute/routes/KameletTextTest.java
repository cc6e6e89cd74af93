package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.processors.camel.SendRejects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in the properties of Kamelets, every one that takes text, arrive as they are. */
class KameletTextTest {

  private static final String INTERACTIONS = "databricks-interactions-action";
  private static final String SEGMENTS = "databricks-segment-action";

  private static final String SEGMENT_SOURCE = "databricks-segment-source";

  /** Kamelets whose properties go to beans first. */
  private static final Set<String> PLANNED = Set.of(INTERACTIONS, SEGMENTS);

  private final RecordingDatabricks databricks = new RecordingDatabricks();
  private DefaultCamelContext camel;
  private int routes;

  @BeforeEach
  void start() throws Exception {
    Properties settings = new Properties();
    settings.put(
        "lakeroute.interactions.cursor.secretKey", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    camel = HostileTexts.start(databricks, settings, "[]");
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  static Stream<String> kamelets() {
    return KameletTexts.all().stream().map(KameletTexts::name);
  }

  @Test
  void every_property_that_takes_text_is_tested() {
    Set<String> ofBeans = new HashSet<>();
    for (KameletTexts kamelet : KameletTexts.all()) {
      assertThat(kamelet.taken().values()).as(kamelet.name()).doesNotContain("nothing");
      kamelet.ofBeans().forEach(property -> ofBeans.add(kamelet.name() + " " + property));
    }

    // Tests of their own, below; what becomes an option is tested from the catalog.
    assertThat(ofBeans)
        .containsExactlyInAnyOrder(
            "databricks-snapshot-source mapping",
            "databricks-snapshot-source rejects",
            "databricks-changes-source mapping",
            "databricks-changes-source rejects",
            "databricks-changes-source maxRejects",
            INTERACTIONS + " mappings",
            INTERACTIONS + " cursorKeyProperty",
            SEGMENTS + " models",
            SEGMENTS + " definitions",
            SEGMENT_SOURCE + " models",
            SEGMENT_SOURCE + " definitions");
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void every_property_takes_any_text(String name) throws Exception {
    KameletTexts kamelet = KameletTexts.of(name);
    if (PLANNED.contains(name)) {
      return; // See below.
    }
    assertThat(kamelet.options()).isNotEmpty();
    for (String text : HostileTexts.ALL) {
      // Camel takes the blanks from the end of a URI.
      for (boolean raw : text.matches(".*&.*|.* ") ? List.of(true) : List.of(false, true)) {
        ObjectNode parameters = new YAMLMapper().createObjectNode();
        kamelet
            .options()
            .keySet()
            .forEach(property -> parameters.put(property, raw ? "RAW(" + text + ")" : text));
        if (name.equals(SEGMENT_SOURCE)) {
          parameters.put("models", "file:x").put("definitions", "file:x"); // Required; see below.
        }
        forget();
        load(kamelet, parameters);

        assertThat(databricks.made())
            .hasSize(name.equals("databricks-audience-sink") ? 2 : 1)
            .allSatisfy(
                made ->
                    kamelet
                        .options()
                        .forEach(
                            (property, option) ->
                                assertThat(HostileTexts.value(made, option))
                                    .as(property)
                                    .isEqualTo(text)));
      }
    }
  }

  @Test
  void a_percent_sign_before_25_arrives_as_it_is() throws Exception {
    KameletTexts kamelet = KameletTexts.of("databricks-query-action");
    for (String text : List.of("x LIKE '%25'", "x LIKE '%25%'", "f(x) LIKE '%2525'")) {
      forget();
      load(kamelet, new YAMLMapper().createObjectNode().put("sql", text));

      assertThat(databricks.made().get(0).getStatement().getSql()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void a_property_that_is_no_text_refuses_one(String name) {
    KameletTexts kamelet = KameletTexts.of(name);
    if (PLANNED.contains(name)) {
      return; // Its durations are looked at with the first message.
    }
    for (String property : kamelet.typed()) {
      for (String text : List.of("1+m", "1%20m", "RAW(1m&maxRows=1)")) {
        ObjectNode parameters = new YAMLMapper().createObjectNode();
        kamelet.options().keySet().forEach(other -> parameters.put(other, "x"));
        parameters.put(property, text);

        assertThat(catchThrowable(() -> load(kamelet, parameters))).as(property).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"databricks-snapshot-source", "databricks-changes-source"})
  void the_properties_of_a_source_that_go_to_beans_take_any_text(String name) throws Exception {
    KameletTexts kamelet = KameletTexts.of(name);
    List<SendRejects> rejects = new ArrayList<>();
    camel.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onServiceAdd(CamelContext context, Service service, Route route) {
            if (service instanceof SendRejects bean) {
              rejects.add(bean);
            }
          }
        });
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#")) {
        ObjectNode parameters = new YAMLMapper().createObjectNode();
        parameters.put("table", "a.b.c").put("rejects", "RAW(" + text + ")");
        load(kamelet, parameters);
        assertThat(rejects.get(rejects.size() - 1)).extracting("channel").isEqualTo(text);

        parameters.put("mapping", "RAW(file:no/such/" + text + ")");
        assertThat(catchThrowable(() -> load(kamelet, parameters)))
            .rootCause()
            .hasMessageContaining("no/such/" + text.stripTrailing());
      }
    }
  }

  @Test
  void a_limit_of_rejects_that_is_no_number_is_refused_as_it_was_written() {
    KameletTexts kamelet = KameletTexts.of("databricks-changes-source");
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#")) {
        ObjectNode parameters = new YAMLMapper().createObjectNode();
        parameters.put("table", "a.b.c").put("maxRejects", "RAW(" + text + ")");
        assertThat(catchThrowable(() -> load(kamelet, parameters)))
            .rootCause()
            .hasMessageContaining("maxRejects is '" + text.strip() + "'");
      }
    }
  }

  @Test
  void the_properties_of_interactions_take_any_text() throws Exception {
    KameletTexts kamelet = KameletTexts.of(INTERACTIONS);
    for (String text : HostileTexts.ALL) {
      // Tenants go to toD, too, which takes ${ for an expression; they are refused before.
      if (!text.startsWith("#") && !text.contains(",") && !text.contains("${")) {
        String raw = "RAW(" + text + ")";
        assertThat(catchThrowable(() -> load(kamelet, mappings("RAW(file:no/such/" + text + ")"))))
            .rootCause()
            .hasMessageContaining("no/such/" + text.stripTrailing());
        assertThat(catchThrowable(() -> load(kamelet, mappings("x").put("cursorKeyProperty", raw))))
            .rootCause()
            .hasMessageContaining("Property " + text + " is not set");

        forget();
        assertThat(catchThrowable(() -> load(kamelet, mappings("x").put("tenants", raw))))
            .isNotNull();
        assertThat(databricks.made().get(0).getConfiguration().getTenants()).isEqualTo(text);

        forget();
        assertThat(
                catchThrowable(
                    () ->
                        load(
                            kamelet,
                            mappings("classpath:mappings/one/*.yaml").put("connection", raw))))
            .isNotNull();
        assertThat(databricks.made().get(0).getConfiguration().getConnection()).isEqualTo(text);
      }
    }
  }

  @Test
  void the_properties_of_segments_take_any_text() throws Exception {
    KameletTexts kamelet = KameletTexts.of(SEGMENTS);
    String models = "classpath:segments/*.model.yaml";
    for (String text : HostileTexts.ALL) {
      // Tenants go to toD, too, which takes ${ for an expression; they are refused before.
      if (!text.startsWith("#") && !text.contains(",") && !text.contains("${")) {
        String raw = "RAW(" + text + ")";
        String file = "RAW(file:no/such/" + text + ")";
        assertThat(catchThrowable(() -> load(kamelet, models(file))))
            .rootCause()
            .hasMessageContaining("no/such/" + text.stripTrailing());
        assertThat(catchThrowable(() -> load(kamelet, models(models).put("definitions", file))))
            .rootCause()
            .hasMessageContaining("no/such/" + text.stripTrailing());

        forget();
        assertThat(catchThrowable(() -> load(kamelet, models("x").put("tenants", raw))))
            .isNotNull();
        assertThat(databricks.made().get(0).getConfiguration().getTenants()).isEqualTo(text);

        forget();
        assertThat(catchThrowable(() -> load(kamelet, models(models).put("connection", raw))))
            .isNotNull();
        assertThat(databricks.made().get(0).getConfiguration().getConnection()).isEqualTo(text);
      }
    }
  }

  /** They go to a bean that the consumer starts, which is none here. */
  @Test
  void the_files_of_a_segment_source_take_any_text() throws Exception {
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#")) {
        ObjectNode parameters = models("RAW(" + text + ")");
        parameters.put("definitions", "RAW(" + text + ")").put("segment", "x");
        forget();
        load(KameletTexts.of(SEGMENT_SOURCE), parameters);

        assertThat(databricks.made().get(0).getQuery().getPrepare())
            .extracting("settings")
            .extracting("models", "definitions")
            .containsExactly(text, text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "action, drop, 'action must be one of compile, count, preview, overlap, explain, why, list, fields, or header'",
    "adHoc, maybe, maybe",
    "maxPreview, many, many"
  })
  void a_property_of_segments_refuses_what_it_cannot_be(String name, String text, String said) {
    assertThat(
            catchThrowable(
                () ->
                    load(
                        KameletTexts.of(SEGMENTS),
                        models("classpath:segments/*.model.yaml").put(name, text))))
        .rootCause()
        .hasMessageContaining(said);
  }

  private static ObjectNode models(String models) {
    return new YAMLMapper().createObjectNode().put("models", models);
  }

  /** Camel makes an endpoint of the same URI once only. */
  private void forget() throws Exception {
    databricks.made().clear();
    camel.removeEndpoints("databricks*");
  }

  private static ObjectNode mappings(String mappings) {
    return new YAMLMapper().createObjectNode().put("mappings", mappings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          R & D                | The Kamelet databricks-snapshot-source gets a text with &, which ends a property, or a property twice. Write RAW(...) around the text, in YAML, too.
          a&table=b            | The Kamelet databricks-snapshot-source gets a text with &, which ends a property, or a property twice.
          a\\nb                | The Kamelet databricks-snapshot-source holds a text of several lines
          a\\tb                | The Kamelet databricks-snapshot-source holds a tab
          RAW{a)&maxRows=1}    | The property filter of the option filter holds )& or %25
          """)
  void refuses_what_camel_would_alter_on_the_way_to_a_kamelet(String text, String message) {
    Throwable thrown =
        catchThrowable(
            () ->
                HostileTexts.load(
                    camel,
                    """
                    - from:
                        uri: kamelet:databricks-snapshot-source
                        parameters:
                          table: t
                          filter: "%s"
                        steps:
                          - to: mock:sink
                    """
                        .formatted(text)));

    assertThat(refusal(thrown)).startsWith(message);
  }

  @Test
  void refuses_a_kamelet_behind_toD_where_camel_would_encode_a_text() {
    Throwable thrown =
        catchThrowable(
            () ->
                HostileTexts.load(
                    camel,
                    """
                    - from:
                        uri: direct:dynamic
                        steps:
                          - toD: "kamelet:databricks-query-action?sql=SELECT 1"
                    """));

    assertThat(refusal(thrown))
        .isEqualTo(
            "The Kamelet databricks-query-action is called by toD, where Camel encodes the property"
                + " sql. Call it by to, or write RAW(...) around the text, which may then hold no"
                + " %.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "toD: \"kamelet:databricks-query-action?maxRows=10&sql=RAW(${body})\"",
        "toD: \"kamelet:databricks-query-action?connection=${header.c}&sql=RAW(SELECT 1)\"",
        "enrich: {expression: {simple: \"kamelet:databricks-query-action?sql=RAW(${body})\"}}"
      })
  void refuses_a_kamelet_whose_properties_a_message_makes(String step) {
    Throwable thrown =
        catchThrowable(
            () ->
                HostileTexts.load(
                    camel,
                    """
                    - from:
                        uri: direct:dynamic
                        steps:
                          - %s
                    """
                        .formatted(step)));

    assertThat(refusal(thrown))
        .isEqualTo(
            "The Kamelet databricks-query-action gets a property from a message, which may add or"
                + " replace others. Call it by to, and bind values as parameters, with the header"
                + " CamelDatabricksParameters.");
  }

  private static String refusal(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .filter(DatabricksException.class::isInstance)
        .map(Throwable::getMessage)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no refusal of ours", thrown));
  }

  private void load(KameletTexts kamelet, ObjectNode parameters) throws Exception {
    routes++;
    HostileTexts.load(
        camel,
        kamelet.source()
            ? """
            - from:
                uri: kamelet:%s
                parameters: %s
                steps:
                  - to: mock:sink
            """
                .formatted(kamelet.name(), parameters)
            : """
            - from:
                uri: direct:mine%d
                steps:
                  - to:
                      uri: kamelet:%s
                      parameters: %s
            """
                .formatted(routes, kamelet.name(), parameters));
  }
}
