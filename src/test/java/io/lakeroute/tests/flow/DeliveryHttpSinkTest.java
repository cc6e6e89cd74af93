// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.tests.application.Receiver;
import io.lakeroute.tests.application.Receiver.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** What {@code databricks-delivery-http-sink} sends, and under which names. */
class DeliveryHttpSinkTest extends DeliveryFixture {

  @Test
  void rows_of_any_body_arrive_as_the_template_says() {
    try (DeliveryRoutes routes = own(true, Map.of())) {
      String expected =
          "{\"people\":[{\"email\":\"p0@example.com\"},{\"email\":\"p1@example.com\"}]}";
      String lines =
          "{\"email\": \"P0@example.com\"}\n{\"email\": \"p1@example.com \", \"x\": 1}\n";
      for (Object body :
          new Object[] {
            people(2),
            people(2).iterator(),
            new RecordBatch(
                List.of(new Column("email", "STRING")),
                List.of(new Object[] {"p0@example.com"}, new Object[] {"p1@example.com"})),
            lines,
            "[" + lines.strip().replace("\n", ",") + "]",
            lines.getBytes(StandardCharsets.UTF_8),
            new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8))
          }) {
        receiver.answer(Answer.of(200));
        Exchange sent = routes.deliver(body, Map.of("CamelLakerouteChange", "remove", "Host", "x"));

        assertThat(sent.getException()).isNull();
        assertThat(receiver.requests())
            .singleElement()
            .satisfies(
                request -> {
                  assertThat(request.method()).isEqualTo("DELETE");
                  assertThat(request.path()).isEqualTo("/lists/a%20b%2Fc");
                  assertThat(request.body()).isEqualTo(expected);
                  assertThat(request.headers().keySet())
                      .containsExactlyInAnyOrder(
                          "accept",
                          "content-length",
                          "content-type",
                          "host",
                          "idempotency-key",
                          "user-agent");
                });
      }
    }
  }

  @Test
  void an_empty_body_sends_nothing() {
    try (DeliveryRoutes routes = own(true, Map.of())) {
      for (Object body : new Object[] {null, List.of(), "", "[]", " \n"}) {
        assertThat(routes.deliver(body, Map.of()).getException()).isNull();
      }
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @Test
  void a_batch_is_sent_in_parts_with_keys_of_their_own_and_the_same_again() {
    try (DeliveryRoutes routes = own(true, Map.of())) {
      Exchange sent = routes.deliver(people(10), "run-1", 7);

      assertThat(receiver.requests())
          .extracting(each -> each.body().split("@").length - 1)
          .containsExactly(4, 4, 2);
      List<String> keys = receiver.requests().stream().map(Receiver.Request::key).toList();
      assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.matches("[0-9a-f]{64}"));
      assertThat(receiver.requests().get(0).body()).contains("\"key\":\"" + keys.get(0) + "\"");
      assertThat(details(sent)).containsExactlyEntriesOf(details(10, 0, 0));
      assertThat(sent.getProperty("CamelDatabricksShortfall")).isNull();

      routes.deliver(people(10), "run-1", 7);
      assertThat(receiver.requests())
          .extracting(Receiver.Request::key)
          .containsExactlyElementsOf(twice(keys));
      assertThat(details(routes.deliver(people(1), "run-1", 8)))
          .containsExactlyEntriesOf(details(11, 0, 0));
    }
  }

  @Test
  void a_new_token_in_the_file_is_used_at_once() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    Map<String, String> settings = new HashMap<>(settings(true));
    settings.putAll(Map.of("auth", "bearer", "tokenFile", token.toString()));
    try (DeliveryRoutes routes = DeliveryRoutes.start(receiver, folder, settings, Map.of())) {
      receiver.answer(
          each -> {
            write(token, "second");
            return Answer.of(
                each.headers().get("authorization").equals("Bearer second") ? 200 : 401);
          });

      assertThat(routes.deliver(people(1), "run-1", 0).getException()).isNull();
      assertThat(receiver.requests())
          .extracting(each -> each.headers().get("authorization"))
          .containsExactly("Bearer first", "Bearer second");
    }
  }

  @Test
  void a_message_of_a_route_without_runs_has_its_own_keys() {
    try (DeliveryRoutes routes = own(false, Map.of())) {
      routes.deliver(people(1), Map.of());
      routes.deliver(people(1), Map.of());

      assertThat(receiver.requests().stream().map(Receiver.Request::key).distinct()).hasSize(2);
      Exchange sent = routes.deliver(people(1), Map.of("CamelDatabricksRunId", "r"));
      assertThat(sent.getException())
          .hasMessage(
              "The header CamelDatabricksRunId is set, and CamelDatabricksBatchIndex is not.");
    }
  }

  @Test
  void a_batch_that_a_route_splits_into_rows_is_refused_and_nothing_is_sent() {
    try (DeliveryRoutes routes = own(false, Map.of())) {
      Map<String, Object> batch =
          Map.of(
              "CamelDatabricksRunId",
              "run-1",
              "CamelDatabricksBatchIndex",
              0L,
              "CamelDatabricksBatchRows",
              3);
      for (int delivery = 0; delivery < 2; delivery++) {
        Exchange sent = routes.deliverRows(people(3), batch);

        assertThat(sent.getException().getCause())
            .hasMessageStartingWith("The message is one row of a split batch of 3 rows");
      }
      assertThat(receiver.requests()).isEmpty();
      assertThat(routes.deliver(people(3), batch).getException()).isNull();
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  @Test
  void a_body_without_rows_is_refused_without_its_values() {
    try (DeliveryRoutes routes = own(true, Map.of())) {
      for (Object body : new Object[] {"[1]", "secret", "{\"a\": 1", List.of("secret"), 5}) {
        Exchange sent = routes.deliver(body, Map.of());
        assertThat(sent.getException()).isNotNull().message().doesNotContain("secret");
        assertThat(sent.getProperty(REASON)).isEqualTo("INVALID");
      }
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @Test
  void a_body_that_can_be_read_only_once_is_not_taken_for_empty_when_it_is_delivered_again() {
    try (DeliveryRoutes routes = own(true, Map.of())) {
      receiver.answer(Answer.of(401), Answer.of(200));

      Exchange sent = routes.deliverTwice(people(5).iterator());

      assertThat(sent.getException())
          .hasMessage(
              "The body of the message was read before, and a java.util.ImmutableCollections$ListItr can be read once only. Send a list, or let the source deliver it again.");
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  @Test
  void parts_of_another_size_are_not_taken_for_those_that_were_sent() throws IOException {
    try (DeliveryRoutes routes = own(false, Map.of())) {
      receiver.answer(Answer.of(200), Answer.of(401));
      routes.deliver(people(8), "run-1", 0);
    }
    Path template =
        Files.writeString(
            folder.resolve("larger.yaml"), OWN.formatted(false).replace("batch: 4", "batch: 8"));
    Map<String, String> settings = new HashMap<>(settings(false));
    settings.put("template", "file:" + template);
    try (DeliveryRoutes routes = DeliveryRoutes.start(receiver, folder, settings, Map.of())) {
      receiver.answer(Answer.of(200));
      for (int delivery = 0; delivery < 2; delivery++) {
        assertThat(routes.deliver(people(8), "run-1", 0).getException())
            .hasMessage(
                "The template own has another batch than at the first delivery of these rows to 'crm'. Set it back until the run is complete.");
      }
      assertThat(receiver.requests()).isEmpty();
      assertThat(routes.deliver(people(8), "run-1", 1).getException()).isNull();
    }
  }

  @Test
  void requests_share_a_connection() {
    try (DeliveryRoutes routes = own(true, Map.of())) {
      routes.deliver(people(80), "run-1", 0);

      assertThat(receiver.requests()).hasSize(20);
      assertThat(receiver.connections()).isEqualTo(1);
    }
  }

  @Test
  void the_journal_may_be_a_repository_of_the_application() {
    Map<String, String> options = Map.of("sent", "shared", "sentDirectory", "");
    try (DeliveryRoutes routes = own(false, options)) {
      routes.deliver(people(1), "run-1", 0);
      Exchange again = routes.deliver(people(1), "run-1", 0);

      assertThat(receiver.requests()).hasSize(1);
      assertThat(details(again)).containsExactlyEntriesOf(details(1, 0, 0));
      assertThat(folder.resolve("sent")).doesNotExist();
    }
  }

  @Test
  void a_template_that_is_not_idempotent_needs_a_journal() {
    assertThatThrownBy(() -> own(false, Map.of("sentDirectory", "")))
        .hasRootCauseMessage(
            "The template own of the destination 'crm' is not idempotent: set sentDirectory or sent, so that a batch that is delivered again is not sent again");
    assertThatThrownBy(() -> own(false, Map.of("sent", "none")))
        .hasRootCauseMessage("sent is 'none', and there is no IdempotentRepository of that name");
  }
}
