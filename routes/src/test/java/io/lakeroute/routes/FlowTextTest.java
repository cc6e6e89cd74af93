// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.databricks.error.DatabricksException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts in the settings of the packaged flows arrive as they are. */
class FlowTextTest {

  private static final String IMPORT = "lakeroute.import.";
  private static final String SYNC = "lakeroute.sync.";
  private static final String EXPORT = "lakeroute.export.";
  private static final String AUDIENCE = "databricks-audience-sink";
  private static final String INTERACTIONS = "lakeroute.interactions.";
  private static final String SEGMENTS = "lakeroute.segments.";
  private static final String PROFILES = "lakeroute.profiles.";
  private static final String RUNS = "lakeroute.runs.";
  private static final String JOURNEY = "lakeroute.journey.";

  /** A scheduled flow: its file, what its settings begin with, and its source. */
  enum Scheduled {
    SNAPSHOT_IMPORT(IMPORT, "databricks-snapshot-source", "import-files", "writeImportFile"),
    CHANGE_SYNC(SYNC, "databricks-changes-source", "sync-files", "writeSyncFile");

    final String settings;
    final String kamelet;
    final String files;
    final String writer;

    Scheduled(String settings, String kamelet, String files, String writer) {
      this.settings = settings;
      this.kamelet = kamelet;
      this.files = files;
      this.writer = writer;
    }

    String route() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String file() {
      return route() + ".camel.yaml";
    }

    KameletTexts texts() {
      return KameletTexts.of(kamelet);
    }
  }

  private final RecordingDatabricks databricks = new RecordingDatabricks();

  @Test
  void every_setting_that_takes_text_is_tested() throws IOException {
    Set<String> settings =
        FlowFiles.settings().keySet().stream()
            .map(Object::toString)
            .filter(key -> key.startsWith("lakeroute."))
            .filter(key -> !FlowFiles.settings().getProperty(key).matches("\\d+|true|false"))
            .collect(Collectors.toCollection(TreeSet::new));
    settings.removeIf(key -> key.startsWith("lakeroute.rest."));
    for (Scheduled flow : Scheduled.values()) {
      flow.texts().taken().keySet().forEach(name -> settings.remove(flow.settings + name));
    }
    KameletTexts.of("databricks-interactions-action")
        .taken()
        .keySet()
        .forEach(property -> settings.remove(INTERACTIONS + property));
    KameletTexts.of("databricks-segment-action")
        .taken()
        .keySet()
        .forEach(property -> settings.remove(SEGMENTS + property));
    KameletTexts.of("databricks-profile-action")
        .taken()
        .keySet()
        .forEach(property -> settings.remove(PROFILES + property));
    for (String kamelet : List.of("databricks-segment-source", "databricks-journey-action")) {
      KameletTexts.of(kamelet).taken().keySet().forEach(name -> settings.remove(JOURNEY + name));
    }
    settings.removeAll(Set.of(JOURNEY + "frequency", JOURNEY + "dayOfWeek"));
    // Enumerations.
    settings.removeAll(Set.of(IMPORT + "nullTimestamps", IMPORT + "frequency"));
    Set.of(
            "bootstrap",
            "net",
            "deletes",
            "onGap",
            "undeclared",
            "duplicates",
            "rejectValues",
            "frequency")
        .forEach(name -> settings.remove(SYNC + name));
    settings.remove(INTERACTIONS + "cursor.secretKey");
    KameletTexts.of(AUDIENCE).taken().keySet().forEach(name -> settings.remove(EXPORT + name));
    // Of the schedule: enumerations, a duration, and texts with a test of their own.
    Set.of("frequency", "dayOfWeek", "interval", "timeOfDay", "timezone", "cron")
        .forEach(name -> settings.remove(EXPORT + name));
    Set.of("publish", "schemaChange", "onEmpty", "format", "compression")
        .forEach(name -> settings.remove(EXPORT + name));

    assertThat(settings)
        .containsExactlyInAnyOrder(
            // Tests of their own, below or in RestFlowTextTest.
            IMPORT + "directory",
            IMPORT + "fileName",
            SYNC + "directory",
            SYNC + "fileName",
            RUNS + "connection",
            RUNS + "tenants",
            JOURNEY + "previewTimeout",
            // URIs, which are as Camel reads them.
            IMPORT + "sink",
            SYNC + "sink",
            EXPORT + "source");
  }

  @ParameterizedTest
  @EnumSource
  void every_setting_of_a_scheduled_flow_takes_any_text(Scheduled flow) throws Exception {
    Map<String, String> options = flow.texts().options();
    for (String text : HostileTexts.ALL) {
      Properties settings = FlowFiles.settings();
      options.keySet().forEach(property -> settings.put(flow.settings + property, text));
      databricks.made().clear();

      try (DefaultCamelContext camel = start(settings, flow.file())) {
        options.forEach(
            (property, option) ->
                assertThat(HostileTexts.value(databricks.made().get(0), option))
                    .as(property)
                    .isEqualTo(text));
      }
    }
  }

  @Test
  void every_setting_of_a_journey_takes_any_text() throws Exception {
    KameletTexts kamelet = KameletTexts.of("databricks-segment-source");
    for (String text : HostileTexts.ALL) {
      Properties settings = FlowFiles.settings();
      kamelet.options().keySet().forEach(property -> settings.put(JOURNEY + property, text));
      kamelet.ofBeans().forEach(property -> settings.put(JOURNEY + property, text));
      databricks.made().clear();
      // The files are not there, which its next step says.
      assertThat(catchThrowable(() -> start(settings, "rest.camel.yaml", "journey.camel.yaml")))
          .isNotNull();

      kamelet
          .options()
          .forEach(
              (property, option) ->
                  assertThat(HostileTexts.value(databricks.made().get(0), option))
                      .as(property)
                      .isEqualTo(text));
      assertThat(databricks.made().get(0).getQuery().getPrepare())
          .extracting("journey")
          .isEqualTo(text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_files_of_a_scheduled_flow_go_where_the_settings_say(Scheduled flow) throws Exception {
    for (String text : HostileTexts.ALL) {
      if (!text.contains("$") && !text.startsWith("#")) {
        Properties settings = FlowFiles.settings();
        settings.put(flow.settings + "table", "a.b.c");
        settings.put(flow.settings + "directory", text);
        settings.put(flow.settings + "fileName", text);

        try (DefaultCamelContext camel = start(settings, flow.file())) {
          assertThat(camel.getRegistry().lookupByName(flow.writer))
              .extracting("directory")
              .isEqualTo(text);
          Exchange sent = camel.createFluentProducerTemplate().to("direct:" + flow.files).send();
          assertThat(sent.getMessage().getHeader(Exchange.FILE_NAME)).isEqualTo(text.strip());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refuses_what_camel_would_alter(Scheduled flow) {
    for (String filter : List.of("a = 'x)&maxRows=1'", "x LIKE '%25'")) {
      Properties settings = FlowFiles.settings();
      settings.put(flow.settings + "table", "a.b.c");
      settings.put(flow.settings + "filter", filter);

      Throwable thrown = catchThrowable(() -> start(settings, flow.file()));

      assertThat(
              Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                  .filter(DatabricksException.class::isInstance)
                  .map(Throwable::getMessage)
                  .findFirst())
          .hasValueSatisfying(
              said ->
                  assertThat(said)
                      .startsWith(
                          "The property filter of the option filter in the route '%s' holds )& or %%25"
                              .formatted(flow.route())));
    }
  }

  /** As a user writes them, beside the packaged file. */
  @ParameterizedTest
  @CsvSource({"SNAPSHOT_IMPORT, lakeroute-import, DAILY", "CHANGE_SYNC, lakeroute-sync, HOURLY"})
  void two_tables_are_two_entries(Scheduled flow, String template, String frequency)
      throws Exception {
    Properties settings = FlowFiles.settings();
    settings.put(flow.settings + "enabled", "false");
    ArrayNode yaml = FlowFiles.yaml(flow.file());
    yaml.addAll(
        (ArrayNode)
            new YAMLMapper()
                .readTree(
                    """
                    - templatedRoute:
                        routeTemplateRef: %1$s
                        routeId: leads
                        parameters:
                          - name: table
                            value: main.crm.leads
                          - name: filter
                            value: "x LIKE '%%deal%%' AND a = 'b&c=d'"
                          - name: sink
                            value: mock:leads
                    - templatedRoute:
                        routeTemplateRef: %1$s
                        routeId: orders
                        parameters:
                          - name: table
                            value: main.shop.orders
                          - name: frequency
                            value: weekly
                    """
                        .formatted(template)));

    try (DefaultCamelContext camel = HostileTexts.start(databricks, settings, yaml.toString())) {
      assertThat(databricks.made())
          .extracting(
              made -> made.getConfiguration().getObject(),
              made -> HostileTexts.value(made, "filter"),
              made -> HostileTexts.value(made, "frequency"))
          .containsExactlyInAnyOrder(
              tuple("main.crm.leads", "x LIKE '%deal%' AND a = 'b&c=d'", frequency),
              tuple("main.shop.orders", "", "WEEKLY"));
      assertThat(camel.getRoute("leads").getEndpoint().getEndpointUri()).contains("main.crm.leads");
      assertThat(camel.getRoute(flow.route())).isNull();
    }
  }

  private DefaultCamelContext start(Properties settings, String... files) throws Exception {
    return FlowFiles.start(databricks, settings, files);
  }
}
