// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static io.lakeroute.processors.camel.DeliveryRig.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SplitBatchesTest {

  private static final Map<String, Object> ROW = Map.of("id", 1);
  private static final String REMEDY =
      " Deliver the batch as a whole, without split; for an API, batch of the template limits the records of a request.";

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final SplitBatches splits = new SplitBatches();
  private final List<Object> passed = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:whole").process(SplitBatchesTest.this::take);
            from("direct:split").split(body()).stopOnException().to("direct:whole");
            from("direct:behind")
                .split(body(), new CollectDeliveries())
                .to("direct:nothing")
                .end()
                .setBody(constant(ROW))
                .to("direct:whole");
            from("direct:nothing").setBody(constant(""));
          }
        });
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  private void take(Exchange exchange) {
    splits.check(exchange);
    passed.add(exchange.getMessage().getBody());
  }

  private void send(String uri, Object body, Map<String, Object> headers) {
    Exchange sent =
        camel
            .createProducerTemplate()
            .send(
                uri,
                exchange -> {
                  exchange.getMessage().setBody(body);
                  exchange.getMessage().setHeaders(new HashMap<>(headers));
                });
    failure = sent.getException() == null ? "" : root(sent.getException()).getMessage();
  }

  private String failure = "";

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (!(root instanceof InvalidDeliveryException)) {
      root = root.getCause();
    }
    return root;
  }

  @Test
  void the_first_of_several_rows_is_refused() {
    send("direct:split", List.of(ROW, ROW, ROW), batch(0, 0, 3, true));

    assertThat(failure)
        .isEqualTo(
            "The message is one row of a split batch of 3 rows (CamelDatabricksBatchRows): all rows would have the name of their batch, and pass for redeliveries of the first."
                + REMEDY);
    assertThat(passed).isEmpty();
  }

  @Test
  void the_second_of_several_lists_is_refused_and_the_first_may_be_redelivered() {
    List<List<?>> lists = List.of(List.of(ROW), List.of(ROW, ROW));
    send("direct:split", lists.subList(0, 1), batch(0, 0, 3, false));
    assertThat(failure).isEmpty();

    for (int delivery = 0; delivery < 2; delivery++) {
      send("direct:split", lists, batch(0, 0, 3, false));
      assertThat(failure)
          .isEqualTo(
              "The parts 0 and 1 of a split batch (CamelDatabricksBatchIndex 0) have the same name: the second would pass for a redelivery of the first."
                  + REMEDY
                  + " Then reset the flow (POST /flows/{key}/reset): the first part was taken for the whole batch.");
    }
    assertThat(passed).containsOnly(List.of(ROW)).hasSize(3);
  }

  @Test
  void batches_of_arms_pass_however_often_they_are_delivered() {
    List<Message> arms = new ArrayList<>();
    for (String change : List.of("remove", "add")) {
      for (String arm : List.of("facebook", "tiktok")) {
        Message message = new DefaultMessage(camel);
        message.setHeaders(batch(0, 0, 3, true));
        message.setHeader("CamelLakerouteArm", arm);
        message.setHeader("CamelLakerouteChange", change);
        message.setBody(List.of(ROW));
        arms.add(message);
      }
    }
    for (int delivery = 0; delivery < 2; delivery++) {
      send("direct:split", arms, batch(0, 0, 3, true));
      assertThat(failure).isEmpty();
    }
    assertThat(passed).hasSize(8);
  }

  @Test
  void batches_that_are_one_part_each_pass() {
    send("direct:split", List.of(ROW), batch(0, 0, 1, false));
    send("direct:split", List.of(ROW), batch(1, 1, 1, true));

    assertThat(failure).isEmpty();
    assertThat(passed).hasSize(2);
  }

  @Test
  void rows_of_a_message_without_a_run_pass() {
    send("direct:split", List.of(ROW, ROW), Map.of());

    assertThat(failure).isEmpty();
    assertThat(passed).hasSize(2);
  }

  @Test
  void what_comes_behind_a_split_passes() {
    send("direct:behind", List.of(ROW, ROW), batch(0, 0, 2, true));

    assertThat(failure).isEmpty();
    assertThat(passed).containsExactly(ROW);
  }
}
