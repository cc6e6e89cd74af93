// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.processors.camel.DeliverHttp;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in the properties of a delivery arrive as they are. */
class DeliveryTextTest {

  private static final KameletTexts KAMELET = KameletTexts.of("databricks-delivery-http-sink");

  private LoadedKamelets loaded;

  @BeforeEach
  void start() throws Exception {
    loaded = new LoadedKamelets();
  }

  @AfterEach
  void stop() {
    loaded.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rejects", "unknown", "sent", "sentDirectory"})
  void a_property_takes_any_text(String name) throws Exception {
    List<DeliverHttp> made = loaded.started(DeliverHttp.class);
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#")) {
        loaded.load(KAMELET, shop().put(name, "RAW(" + text + ")"));
        assertThat(made.get(made.size() - 1)).extracting(name).isEqualTo(text);
      }
    }
  }

  @Test
  void a_destination_that_cannot_be_is_refused_as_it_was_written() {
    for (String text : HostileTexts.ALL) {
      if (!text.startsWith("#")) {
        assertThat(
                catchThrowable(
                    () -> loaded.load(KAMELET, shop().put("destination", "RAW(" + text + ")"))))
            .rootCause()
            .hasMessage(
                "The destination '" + text + "' must have letters, digits, - and _, up to 63.");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"redeliveryDelay", "requestTimeout", "retryTimeout"})
  void a_time_that_is_no_duration_is_refused(String name) {
    for (String text : List.of("soon", "1+m", "0", "RAW(1m&maxRows=1)")) {
      assertThat(catchThrowable(() -> loaded.load(KAMELET, shop().put(name, text))))
          .rootCause()
          .hasMessage(
              "%s is '%s'; use a duration such as 30s"
                  .formatted(name, text.replaceAll("RAW\\((.*)\\)", "$1")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ratePerSecond", "maximumRedeliveries"})
  void a_number_that_is_none_or_negative_is_refused(String name) {
    for (String text : List.of("many", "-1", "NaN")) {
      assertThat(catchThrowable(() -> loaded.load(KAMELET, shop().put(name, text)))).isNotNull();
    }
  }

  private static ObjectNode shop() {
    return new YAMLMapper().createObjectNode().put("destination", "shop");
  }
}
