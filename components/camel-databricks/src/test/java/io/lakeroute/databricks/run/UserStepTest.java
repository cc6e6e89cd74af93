// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserStepTest {

  private static final RunPolicy POLICY = new RunPolicy(Duration.ZERO, 5, Duration.ofSeconds(10));

  private static DatabricksException throttled(int retryAfterSeconds) {
    return failure(
        exchange -> {
          exchange.setProperty(DatabricksConstants.FAILURE_REASON_PROPERTY, "THROTTLED");
          exchange.setProperty(DatabricksConstants.RETRY_AFTER_PROPERTY, retryAfterSeconds);
        });
  }

  private interface Properties {
    void set(Exchange exchange);
  }

  private static DatabricksException failure(Properties properties) {
    return catchThrowableOfType(
        DatabricksException.class,
        () ->
            UserStep.process(
                exchange -> {
                  properties.set(exchange);
                  throw new IllegalStateException("The API is busy.");
                },
                new DefaultExchange(new DefaultCamelContext())));
  }

  @ParameterizedTest
  @CsvSource({"0, PT10S", "5, PT10S", "90, PT90S", "600, PT10M"})
  void the_next_attempt_waits_as_long_as_the_target_of_a_step_asks(int seconds, Duration wait) {
    assertThat(POLICY.delay(throttled(seconds), 1)).contains(wait);
  }

  @Test
  void a_target_that_asks_for_more_than_ten_minutes_fails_the_run() {
    DatabricksException failure = throttled(3600);

    assertThat(failure).hasMessage("The API is busy.");
    assertThat(failure.getRetryAfterSeconds()).isEqualTo(3600);
    assertThat(POLICY.delay(failure, 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"direct:split", "direct:nested"})
  void a_step_inside_a_split_fails_the_run_for_its_own_reason(String uri) throws Exception {
    try (var camel = new DefaultCamelContext()) {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:nested").split(body()).stopOnException().to("direct:split");
              from("direct:split")
                  .split(body())
                  .stopOnException()
                  .setProperty(DatabricksConstants.FAILURE_REASON_PROPERTY, constant("THROTTLED"))
                  .setProperty(DatabricksConstants.RETRY_AFTER_PROPERTY, constant(90))
                  .throwException(new IllegalStateException("The API is busy."));
            }
          });
      camel.start();
      var template = camel.createProducerTemplate();

      DatabricksException failure =
          catchThrowableOfType(
              DatabricksException.class,
              () ->
                  UserStep.process(
                      exchange -> template.send(uri, exchange), exchange(camel, List.of("a"))));

      assertThat(failure.getReason()).isEqualTo(Reason.THROTTLED);
      assertThat(failure).hasMessage("The API is busy.");
      assertThat(failure.getRetryAfterSeconds()).isEqualTo(90);
    }
  }

  private static Exchange exchange(CamelContext camel, Object body) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(body);
    return exchange;
  }

  @Test
  void a_step_that_names_only_a_reason_asks_for_no_wait() {
    DatabricksException failure =
        failure(
            exchange ->
                exchange.setProperty(DatabricksConstants.FAILURE_REASON_PROPERTY, "UNAVAILABLE"));

    assertThat(failure.getReason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure.getRetryAfterSeconds()).isZero();
  }
}
