// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.processors.camel.SendChangedKeys;
import io.lakeroute.processors.camel.SendRejects;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
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
  private static final String PROFILES = "databricks-profile-action";
  private static final String SEGMENT_SOURCE = "databricks-segment-source";
  private static final String JOURNEYS = "databricks-journey-action";
  private static final String DELIVERY_HTTP = "databricks-delivery-http-sink";
  private static final String FILES = "databricks-delivery-file-sink";

  /** Kamelets whose properties go to beans first. */
  private static final Set<String> PLANNED =
      Set.of(INTERACTIONS, SEGMENTS, PROFILES, JOURNEYS, DELIVERY_HTTP, FILES);

  private LoadedKamelets loaded;

  @BeforeEach
  void start() throws Exception {
    loaded = new LoadedKamelets();
  }

  @AfterEach
  void stop() {
    loaded.close();
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
            "databricks-changes-source invalidations",
            "databricks-changes-source invalidationColumn",
            PROFILES + " models",
            PROFILES + " definitions",
            PROFILES + " model",
            PROFILES + " mappings",
            PROFILES + " cacheTtl",
            PROFILES + " invalidations",
            INTERACTIONS + " mappings",
            INTERACTIONS + " cursorKeyProperty",
            SEGMENTS + " models",
            SEGMENTS + " definitions",
            SEGMENTS + " materializeIn",
            SEGMENTS + " proposeFrom",
            SEGMENTS + " runFlow",
            SEGMENT_SOURCE + " models",
            SEGMENT_SOURCE + " definitions",
            SEGMENT_SOURCE + " segment",
            SEGMENT_SOURCE + " journeys",
            SEGMENT_SOURCE + " journey",
            JOURNEYS + " models",
            JOURNEYS + " definitions",
            JOURNEYS + " journeys",
            JOURNEYS + " journey",
            DELIVERY_HTTP + " destination",
            DELIVERY_HTTP + " redeliveryDelay",
            DELIVERY_HTTP + " requestTimeout",
            DELIVERY_HTTP + " retryTimeout",
            DELIVERY_HTTP + " rejects",
            DELIVERY_HTTP + " unknown",
            DELIVERY_HTTP + " sent",
            DELIVERY_HTTP + " sentDirectory",
            FILES + " endpoint",
            FILES + " fileName",
            FILES + " directory",
            FILES + " publishTimeout");
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
        loaded.forget();
        loaded.load(kamelet, parameters);

        assertThat(loaded.made())
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
      loaded.forget();
      loaded.load(kamelet, new YAMLMapper().createObjectNode().put("sql", text));

      assertThat(loaded.made().get(0).getStatement().getSql()).isEqualTo(text);
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

        assertThat(catchThrowable(() -> loaded.load(kamelet, parameters))).as(property).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"databricks-snapshot-source", "databricks-changes-source"})
  void the_properties_of_a_source_that_go_to_beans_take_any_text(String name) throws Exception {
    KameletTexts kamelet = KameletTexts.of(name);
    List<SendRejects> rejects = loaded.started(SendRejects.class);
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#")) {
        ObjectNode parameters = new YAMLMapper().createObjectNode();
        parameters.put("table", "a.b.c").put("rejects", "RAW(" + text + ")");
        loaded.load(kamelet, parameters);
        assertThat(rejects.get(rejects.size() - 1)).extracting("channel").isEqualTo(text);

        parameters.put("mapping", "RAW(file:no/such/" + text + ")");
        assertThat(catchThrowable(() -> loaded.load(kamelet, parameters)))
            .rootCause()
            .hasMessageContaining("no/such/" + text.stripTrailing());
      }
    }
  }

  @Test
  void the_endpoint_for_ids_of_changed_profiles_takes_any_text() throws Exception {
    List<SendChangedKeys> made = loaded.started(SendChangedKeys.class);
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#")) {
        ObjectNode parameters = new YAMLMapper().createObjectNode();
        String raw = "RAW(" + text + ")";
        parameters.put("table", "a.b.c").put("invalidations", raw).put("invalidationColumn", raw);
        loaded.load(KameletTexts.of("databricks-changes-source"), parameters);

        assertThat(made.get(made.size() - 1))
            .extracting("channel", "column")
            .containsExactly(text, text);
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
        assertThat(catchThrowable(() -> loaded.load(kamelet, parameters)))
            .rootCause()
            .hasMessageContaining("maxRejects is '" + text.strip() + "'");
      }
    }
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
                    loaded.camel(),
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
                    loaded.camel(),
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
                    loaded.camel(),
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
}
