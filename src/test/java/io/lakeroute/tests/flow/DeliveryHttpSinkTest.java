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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code databricks-delivery-http-sink} at the end of a route, and an API with faults. */
class DeliveryHttpSinkTest {

  private static final String REASON = "CamelDatabricksFailureReason";
  private static final String OWN =
      """
      template: own
      batch: 4
      idempotent: %s
      fields: {email: {from: email, normalize: email}}
      add: {method: POST, path: "/lists/{list}", body: {key: $key, people: $records}}
      remove: {method: DELETE, path: "/lists/{list}", body: {people: $records}}
      retry: [429, 503]
      rejected: {list: /refused, index: /at, code: /code, reasons: {bounced: BOUNCED}}
      """;

  @TempDir private Path folder;
  private final Receiver receiver = new Receiver();

  @AfterEach
  void stop() {
    receiver.close();
  }

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
          .containsExactlyEntriesOf(details(21, 0, 0));
    }
  }

  @Test
  void waits_as_long_as_retry_after_asks_and_sends_the_same_key() {
    try (DeliveryRoutes routes = own(false, Map.of())) {
      receiver.answer(
          new Answer(429, Map.of("Retry-After", "1"), ""), Answer.of(503), Answer.of(200));
      Instant began = Instant.now();

      assertThat(routes.deliver(people(1), "run-1", 0).getException()).isNull();

      assertThat(Duration.between(began, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
      assertThat(receiver.requests()).extracting(Receiver.Request::key).hasSize(3);
      assertThat(receiver.requests().stream().map(Receiver.Request::key).distinct()).hasSize(1);
    }
  }

  @Test
  void a_wait_that_is_too_long_fails_the_message_as_throttled() {
    try (DeliveryRoutes routes = own(false, Map.of("retryTimeout", "5s"))) {
      receiver.answer(new Answer(429, Map.of("Retry-After", "60"), ""), Answer.of(200));

      Exchange sent = routes.deliver(people(1), "run-2", 0);

      assertThat(sent.getException())
          .hasMessage(
              "The destination 'crm' answered 429, and asks for 60 seconds. No row was rejected for it; the next delivery of the batch has the same keys.");
      assertThat(sent.getProperty(REASON)).isEqualTo("THROTTLED");
      assertThat(routes.deliver(people(1), "run-2", 0).getException()).isNull();
      assertThat(receiver.requests()).hasSize(2);
    }
  }

  @Test
  void a_lost_answer_is_sent_again_with_the_same_key_where_the_api_knows_keys() {
    try (DeliveryRoutes routes = own(true, Map.of())) {
      receiver.answer(Answer.RESET, Answer.of(500), Answer.of(200));

      assertThat(routes.deliver(people(2), "run-1", 0).getException()).isNull();
      assertThat(receiver.requests()).hasSize(3);
      assertThat(receiver.requests().stream().map(Receiver.Request::key).distinct()).hasSize(1);

      receiver.answer(Answer.RESET);
      Exchange sent = routes.deliver(people(2), "run-1", 1);
      assertThat(sent.getException())
          .hasMessageMatching(
              "The destination 'crm' did not answer \\(\\w+\\), after 2 retries\\. No row was rejected for it; .*");
      assertThat(sent.getProperty(REASON)).isEqualTo("UNAVAILABLE");
      assertThat(routes.unknown()).isEmpty();
    }
  }

  @Test
  void a_lost_answer_is_unknown_and_never_sent_again_where_the_api_does_not() {
    try (DeliveryRoutes routes = own(false, Map.of())) {
      receiver.answer(Answer.RESET, Answer.of(500), Answer.of(200));

      Exchange sent = routes.deliver(people(9), "run-3", 0);

      assertThat(sent.getException()).isNull();
      assertThat(receiver.requests()).hasSize(3);
      assertThat(routes.unknown())
          .containsExactlyElementsOf(
              IntStream.range(0, 8)
                  .mapToObj(i -> "{\"email\":\"p%d@example.com\"}".formatted(i))
                  .toList());
      assertThat(routes.headers().get(0)).containsEntry("CamelDatabricksRunId", "run-3");
      assertThat(sent.getProperty("CamelDatabricksRejectedRows")).isEqualTo(8L);
      assertThat(details(sent)).containsExactlyEntriesOf(details(1, 0, 8));
      assertThat(sent.getProperty("CamelDatabricksShortfall"))
          .isEqualTo(
              "8 rows may have reached the destination 'crm' or not: their requests were not answered, and are not sent again.");
    }
  }

  @Test
  void a_second_start_with_the_same_journal_sends_nothing_twice() {
    try (DeliveryRoutes routes = own(false, Map.of())) {
      receiver.answer(Answer.of(200), Answer.RESET);
      routes.deliver(people(8), "run-4", 0);
    }
    try (DeliveryRoutes routes = own(false, Map.of())) {
      receiver.answer(Answer.of(200));

      Exchange sent = routes.deliver(people(12), "run-4", 0);

      assertThat(receiver.requests())
          .singleElement()
          .satisfies(each -> assertThat(each.body()).contains("p8@", "p11@").doesNotContain("p7@"));
      assertThat(routes.unknown()).hasSize(4).first().asString().contains("p4@");
      assertThat(details(sent)).containsExactlyEntriesOf(details(8, 0, 4));
    }
  }

  @Test
  void the_one_bad_record_of_a_batch_is_found_and_rejected() {
    for (boolean idempotent : new boolean[] {true, false}) {
      try (DeliveryRoutes routes = own(idempotent, Map.of())) {
        receiver.answer(each -> Answer.of(each.body().contains("p2@") ? 422 : 200));
        int requests = 5;

        Exchange sent = routes.deliver(people(4), "run-5", 0);

        assertThat(sent.getException()).isNull();
        assertThat(routes.rejects())
            .containsExactly(
                "{\"row\":{\"email\":\"p2@example.com\"},\"reason\":\"REFUSED_ALONE\"}");
        assertThat(receiver.requests()).hasSize(requests);
        assertThat(receiver.requests().stream().map(Receiver.Request::key).distinct())
            .hasSize(requests);
        assertThat(details(sent)).containsExactlyEntriesOf(details(3, 1, 0));

        receiver.answer(Answer.of(200));
        routes.deliver(people(4), "run-5", 0);
        assertThat(receiver.requests())
            .as("halves are remembered")
            .hasSize(1)
            .first()
            .satisfies(each -> assertThat(each.body().contains("p0@")).isEqualTo(idempotent));
      }
    }
  }

  @Test
  void a_destination_that_refuses_every_record_rejects_nobody() {
    try (DeliveryRoutes routes = own(true, Map.of())) {
      receiver.answer(Answer.of(400));

      Exchange sent = routes.deliver(people(40), "run-1", 0);

      assertThat(sent.getException())
          .hasMessage(
              "The destination 'crm' refused 10 requests with one record each and accepted none. Look at its parameters and template; nothing was rejected.");
      assertThat(sent.getProperty(REASON)).isEqualTo("INVALID");
      assertThat(routes.rejects()).isEmpty();
    }
  }

  @Test
  void records_that_are_not_formed_or_not_taken_are_rejected_alone() {
    try (DeliveryRoutes routes = own(true, Map.of())) {
      receiver.answer(
          Answer.json("{\"refused\": [{\"at\": 1, \"code\": \"bounced\", \"text\": \"p1\"}]}"));
      Map<String, Object> bad = new HashMap<>();
      bad.put("email", "nobody");
      bad.put("score", Double.NaN);

      Exchange sent =
          routes.deliver(List.of(bad, person(0), person(1), Map.of("name", "without")), "run-1", 0);

      assertThat(sent.getException()).isNull();
      assertThat(routes.rejects())
          .hasSize(3)
          .contains(
              "{\"row\":{\"email\":\"p1@example.com\"},\"reason\":\"BOUNCED\"}",
              "{\"row\":{\"name\":\"without\"},\"reason\":\"MISSING_FIELD\",\"field\":\"email\"}")
          .anyMatch(line -> line.contains("NOT_AN_EMAIL") && line.contains("\"score\":\"NaN\""));
      assertThat(sent.getProperty("CamelDatabricksRejectedRows")).isEqualTo(3L);
      assertThat(details(sent)).containsExactlyEntriesOf(details(1, 3, 0));
    }
  }

  @Test
  void a_refusal_of_the_whole_destination_fails_the_message_and_nothing_is_lost() {
    Map<Integer, String> reasons =
        Map.of(302, "CONFIGURATION", 401, "UNAUTHENTICATED", 403, "FORBIDDEN", 404, "NOT_FOUND");
    try (DeliveryRoutes routes = own(false, Map.of())) {
      reasons.forEach(
          (status, reason) -> {
            receiver.answer(
                new Answer(status, Map.of("Location", receiver.url() + "/elsewhere"), ""),
                Answer.of(200));

            Exchange sent = routes.deliver(people(1), "run-" + status, 0);

            assertThat(sent.getProperty(REASON)).isEqualTo(reason);
            assertThat(sent.getException()).hasMessageContaining("answered " + status);
            assertThat(receiver.requests()).hasSize(1);
            assertThat(routes.deliver(people(1), "run-" + status, 0).getException()).isNull();
            assertThat(receiver.requests()).hasSize(2);
          });
      assertThat(routes.rejects()).isEmpty();
      assertThat(routes.unknown()).isEmpty();
    }
  }

  @Test
  void an_api_that_answers_a_byte_at_a_time_is_left_in_time() {
    try (DeliveryRoutes routes = own(false, Map.of("requestTimeout", "1s"))) {
      receiver.answer(Answer.TRICKLE);
      Instant began = Instant.now();

      Exchange sent = routes.deliver(people(1), "run-1", 0);

      assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(4));
      assertThat(sent.getException()).isNull();
      assertThat(routes.unknown()).hasSize(1);
    }
  }

  @Test
  void an_api_that_is_not_there_fails_the_message_as_unavailable() {
    try (DeliveryRoutes routes = own(false, Map.of())) {
      receiver.close();

      Exchange sent = routes.deliver(people(1), "run-6", 0);

      assertThat(sent.getProperty(REASON)).isEqualTo("UNAVAILABLE");
      assertThat(sent.getException())
          .hasMessageStartingWith(
              "The destination 'crm' cannot be reached (ConnectException), after 2 retries.");
      assertThat(routes.unknown()).isEmpty();
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
      assertThat(details(again)).containsExactlyEntriesOf(details(2, 0, 0));
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

  private DeliveryRoutes own(boolean idempotent, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(Map.of("maximumRedeliveries", "2"));
    all.putAll(options);
    return DeliveryRoutes.start(receiver, folder, settings(idempotent), all);
  }

  private Map<String, String> settings(boolean idempotent) {
    Path template = folder.resolve("own-" + idempotent + ".yaml");
    write(template, OWN.formatted(idempotent));
    return Map.of("template", "file:" + template, "parameters.list", "a b/c");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> person(int i) {
    return Map.of("email", "p" + i + "@example.com");
  }

  private static List<Map<String, Object>> people(int count) {
    return IntStream.range(0, count).mapToObj(DeliveryHttpSinkTest::person).toList();
  }

  private static List<String> twice(List<String> keys) {
    return java.util.stream.Stream.concat(keys.stream(), keys.stream()).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> details(Exchange sent) {
    return sent.getProperty("CamelDatabricksDetails", Map.class);
  }

  private static Map<String, Object> details(long delivered, long rejected, long unknown) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("crm.delivered", delivered);
    details.put("crm.rejected", rejected);
    details.put("crm.unknown", unknown);
    return details;
  }
}
