// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs of journeys that broke off, were given up, or wait. */
class BrokenJourneysTest extends JourneyFixture {

  BrokenJourneysTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Tag("matrix")
  @Test
  void a_run_that_broke_off_goes_on_with_the_same_people_under_the_same_names() throws Exception {
    Shop.write(
        folder.resolve("bundle.journey.yaml"),
        STATELESS.replace("journey: bundle", "journey: broken\nstate: " + schema()));
    Map<String, String> settings = waiting("broken");
    Map<String, Set<String>> parcels = new ConcurrentHashMap<>();
    AtomicBoolean fails = new AtomicBoolean(true);
    try (Application application = Application.start(settings)) {
      application
          .camelContext()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  for (String arm : List.of("newsletter", "facebook", "pinterest", "tiktok")) {
                    from("direct:arm-" + arm).process(exchange -> take(exchange, parcels, fails));
                  }
                }
              });
      begin(application, settings, 4);
      JsonNode broken = run(application, 1);
      assertThat(broken.path("state").asText()).isEqualTo("FAILED");
      String first = broken.path("id").asText();

      // Whoever would be somewhere else by now stays where the run has begun to send.
      change("consent = NOT consent", "TRUE");
      again(application, "broken");
      JsonNode second = run(application, 2);
      change("consent = NOT consent", "TRUE");

      assertThat(second.path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(parcels.values()).allSatisfy(same -> assertThat(same).hasSize(1));
      assertThat(parcels.keySet()).extracting(name -> name.split(" ")[0]).containsOnly(first);
      assertThat(
              parcels.values().stream()
                  .flatMap(Set::stream)
                  .flatMap(BrokenJourneysTest::customers)
                  .toList())
          .hasSizeGreaterThan(5)
          .doesNotHaveDuplicates();
    }
  }

  @Tag("matrix")
  @Test
  void what_an_arm_publishes_with_the_last_batch_is_not_remembered_before() throws Exception {
    Path file = folder.resolve("bundle.journey.yaml");
    Shop.write(
        file,
        """
            journey: whole
            status: active
            audience: shoppers
            state: %s
            stages: [{name: offer, branches: [{else: true, arms: {tiktok: 1, facebook: 1}}]}]
            deliver: {tiktok: {}, facebook: {}}
            """
            .formatted(schema()));
    Map<String, String> settings = waiting("whole");
    List<String> facebook = new CopyOnWriteArrayList<>();
    List<String> written = new CopyOnWriteArrayList<>();
    List<String> published = new CopyOnWriteArrayList<>();
    AtomicBoolean fails = new AtomicBoolean(true);
    RouteBuilder arms =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:arm-facebook")
                .process(
                    exchange -> {
                      if (exchange
                                  .getMessage()
                                  .getHeader("CamelDatabricksBatchOffset", 0L, Long.class)
                              >= 20
                          && fails.getAndSet(false)) {
                        throw new IllegalStateException("the arm is out of order");
                      }
                      customers(exchange.getMessage().getBody().toString()).forEach(facebook::add);
                    });
            from("direct:arm-tiktok")
                .setProperty("CamelLakerouteWholeRun", constant(true))
                .process(
                    exchange -> {
                      customers(exchange.getMessage().getBody().toString()).forEach(written::add);
                      if (exchange
                          .getMessage()
                          .getHeader("CamelDatabricksRunComplete", Boolean.class)) {
                        published.addAll(written);
                        written.clear();
                      }
                    });
          }
        };
    try (Application application = Application.start(settings)) {
      application.camelContext().addRoutes(arms);
      begin(application, settings, 4);
      assertThat(run(application, 1).path("state").asText()).isEqualTo("FAILED");
      assertThat(written).isNotEmpty();
      assertThat(published).isEmpty();
      String flow = "/flows/default/journey/whole/";
      assertThat(memory("whole", "arm = 'tiktok'")).isEmpty();

      // A dry run changes nothing, and neither does a journey that is paused.
      String before = memory("whole", "TRUE").toString();
      assertThat(application.post(flow + "dry-run", "").statusCode()).isEqualTo(200);
      assertThat(memory("whole", "TRUE")).hasToString(before);
    }
    String text = Files.readString(file);
    Files.writeString(file, text.replace("active", "paused"));
    try (Application application = Application.start(settings)) {
      application.camelContext().addRoutes(arms);
      begin(application, settings, 4);
      JsonNode paused = run(application, 2);
      assertThat(paused.path("state").asText()).isEqualTo("FAILED");
      assertThat(paused.path("message").asText())
          .contains("Journey whole is not active, and a run of it has not ended.");
    }
    Files.writeString(file, text);
    written.clear();
    try (Application application = Application.start(settings)) {
      application.camelContext().addRoutes(arms);
      // The run is given up: who was written and never published is written again.
      assertThat(application.post("/flows/default/journey/whole/reset", "").statusCode())
          .isIn(200, 404);
      begin(application, settings, 4);
      run(application, 3);
      assertThat(facebook).hasSizeGreaterThan(3);
      assertThat(published).hasSizeGreaterThan(3).doesNotHaveDuplicates();
      assertThat(Stream.concat(facebook.stream().distinct(), published.stream())).hasSize(20);
      assertThat(memory("whole", "arm = 'tiktok'")).containsExactlyInAnyOrderElementsOf(published);
    }
  }

  private static Stream<String> customers(String rows) {
    return Pattern.compile("customer_id=(\\d+)")
        .matcher(rows)
        .results()
        .map(found -> found.group(1));
  }

  /** Fails with the third batch, once, behind some of its arms. */
  private static void take(
      Exchange exchange, Map<String, Set<String>> parcels, AtomicBoolean fails) {
    Message message = exchange.getMessage();
    long offset = message.getHeader("CamelDatabricksBatchOffset", Long.class);
    String name =
        List.of("CamelDatabricksFirstRunId", "CamelLakerouteArm", "CamelLakerouteChange").stream()
                .map(header -> message.getHeader(header, String.class))
                .collect(Collectors.joining(" "))
            + " "
            + offset;
    parcels.computeIfAbsent(name, key -> new HashSet<>()).add(message.getBody().toString());
    if (offset == 20 && name.contains("pinterest add") && fails.getAndSet(false)) {
      throw new IllegalStateException("the arm is out of order");
    }
  }
}
