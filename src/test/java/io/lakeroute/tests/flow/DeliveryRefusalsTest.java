// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Receiver;
import io.lakeroute.tests.application.Receiver.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code databricks-delivery-http-sink} and an API that fails, refuses, or does not answer. */
class DeliveryRefusalsTest extends DeliveryFixture {

  @Tag("matrix")
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
      assertThat(sent.getProperty("CamelDatabricksRetryAfterSeconds")).isEqualTo(60);
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
  void a_run_that_delivers_nothing_because_its_few_records_are_refused_ends_short() {
    try (DeliveryRoutes routes = own(true, Map.of())) {
      receiver.answer(Answer.of(400));

      Exchange sent = routes.deliver(people(3), "run-1", 0);

      assertThat(sent.getException()).isNull();
      assertThat(routes.rejects()).hasSize(3);
      assertThat(details(sent)).containsExactlyEntriesOf(details(0, 3, 0));
      assertThat(sent.getProperty("CamelDatabricksShortfall", String.class))
          .startsWith(
              "The destination 'crm' refused 3 rows, each in a request of its own, and accepted none in this run: ");
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

  @Tag("matrix")
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
}
