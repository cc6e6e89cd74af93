// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code databricks-delivery-http-sink} with people who leave. */
class DeliveryRemovalsTest {

  private static final Map<String, Object> LEAVING =
      Map.of(
          "CamelLakerouteChange", "remove",
          "CamelDatabricksRunId", "run-1",
          "CamelDatabricksBatchIndex", 0L);
  private static final List<Map<String, Object>> PEOPLE =
      List.of(Map.of("email", "a@example.com"), Map.of("email", "b@example.com"));

  @TempDir private Path folder;
  private final Receiver receiver = new Receiver();

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void a_person_who_leaves_an_arm_of_sparkpost_is_ignored_and_fails_nothing() {
    try (DeliveryRoutes routes =
        start(Map.of("template", "sparkpost", "parameters.templateId", "offer"))) {
      Exchange sent = routes.deliver(PEOPLE, LEAVING);

      assertThat(sent.getException()).isNull();
      assertThat(receiver.requests()).isEmpty();
      assertThat(sent.getProperty("CamelDatabricksIgnoredRows")).isEqualTo(2L);
      assertThat(details(sent))
          .containsEntry("crm.notRemoved", 2L)
          .containsEntry("crm.rejected", 0L);
      assertThat(sent.getProperty("CamelDatabricksShortfall")).isNull();
    }
  }

  @Test
  void a_person_who_cannot_be_removed_makes_the_run_short_and_is_not_named() throws IOException {
    String requests =
        "add: {method: POST, body: $records}\nremove: {method: DELETE, body: $records}\n";
    try (DeliveryRoutes routes = start(own(requests))) {
      Exchange added = routes.deliver(List.of(PEOPLE.get(1), Map.of("id", 1)), "run-0", 0);
      Exchange sent =
          routes.deliver(List.of(PEOPLE.get(0), Map.of("id", 7), Map.of("id", 8)), LEAVING);

      assertThat(routes.rejects())
          .hasSize(3)
          .endsWith("{\"row\":{\"id\":8},\"reason\":\"MISSING_FIELD\",\"field\":\"email\"}");
      assertThat(added.getProperty("CamelDatabricksShortfall")).isNull();
      assertThat(sent.getProperty("CamelDatabricksShortfall"))
          .isEqualTo(
              "The removal of 2 rows from the destination 'crm' was rejected: the people stay there.");
    }
  }

  @Test
  void a_template_that_does_not_say_what_becomes_of_leavers_fails_and_says_what_to_write()
      throws IOException {
    try (DeliveryRoutes routes = start(own("add: {method: POST, body: $records}"))) {
      Exchange sent = routes.deliver(PEOPLE, LEAVING);

      assertThat(sent.getProperty("CamelDatabricksFailureReason")).isEqualTo("CONFIGURATION");
      assertThat(sent.getException())
          .hasMessage(
              "The destination 'crm' cannot remove people: its template own has no 'remove'. Add the request that removes people to the template, or 'remove: none' where people who leave need no request.");
    }
  }

  private DeliveryRoutes start(Map<String, String> settings) {
    return DeliveryRoutes.start(receiver, folder, settings, Map.of());
  }

  private Map<String, String> own(String requests) throws IOException {
    Path template =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            template: own
            batch: 4
            idempotent: true
            fields: {email: {from: email, normalize: email}}
            """
                + requests);
    return new HashMap<>(Map.of("template", "file:" + template));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> details(Exchange sent) {
    return sent.getProperty("CamelDatabricksDetails", Map.class);
  }
}
