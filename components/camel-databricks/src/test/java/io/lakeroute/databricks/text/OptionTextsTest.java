// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionTextsTest {

  private final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeEach
  void start() {
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "batchSize=xx | The option batchSize is 'xx'; allowed is a whole number.",
        "MAXROWS=many | The option maxRows is 'many'; allowed is a whole number.",
        "sampleRows=all | The option sampleRows is 'all'; allowed is a whole number.",
        "details=1 | The option details is '1'; allowed is true or false.",
        "servicePrincipalOnly=yes | The option servicePrincipalOnly is 'yes'; allowed is true or"
            + " false.",
        "statementTimeout=soon | The option statementTimeout is 'soon'; allowed is a duration such"
            + " as 500ms, 30s, 2m or 1h.",
      })
  void refuses_a_value_that_camel_would_take_for_another_one(String option, String message) {
    assertThatThrownBy(() -> context.getEndpoint("databricks:query?" + option))
        .rootCause()
        .isInstanceOf(DatabricksException.class)
        .hasMessage(message);
  }
}
