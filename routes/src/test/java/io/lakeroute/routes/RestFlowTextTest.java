// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in the settings of flows that answer requests arrive as they are. */
class RestFlowTextTest {

  private static final String INTERACTIONS = "lakeroute.interactions.";
  private static final String SEGMENTS = "lakeroute.segments.";
  private static final String RUNS = "lakeroute.runs.";

  private final RecordingDatabricks databricks = new RecordingDatabricks();

  @Test
  void every_setting_of_the_runs_takes_any_text() throws Exception {
    for (String text : HostileTexts.ALL) {
      Properties settings = FlowFiles.settings();
      settings.put(RUNS + "connection", text);
      settings.put(RUNS + "tenants", text);
      databricks.made().clear();

      try (DefaultCamelContext camel = start(settings, "rest.camel.yaml", "runs.camel.yaml")) {
        assertThat(databricks.made())
            .isNotEmpty()
            .allSatisfy(
                made -> {
                  assertThat(made.getConfiguration().getConnection()).isEqualTo(text);
                  assertThat(made.getConfiguration().getTenants()).isEqualTo(text);
                });
      }
    }
  }

  @Test
  void the_settings_of_the_interactions_take_any_text() throws Exception {
    for (String text : HostileTexts.ALL) {
      // Tenants go to toD, too, which takes ${ for an expression; they are refused before.
      if (!text.startsWith("#") && !text.contains(",") && !text.contains("${")) {
        for (Map.Entry<String, String> setting :
            Map.of("connection", "classpath:mappings/one/*.yaml", "tenants", "file:x").entrySet()) {
          Properties settings = FlowFiles.settings();
          settings.put(INTERACTIONS + "mappings", setting.getValue());
          settings.put(INTERACTIONS + setting.getKey(), text);
          databricks.made().clear();
          assertThat(
                  catchThrowable(
                      () -> start(settings, "rest.camel.yaml", "interactions.camel.yaml")))
              .isNotNull();

          assertThat(HostileTexts.value(databricks.made().get(0), setting.getKey()))
              .isEqualTo(text);
        }
        Properties settings = FlowFiles.settings();
        settings.put(INTERACTIONS + "mappings", "file:no/such/" + text);
        assertThat(
                catchThrowable(() -> start(settings, "rest.camel.yaml", "interactions.camel.yaml")))
            .rootCause()
            .hasMessageContaining("no/such/" + text.stripTrailing());
      }
    }
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(strings = {"segments", "profiles", "journey"})
  void the_settings_of_what_reads_models_take_any_text(String flow) throws Exception {
    String file = flow + ".camel.yaml";
    for (String text : HostileTexts.ALL) {
      // Tenants go to toD, too, which takes ${ for an expression; they are refused before.
      if (!text.startsWith("#") && !text.contains(",") && !text.contains("${")) {
        for (String setting : List.of("connection", "tenants")) {
          Properties settings = models(flow, setting, text);
          settings.put("lakeroute." + flow + ".definitions", "");
          databricks.made().clear();
          // Tenants are looked at with their first message; the columns of the connection, at
          // start.
          Throwable thrown = catchThrowable(() -> start(settings, "rest.camel.yaml", file).close());

          assertThat(thrown == null).isEqualTo(setting.equals("tenants"));

          assertThat(HostileTexts.value(databricks.made().get(0), setting)).isEqualTo(text);
        }
        for (String setting : List.of("models", "definitions")) {
          Properties settings = models(flow, setting, "file:no/such/" + text);
          assertThat(catchThrowable(() -> start(settings, "rest.camel.yaml", file)))
              .rootCause()
              .hasMessageContaining("no/such/" + text.stripTrailing());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"materializeIn", "proposeFrom", "runFlow"})
  void a_name_of_segments_takes_any_text(String setting) throws Exception {
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#") && !text.contains(",") && !text.contains("${")) {
        Properties settings = models("segments", setting, "a/" + text);
        settings.put(SEGMENTS + "definitions", "");
        assertThat(catchThrowable(() -> start(settings, "rest.camel.yaml", "segments.camel.yaml")))
            .rootCause()
            .hasMessageStartingWith(setting + " 'a/" + text.stripTrailing());
      }
    }
  }

  private static Properties models(String flow, String setting, String value) {
    Properties settings = FlowFiles.settings();
    settings.put("lakeroute." + flow + ".models", "classpath:segments/*.model.yaml");
    // Its scheduled run and its journeys are looked at elsewhere.
    settings.put("lakeroute.journey.enabled", "false");
    settings.put("lakeroute.journey.journeys", "");
    settings.put("lakeroute." + flow + "." + setting, value);
    return settings;
  }

  private DefaultCamelContext start(Properties settings, String... files) throws Exception {
    return FlowFiles.start(databricks, settings, files);
  }
}
