// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.processors.camel.DeliverFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts in the properties of {@code databricks-delivery-file-sink} arrive as they are. */
class DeliveryKameletTextTest {

  private static final KameletTexts KAMELET = KameletTexts.of("databricks-delivery-file-sink");

  private LoadedKamelets loaded;

  @BeforeEach
  void start() throws Exception {
    loaded = new LoadedKamelets();
  }

  @AfterEach
  void stop() {
    loaded.close();
  }

  private static ObjectNode endpoint(String endpoint) {
    return new YAMLMapper().createObjectNode().put("endpoint", endpoint);
  }

  /** Some are no endpoint and no name: the step refuses those, as they were written. */
  @Test
  void properties_take_any_text() {
    List<DeliverFile> made = loaded.started(DeliverFile.class);
    Map<String, String> arrived = new HashMap<>();
    loaded
        .camel()
        .getPropertiesComponent()
        .addPropertiesLookupListener(
            (name, value, defaultValue, source) -> arrived.put(name, value));
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#")) {
        for (String property : List.of("endpoint", "fileName", "fields", "directory")) {
          int before = made.size();
          ObjectNode parameters = endpoint("mock:files").put(property, "RAW(" + text + ")");
          Throwable refusal = catchThrowable(() -> loaded.load(KAMELET, parameters));

          assertThat(arrived).as(property).containsEntry(property, text);
          if (refusal == null) {
            assertThat(made).hasSize(before + 1);
            assertThat(made.get(before)).extracting(property).isEqualTo(text);
          }
        }
      }
    }
    assertThat(made).as("those that are legal").hasSizeGreaterThan(30);
  }

  @Test
  void a_file_name_of_simple_language_arrives_without_raw() throws Exception {
    List<DeliverFile> made = loaded.started(DeliverFile.class);
    String name = "daily/${header.CamelLakerouteArm}-${date:now:yyyyMMdd}.csv";
    loaded.load(KAMELET, endpoint("mock:files").put("fileName", name));

    assertThat(made).singleElement().extracting("fileName").isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "format, xml, 'format is ''xml''; use one of csv, jsonl.'",
    "compression, zip, 'compression is ''zip''; use one of none, gzip.'",
    "publishTimeout, 1+m, 'publishTimeout is ''1+m''; use a duration such as 30m.'",
    "manifest, maybe, maybe"
  })
  void a_property_refuses_what_it_cannot_be(String name, String text, String said) {
    assertThat(
            catchThrowable(
                () -> loaded.load(KAMELET, endpoint("mock:files").put(name, "RAW(" + text + ")"))))
        .rootCause()
        .hasMessageContaining(said);
  }
}
