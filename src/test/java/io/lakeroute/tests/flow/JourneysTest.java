// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.ManagedBeans;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Journeys end to end: audience, branches, arms, what is remembered, and what is delivered. */
class JourneysTest extends JourneyFixture {

  JourneysTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Test
  void an_audience_is_split_over_its_arms_and_a_preview_has_counted_it() throws Exception {
    Shop.write(folder.resolve("bundle.journey.yaml"), STATELESS);
    try (Application application = Application.start(settings())) {
      JsonNode run = run(application, 1);

      // 20 shoppers: 7 are gold (1, 4, 7 ...), of the others 5, 9 and 17 agreed to e-mail.
      Map<String, List<JsonNode>> arms = delivered();
      assertThat(arms.get("-newsletter"))
          .extracting(JsonNode::toString)
          .containsExactly(
              "{\"customer_id\":5,\"email\":\"c5@example.com\",\"orders\":5,\"offer\":\"bundle\"}",
              "{\"customer_id\":9,\"email\":\"c9@example.com\",\"orders\":9,\"offer\":\"bundle\"}",
              "{\"customer_id\":17,\"email\":\"c17@example.com\",\"orders\":17,\"offer\":\"bundle\"}");
      int sent = arms.values().stream().mapToInt(List::size).sum();
      assertThat(run.path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(run.path("rowsRead").asInt()).isEqualTo(20);
      assertThat(run.path("delivered").asInt()).isEqualTo(sent);
      assertThat(run.path("filtered").asInt()).isEqualTo(20 - sent);
      JsonNode details = run.path("details");
      assertThat(details.path("suppressed").asInt()).isEqualTo(7);
      assertThat(details.path("held out").asInt()).isEqualTo(20 - 7 - sent);
      assertThat(details.path("newsletter").asInt()).isEqualTo(3);

      assertThat(ManagedBeans.text()).contains("type=Runtime").doesNotContain("c17@example.com");

      JsonNode preview = json(application.post("/journeys/bundle/preview", ""));
      assertThat(preview.path("count").asInt()).isEqualTo(20);
      assertThat(preview.path("suppressed").asInt()).isEqualTo(7);
      assertThat(preview.at("/stages/0/branches/0/count").asInt()).isEqualTo(3);
      assertThat(preview.at("/stages/0/branches/1/count").asInt()).isEqualTo(10);
      assertThat(preview.at("/stages/0/branches/1/arms").toString())
          .isEqualTo("{\"facebook\":30,\"pinterest\":30,\"tiktok\":30,\"holdout\":10}");
      assertThat(preview.at("/stages/0/unmatched").asInt()).isZero();
      assertThat(application.post("/journeys/other/preview", "").statusCode()).isEqualTo(404);
    }
  }

  @Tag("matrix")
  @Test
  void a_journey_with_state_delivers_what_has_changed_and_nothing_twice() throws Exception {
    Shop.write(
        folder.resolve("bundle.journey.yaml"),
        STATELESS.replace("journey: bundle", "journey: lasting\nstate: " + schema()));
    Map<String, String> settings = remembering("lasting");
    try (Application application = Application.start(settings)) {
      JsonNode first = run(application, 1);
      Map<String, List<JsonNode>> arms = delivered();
      int sent = arms.values().stream().mapToInt(List::size).sum();
      assertThat(first.path("delivered").asInt()).isEqualTo(sent);
      assertThat(ids(arms.get("add-newsletter"))).containsExactly(5, 9, 17);

      again(application, "lasting");
      JsonNode second = run(application, 2);
      assertThat(delivered()).isEqualTo(arms);
      assertThat(second.path("delivered").asInt()).isZero();
      assertThat(second.path("ignored").asInt()).isEqualTo(sent);

      // 9 takes its consent back, 2 gives it, 5 becomes gold, 17 goes away.
      change("consent = customer_id = 2", "customer_id IN (2, 9)");
      change("tier = 'gold'", "customer_id = 5");
      workspace
          .statements()
          .run("DELETE FROM %s WHERE customer_id = 17".formatted(workspace.name("customers")));
      again(application, "lasting");
      run(application, 3);

      Map<String, List<JsonNode>> after = delivered();
      assertThat(ids(after.get("add-newsletter"))).containsExactly(5, 9, 17, 2);
      assertThat(ids(after.get("remove-newsletter"))).containsExactly(5, 9, 17);
      assertThat(arm(arms, 2))
          .allSatisfy(arm -> assertThat(ids(after.get("remove-" + arm))).containsExactly(2));
      assertThat(memory("lasting", "arm = 'newsletter'")).containsExactly("2");

      again(application, "lasting");
      run(application, 4);
      assertThat(delivered()).isEqualTo(after);
      assertThat(memory("lasting", "customer = 17")).isEmpty();
    }
  }

  @Tag("matrix")
  @Test
  void people_reach_the_next_stage_when_its_time_has_come() throws Exception {
    Shop.write(
        folder.resolve("lasting.journey.yaml"),
        """
        journey: staged
        status: active
        audience: shoppers
        state: %s
        stages:
        - name: offer
          branches: [{else: true, arms: {facebook: 1}}]
        - name: reminder
          after: 7d
          branches:
          - {else: true, consent: customers.consent, arms: {newsletter: 1}}
        deliver: {newsletter: {}, facebook: {}}
        """
            .formatted(schema()));
    Map<String, String> settings = remembering("staged");
    try (Application application = Application.start(settings)) {
      run(application, 1);
      assertThat(delivered().get("add-facebook")).hasSize(20);

      workspace
          .statements()
          .run(
              "UPDATE %s SET entered_at = entered_at - INTERVAL 8 DAYS WHERE customer < 10"
                  .formatted(workspace.name("lakeroute_staged")));
      again(application, "staged");
      run(application, 2);

      List<Integer> consenting = consenting(10);
      assertThat(ids(delivered().get("add-newsletter"))).isEqualTo(consenting);
      assertThat(ids(delivered().get("remove-facebook")))
          .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
      again(application, "staged");
      assertThat(run(application, 3).path("delivered").asInt()).isZero();
    }
  }

  private List<Integer> consenting(int below) {
    return workspace
        .statements()
        .run(
            "SELECT customer_id FROM %s WHERE consent AND customer_id < %d ORDER BY 1"
                .formatted(workspace.name("customers"), below))
        .stream()
        .map(row -> Integer.valueOf(row.get(0)))
        .toList();
  }

  private static List<String> arm(Map<String, List<JsonNode>> arms, int customer) {
    return arms.entrySet().stream()
        .filter(each -> ids(each.getValue()).contains(customer))
        .map(each -> each.getKey().replace("add-", ""))
        .toList();
  }
}
