// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Receiver;
import io.lakeroute.tests.application.Receiver.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that name refused records, of any length. */
class DeliveryAnswersTest {

  private static final List<Map<String, Object>> PEOPLE =
      IntStream.range(0, 4)
          .mapToObj(i -> Map.<String, Object>of("email", "p" + i + "@example.com"))
          .toList();
  private static final String REFUSED = "{\"text\": \"%s\", \"refused\": [{\"at\": 3}]}";
  private static final String UNREAD =
      "The destination 'crm' accepted requests with 4 rows, and its list of refused records could not be read: it may have refused some of them.";

  @TempDir private Path folder;
  private final Receiver receiver = new Receiver();

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(
        folder.resolve("own.yaml"),
        """
        template: own
        batch: 4
        idempotent: true
        fields: {email: {from: email, normalize: email}}
        add: {method: POST, body: $records}
        rejected: {list: /refused, index: /at}
        """);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void a_record_that_a_long_answer_refuses_is_rejected() {
    try (DeliveryRoutes routes = start()) {
      receiver.answer(Answer.json(REFUSED.formatted("x".repeat(3_000_000))));

      Exchange sent = routes.deliver(PEOPLE, "run", 0);

      assertThat(routes.rejects())
          .containsExactly("{\"row\":{\"email\":\"p3@example.com\"},\"reason\":\"REFUSED\"}");
      assertThat(sent.getProperty("CamelDatabricksShortfall")).isNull();
    }
  }

  @Test
  void an_answer_that_is_too_long_or_no_json_makes_the_run_short() {
    try (DeliveryRoutes routes = start()) {
      for (String body :
          new String[] {REFUSED.formatted("x".repeat(5_000_000)), "<p>p1@example.com</p>"}) {
        receiver.answer(Answer.json(body));

        Exchange sent = routes.deliver(PEOPLE, Map.of());

        assertThat(sent.getException()).isNull();
        assertThat(routes.rejects()).isEmpty();
        assertThat(sent.getProperty("CamelDatabricksShortfall")).isEqualTo(UNREAD);
        assertThat(sent.getProperty("CamelDatabricksDetails", Map.class))
            .containsEntry("crm.delivered", 4L);
      }
    }
  }

  private DeliveryRoutes start() {
    return DeliveryRoutes.start(
        receiver, folder, Map.of("template", "file:" + folder.resolve("own.yaml")), Map.of());
  }
}
