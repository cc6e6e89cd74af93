// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class JdbcRowsTest {

  private final JdbcRows step = new JdbcRows();

  private List<?> rows(Map<String, Object> row) throws Exception {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(List.of(row));
    step.process(exchange);
    return exchange.getMessage().getBody(List.class);
  }

  @Test
  void columns_that_a_row_lacks_are_null_and_others_as_they_are() throws Exception {
    step.setColumns("attributes, events");
    Map<?, ?> row =
        (Map<?, ?>) rows(Map.of("identifier", "a", "events", List.of(Map.of("type", "x")))).get(0);

    assertThat(row.keySet())
        .isEqualTo(Map.of("identifier", 1, "attributes", 1, "events", 1).keySet());
    assertThat(Arrays.asList(row.get("identifier"), row.get("attributes"), row.get("events")))
        .containsExactly("a", null, "[{\"type\":\"x\"}]");
  }

  @Test
  void rows_have_no_other_columns_than_their_own_by_default() throws Exception {
    assertThat(rows(Map.of("at", Instant.parse("2026-01-02T03:04:05Z"))))
        .singleElement()
        .isEqualTo(Map.of("at", OffsetDateTime.parse("2026-01-02T03:04:05Z")));
  }
}
