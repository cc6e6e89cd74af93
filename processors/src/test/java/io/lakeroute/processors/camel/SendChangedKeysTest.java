// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sync says of the rows that have changed. */
class SendChangedKeysTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final List<Object> told = new ArrayList<>();
  private final SendChangedKeys step = new SendChangedKeys();

  @BeforeEach
  void start() throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:told").process(exchange -> told.add(exchange.getMessage().getBody()));
          }
        });
    camel.start();
    step.setCamelContext(camel);
  }

  @AfterEach
  void stop() {
    step.stop();
    camel.stop();
  }

  @Test
  void each_key_of_a_batch_is_told_once_with_the_one_before() throws Exception {
    tell("id");

    Exchange exchange = send(row(1), row(2), Map.of("id", 3, "_before", Map.of("id", 2)));

    assertThat(told).containsExactly(List.of(1, 2, 3));
    assertThat(exchange.getMessage().getBody(List.class)).hasSize(3);
  }

  @Test
  void a_key_that_is_not_known_is_told_as_all() throws Exception {
    tell("id");

    send(row(1), row(null));

    assertThat(told).containsExactly((Object) null);
  }

  @Test
  void a_column_that_rows_do_not_have_is_refused() {
    tell("Id");

    assertThatThrownBy(() -> send(row(1)))
        .hasMessageContaining("Changes have no column 'Id', which invalidationColumn names");
    assertThat(told).isEmpty();
  }

  @Test
  void one_of_endpoint_and_column_is_not_enough() {
    step.setColumn("id");
    assertThatThrownBy(step::start).hasMessageContaining("invalidations is not");
    step.setColumn("");
    step.setChannel("direct:told");
    assertThatThrownBy(step::start).hasMessageContaining("invalidationColumn is not");
  }

  private void tell(String column) {
    step.setChannel("direct:told");
    step.setColumn(column);
    step.start();
  }

  private static Map<String, Object> row(Object id) {
    Map<String, Object> row = new HashMap<>();
    row.put("id", id);
    return row;
  }

  @SafeVarargs
  private Exchange send(Map<String, Object>... rows) throws Exception {
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(List.of(rows));
    step.process(exchange);
    return exchange;
  }
}
