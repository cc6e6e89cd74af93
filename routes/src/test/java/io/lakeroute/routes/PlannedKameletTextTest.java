// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.processors.camel.JourneyAction;
import io.lakeroute.processors.camel.PlanProfile;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts in the properties of Kamelets that go to beans first, which plan statements, arrive as they
 * are.
 */
@Tag("matrix")
class PlannedKameletTextTest {

  private static final String INTERACTIONS = "databricks-interactions-action";
  private static final String SEGMENTS = "databricks-segment-action";
  private static final String PROFILES = "databricks-profile-action";
  private static final String SEGMENT_SOURCE = "databricks-segment-source";
  private static final String JOURNEYS = "databricks-journey-action";

  private LoadedKamelets loaded;

  @BeforeEach
  void start() throws Exception {
    loaded = new LoadedKamelets();
  }

  @AfterEach
  void stop() {
    loaded.close();
  }

  @Test
  void the_properties_of_interactions_take_any_text() throws Exception {
    KameletTexts kamelet = KameletTexts.of(INTERACTIONS);
    for (String text : HostileTexts.ALL) {
      // Tenants go to toD, too, which takes ${ for an expression; they are refused before.
      if (!text.startsWith("#") && !text.contains(",") && !text.contains("${")) {
        String raw = "RAW(" + text + ")";
        assertThat(
                catchThrowable(
                    () -> loaded.load(kamelet, mappings("RAW(file:no/such/" + text + ")"))))
            .rootCause()
            .hasMessageContaining("no/such/" + text.stripTrailing());
        assertThat(
                catchThrowable(
                    () -> loaded.load(kamelet, mappings("x").put("cursorKeyProperty", raw))))
            .rootCause()
            .hasMessageContaining("Property " + text + " is not set");

        loaded.forget();
        assertThat(catchThrowable(() -> loaded.load(kamelet, mappings("x").put("tenants", raw))))
            .isNotNull();
        assertThat(loaded.made().get(0).getConfiguration().getTenants()).isEqualTo(text);

        loaded.forget();
        assertThat(
                catchThrowable(
                    () ->
                        loaded.load(
                            kamelet,
                            mappings("classpath:mappings/one/*.yaml").put("connection", raw))))
            .isNotNull();
        assertThat(loaded.made().get(0).getConfiguration().getConnection()).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SEGMENTS, PROFILES, JOURNEYS})
  void the_properties_of_what_reads_models_take_any_text(String name) throws Exception {
    KameletTexts kamelet = KameletTexts.of(name);
    boolean journeys = name.equals(JOURNEYS);
    String models = "classpath:segments/*.model.yaml";
    for (String text : HostileTexts.ALL) {
      // Tenants go to toD, too, which takes ${ for an expression; they are refused before.
      if (!text.startsWith("#") && !text.contains(",") && !text.contains("${")) {
        String raw = "RAW(" + text + ")";
        String file = "RAW(file:no/such/" + text + ")";
        assertThat(catchThrowable(() -> loaded.load(kamelet, models(file, journeys))))
            .rootCause()
            .hasMessageContaining("no/such/" + text.stripTrailing());
        assertThat(
                catchThrowable(
                    () -> loaded.load(kamelet, models(models, journeys).put("definitions", file))))
            .rootCause()
            .hasMessageContaining("no/such/" + text.stripTrailing());

        loaded.forget();
        assertThat(
                catchThrowable(
                    () -> loaded.load(kamelet, models("x", journeys).put("tenants", raw))))
            .isNotNull();
        assertThat(loaded.made().get(0).getConfiguration().getTenants()).isEqualTo(text);

        loaded.forget();
        assertThat(
                catchThrowable(
                    () -> loaded.load(kamelet, models(models, journeys).put("connection", raw))))
            .isNotNull();
        assertThat(loaded.made().get(0).getConfiguration().getConnection()).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"materializeIn", "proposeFrom", "runFlow"})
  void a_name_of_segments_takes_any_text(String name) {
    ObjectNode parameters = models("classpath:segments/*.model.yaml");
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#")) {
        parameters.put(name, "RAW(a/" + text + ")");
        assertThat(catchThrowable(() -> loaded.load(KameletTexts.of(SEGMENTS), parameters)))
            .rootCause()
            .hasMessageStartingWith(name + " 'a/" + text.stripTrailing());
      }
    }
  }

  /** With tenants, a model is looked for with their first message. Invalidations are a URI. */
  @Test
  void the_model_and_the_mappings_of_profiles_take_any_text() throws Exception {
    KameletTexts kamelet = KameletTexts.of(PROFILES);
    List<PlanProfile> made = loaded.started(PlanProfile.class);
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#")) {
        ObjectNode parameters = models("classpath:segments/*.model.yaml").put("tenants", "acme");
        loaded.load(kamelet, parameters.put("model", "RAW(" + text + ")"));
        assertThat(made.get(made.size() - 1)).extracting("model").isEqualTo(text);

        if (!text.contains(",")) {
          parameters.put("mappings", "RAW(file:no/such/" + text + ")");
          assertThat(catchThrowable(() -> loaded.load(kamelet, parameters)))
              .rootCause()
              .hasMessageContaining("no/such/" + text.stripTrailing());
        }
      }
    }
  }

  @Test
  void the_time_to_live_of_profiles_is_a_duration() {
    for (String text : List.of("1+m", "soon", "RAW(1m&maxRows=1)")) {
      assertThat(
              catchThrowable(
                  () ->
                      loaded.load(
                          KameletTexts.of(PROFILES), models("file:x").put("cacheTtl", text))))
          .as(text)
          .isNotNull();
    }
  }

  /** They go to a bean that the consumer starts, which is none here. */
  @Test
  void the_files_of_a_segment_source_take_any_text() throws Exception {
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#")) {
        ObjectNode parameters = models("RAW(" + text + ")");
        for (String name : List.of("definitions", "segment", "journeys", "journey")) {
          parameters.put(name, "RAW(" + text + ")");
        }
        loaded.forget();
        loaded.load(KameletTexts.of(SEGMENT_SOURCE), parameters);

        assertThat(loaded.made().get(0).getQuery().getPrepare())
            .extracting("segment", "journey")
            .containsExactly(text, text);
        assertThat(loaded.made().get(0).getQuery().getPrepare())
            .extracting("settings")
            .extracting("models", "definitions", "journeys")
            .containsExactly(text, text, text);
      }
    }
  }

  @Test
  void the_names_of_a_journey_take_any_text() throws Exception {
    List<JourneyAction> made = loaded.started(JourneyAction.class);
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#") && !text.contains(",")) {
        ObjectNode parameters = models("classpath:segments/*.model.yaml", true);
        parameters.put("journeys", "RAW(file:no/such/" + text + ")");
        assertThat(catchThrowable(() -> loaded.load(KameletTexts.of(JOURNEYS), parameters)))
            .rootCause()
            .hasMessageContaining("no/such/" + text.stripTrailing());
      }
      ObjectNode parameters = models("classpath:segments/*.model.yaml", true);
      parameters.put("tenants", "acme").put("journey", "RAW(" + text + ")");
      loaded.load(KameletTexts.of(JOURNEYS), parameters);
      assertThat(made.get(made.size() - 1)).extracting("journey").isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "action, drop, 'action must be one of compile, count, preview, overlap, explain, why, materialize, list, fields, verify, propose, or header'",
    "adHoc, maybe, maybe",
    "writeBack, maybe, maybe",
    "maxPreview, many, many"
  })
  void a_property_of_segments_refuses_what_it_cannot_be(String name, String text, String said) {
    assertThat(
            catchThrowable(
                () ->
                    loaded.load(
                        KameletTexts.of(SEGMENTS),
                        models("classpath:segments/*.model.yaml").put(name, text))))
        .rootCause()
        .hasMessageContaining(said);
  }

  /** Previews, which need no journey, have no segments and no journeys here. */
  private static ObjectNode models(String models, boolean journeys) {
    ObjectNode parameters = models(models);
    return journeys
        ? parameters.put("action", "preview").put("definitions", "").put("journeys", "")
        : parameters;
  }

  private static ObjectNode models(String models) {
    return new YAMLMapper().createObjectNode().put("models", models);
  }

  private static ObjectNode mappings(String mappings) {
    return new YAMLMapper().createObjectNode().put("mappings", mappings);
  }
}
