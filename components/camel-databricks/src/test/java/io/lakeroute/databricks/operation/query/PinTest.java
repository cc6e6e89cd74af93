// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinTest {

  private static Optional<String> pin(Object value) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setProperty(DatabricksConstants.PIN_PROPERTY, value);
    return Pin.of(exchange);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"asOf\":\"2026\",\"versions\":{\"t\":12}} | {\"pin\":{\"asOf\":\"2026\",\"versions\":{\"t\":12}}}",
        "12 | {\"pin\":12}",
        "0.10 | {\"pin\":0.10}",
        "version 12 | {\"pin\":\"version 12\"}",
        "12 of t | {\"pin\":\"12 of t\"}",
        "{\"a\":1} {} | {\"pin\":\"{\\\"a\\\":1} {}\"}",
      })
  void stands_in_the_details_of_the_run_as_json_where_it_is_json(String pin, String details) {
    assertThat(pin(pin)).contains(pin);
    assertThat(Pin.details(pin(pin))).isEqualTo(details);
  }

  @Test
  void may_be_absent() {
    assertThat(pin(null)).isEmpty();
    assertThat(Pin.details(Optional.empty())).isEqualTo("{}");
  }

  @Test
  void has_up_to_2000_characters() {
    assertThat(pin("x".repeat(2_000))).isPresent();
    refuses(
        "x".repeat(2_001),
        "The exchange property CamelDatabricksPin has 2001 characters, 2003 as JSON; up to 2000,"
            + " and 3900 as JSON, are kept.");
    refuses(
        "\"".repeat(2_000),
        "The exchange property CamelDatabricksPin has 2000 characters, 4002 as JSON; up to 2000,"
            + " and 3900 as JSON, are kept.");
  }

  @Test
  void is_a_text() {
    refuses(List.of(12), "The exchange property CamelDatabricksPin is not a text.");
    refuses(" ", "The exchange property CamelDatabricksPin is not a text.");
  }

  private static void refuses(Object pin, String message) {
    assertThatThrownBy(() -> pin(pin))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID))
        .hasMessage(message);
  }
}
