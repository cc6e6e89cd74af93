// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class KeyedMessagesTest {

  private final KeyedMessages step = new KeyedMessages();

  private List<Message> messages(List<Map<String, Object>> rows) throws Exception {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(rows);
    step.process(exchange);
    return exchange.getMessage().getBody(List.class).stream().map(Message.class::cast).toList();
  }

  @Test
  void a_delete_is_a_message_without_a_body_where_tombstones_are_asked_for() throws Exception {
    List<Map<String, Object>> rows =
        List.of(
            Map.of("id", "a", "_change_type", "delete"),
            Map.of("id", "b\nc", "_change_type", "update"),
            Map.of("id", "d"));
    step.setColumn("id");
    List<Message> kept = messages(rows);
    step.setTombstones(true);

    assertThat(kept).extracting(Message::getBody).doesNotContainNull().hasSize(3);
    assertThat(messages(rows))
        .extracting(message -> message.getHeader("kafka.KEY"), Message::getBody)
        .satisfies(
            all -> {
              assertThat(all.get(0)).isEqualTo(tuple("a", null));
              assertThat(all.get(1).toList().get(0)).isEqualTo("b\nc");
              assertThat((String) all.get(1).toList().get(1)).contains("\"id\":\"b\\nc\"");
              assertThat(all.get(2)).isEqualTo(tuple("d", "{\"id\":\"d\"}"));
            });
  }

  @Test
  void a_key_is_text_as_json_shows_it() throws Exception {
    step.setColumn("id");

    assertThat(
            messages(
                List.of(
                    Map.of("id", 7L),
                    Map.of("id", new BigDecimal("1E+2")),
                    Map.of("id", Instant.parse("2026-01-02T03:04:05Z")),
                    Map.of("id", new byte[] {1, 2}),
                    Map.of("id", "\"quoted\""))))
        .extracting(message -> message.getHeader("kafka.KEY"))
        .containsExactly("7", "100", "2026-01-02T03:04:05Z", "AQI=", "\"quoted\"");
  }

  @Test
  void refuses_a_row_without_a_key() {
    step.setColumn("lead");

    assertThatThrownBy(() -> messages(List.of(Map.of("id", 7L))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A row has no value in the column 'lead', which is to be the key of its message. Set the"
                + " property column to one that every row has a value in.");
  }
}
