// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.DatabricksEndpoint;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Texts in the settings of {@code audience-export.camel.yaml} arrive as they were written. */
class ExportTextTest {

  private final RecordingDatabricks databricks = new RecordingDatabricks();

  @Test
  void every_setting_takes_any_text() throws Exception {
    Map<String, String> options = KameletTexts.of("databricks-audience-sink").options();
    for (String text : HostileTexts.ALL) {
      Properties settings = FlowFiles.settings();
      options.keySet().forEach(property -> settings.put("lakeroute.export." + property, text));
      List.of("timeOfDay", "timezone", "cron")
          .forEach(name -> settings.put("lakeroute.export." + name, text));
      settings.put("lakeroute.export." + "source", "direct:rows");
      databricks.made().clear();

      try (DefaultCamelContext camel =
          FlowFiles.start(databricks, settings, "audience-export.camel.yaml")) {
        assertThat(databricks.made()).hasSize(3);
        for (DatabricksEndpoint made : databricks.made()) {
          if (made.getConfiguration().getOperation().equals("schedule")) {
            assertThat(made.getConfiguration().getObject()).isEqualTo(text);
            assertThat(made.getSchedule())
                .extracting("timeOfDay", "timezone", "cron")
                .containsOnly(text);
          } else {
            options.forEach(
                (property, option) ->
                    assertThat(HostileTexts.value(made, option)).as(property).isEqualTo(text));
          }
        }
      }
    }
  }
}
