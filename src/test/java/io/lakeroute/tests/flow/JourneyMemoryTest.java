// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a journey remembers where arms fail, and where it cannot go on with what it remembers. */
@Tag("matrix")
class JourneyMemoryTest extends JourneyFixture {

  private static final String TWO_ARMS =
      """
      journey: %s
      status: active
      audience: shoppers
      state: %s
      stages: [{name: offer, branches: [{else: true, arms: {newsletter: 1, facebook: 1}}]}]
      deliver: {newsletter: {}, facebook: {}}
      """;

  JourneyMemoryTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Test
  void an_arm_that_has_a_batch_is_not_sent_it_again_while_another_fails() throws Exception {
    Shop.write(folder.resolve("bundle.journey.yaml"), TWO_ARMS.formatted("half", schema()));
    Map<String, String> settings = waiting("half");
    List<Integer> mailed = new CopyOnWriteArrayList<>();
    List<Integer> reached = new CopyOnWriteArrayList<>();
    AtomicBoolean fails = new AtomicBoolean(true);
    try (Application application = Application.start(settings)) {
      application
          .camelContext()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from("direct:arm-newsletter").process(each -> mailed.addAll(customers(each)));
                  from("direct:arm-facebook")
                      .process(
                          each -> {
                            if (fails.get() && !customers(each).isEmpty()) {
                              throw new IllegalStateException("the arm is out of order");
                            }
                            reached.addAll(customers(each));
                          });
                }
              });
      begin(application, settings, 1000);
      for (int run = 1; run <= 2; run++) {
        assertThat(run(application, run).path("state").asText()).isEqualTo("FAILED");
        assertThat(mailed).isNotEmpty().doesNotHaveDuplicates();
        assertThat(memory("half", "arm = 'newsletter'")).hasSameSizeAs(mailed);
        assertThat(memory("half", "arm = 'facebook'")).isEmpty();
        // The next run begins anew, under other keys.
        assertThat(application.post("/flows/default/journey/half/reset", "").statusCode())
            .isIn(200, 404);
        fails.set(run == 1);
        again(application, "half");
      }
      assertThat(run(application, 3).path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(mailed).doesNotHaveDuplicates();
      assertThat(mailed.size() + reached.size()).isEqualTo(20);
    }
  }

  @Test
  void a_run_is_refused_that_would_lose_sight_of_people() throws Exception {
    String journey = TWO_ARMS.formatted("sight", schema());
    Shop.write(folder.resolve("bundle.journey.yaml"), journey);
    Map<String, String> settings = remembering("sight");
    try (Application application = Application.start(settings)) {
      assertThat(run(application, 1).path("state").asText()).isEqualTo("SUCCEEDED");
    }
    int left = delivered().get("add-facebook").size();
    String lacks =
        journey
            .replace(", facebook: 1", "")
            .replace("{newsletter: {}, facebook: {}}", "{newsletter: {}}");
    Shop.write(folder.resolve("bundle.journey.yaml"), lacks);
    try (Application application = Application.start(settings)) {
      again(application, "sight");
      refused(run(application, 2), "remembers people in arms that it lacks: facebook. Put them");
      assertThat(memory("sight", "arm = 'facebook'")).hasSize(left);
    }
    Shop.write(
        folder.resolve("bundle.journey.yaml"),
        lacks
            .replace("name: offer", "name: other")
            .replace("{newsletter: {}}", "{newsletter: {}, facebook: {}}"));
    try (Application application = Application.start(settings)) {
      refused(run(application, 3), "remembers people in stages that it lacks: offer. Put them");
    }
    Shop.write(
        folder.resolve("bundle.journey.yaml"),
        lacks.replace("{newsletter: {}}", "{newsletter: {}, facebook: {}}"));
    try (Application application = Application.start(settings)) {
      assertThat(run(application, 4).path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(delivered().get("remove-facebook")).hasSize(left);

      String customers = workspace.name("customers");
      workspace.statements().run("DELETE FROM " + customers);
      again(application, "sight");
      refused(run(application, 5), "The population of journey sight is empty, so all people");
      assertThat(delivered().getOrDefault("remove-newsletter", List.of())).isEmpty();
    }
  }

  private static void refused(JsonNode run, String message) {
    assertThat(run.path("state").asText()).isEqualTo("FAILED");
    assertThat(run.path("message").asText()).contains(message);
  }

  private static List<Integer> customers(Exchange exchange) {
    List<?> rows = exchange.getMessage().getBody(List.class);
    return rows.stream()
        .map(row -> ((Map<?, ?>) row).get("customer_id"))
        .map(id -> ((Number) id).intValue())
        .toList();
  }
}
