// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.Receiver;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs what {@code docs/journeys.md} and the part of {@code docs/delivery.md} on APIs show. */
@ExtendWith(LocalWorkspaceExtension.class)
class JourneysGuideTest {

  private static final Path DOCS = Path.of("../../docs");

  /** The folder of the test instead of that of the page, and due at once. */
  private static final String FOLDER_OF_TEMPLATE =
      """
      {name: frequency, value: once}
            - {name: models, value: "file:%1$s/*.model.yaml"}
            - {name: definitions, value: "file:%1$s/*.segment.yaml"}
            - {name: journeys, value: "file:%1$s/*.journey.yaml"}""";

  private static final List<String> APIS = List.of("mail", "facebook", "pinterest", "newsletter");

  @TempDir Path folder;
  private final LocalWorkspace workspace;
  private final GuidePage journeys;
  private final GuidePage delivery;
  private final GuidePage segments;
  private final Receiver receiver = new Receiver();

  JourneysGuideTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.journeys = new GuidePage(DOCS.resolve("journeys.md"), workspace);
    this.delivery = new GuidePage(DOCS.resolve("delivery.md"), workspace);
    this.segments = new GuidePage(DOCS.resolve("segments.md"), workspace);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @ParameterizedTest
  @CsvSource({
    "journeys.md, databricks-journey-action",
    "delivery.md, databricks-delivery-http-sink",
    "delivery.md, databricks-delivery-file-sink"
  })
  void the_page_lists_every_option_of_the_kamelet(String page, String name) throws IOException {
    new FlowOptions(
            DOCS.resolve(page),
            Path.of("../../kamelet-catalog/" + name + ".kamelet.yaml"),
            Path.of(""),
            "")
        .assertListed();
  }

  @Tag("matrix")
  @Test
  void what_the_pages_set_up_delivers_to_each_person_once() throws Exception {
    fill();
    write("retail.model.yaml", segments.block("yaml", "model: retail"));
    write("bread-lovers.segment.yaml", segments.block("yaml", "segment: bread-lovers"));
    write("emailable.segment.yaml", segments.block("yaml", "segment: emailable"));
    write("bread-offer.journey.yaml", journeys.block("yaml", "journey: bread-offer"));
    Map<String, String> settings = settings();
    try (Application application = Application.start(settings)) {
      runs(application, 2);
      assertThat(journeys.ask(application, JourneysGuideTest::same))
          .containsExactly("/journeys/bread-offer/preview");
      int sent = sent();
      // 14 of 40 love bread; of those 28, 32, 36 and 40 agreed to e-mail.
      assertThat(mailed("\"offer\":\"bread\""))
          .containsExactlyInAnyOrder(
              "c28@example.com", "c32@example.com", "c36@example.com", "c40@example.com");
      assertThat(mailed("\"paid\"")).hasSize(14);

      again(application);
      runs(application, 3);
      assertThat(sent()).isEqualTo(sent);
      JsonNode first = run(application, 1);
      JsonNode second = run(application, 0);
      assertThat(first.path("delivered").asInt()).isPositive();
      assertThat(second.path("delivered").asInt()).isZero();
      assertThat(second.path("ignored").asInt()).isEqualTo(first.path("delivered").asInt());
      assertThat(second.path("filtered")).isEqualTo(first.path("filtered"));

      // Who takes consent back leaves the newsletter, which cannot take back a mail.
      workspace
          .statements()
          .run(
              "UPDATE %s SET email_consent = FALSE WHERE customer_id = 28"
                  .formatted(workspace.name("customers")));
      again(application);
      runs(application, 4);
      assertThat(mailed("\"offer\":\"bread\"")).hasSize(4);
    }
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(strings = {"id: my-journey", "routeId: bread-journey"})
  void an_entry_of_the_user_does_what_the_packaged_one_does(String entry) throws Exception {
    fill();
    write("retail.model.yaml", segments.block("yaml", "model: retail"));
    write("bread-lovers.segment.yaml", segments.block("yaml", "segment: bread-lovers"));
    write("emailable.segment.yaml", segments.block("yaml", "segment: emailable"));
    String name = "own-" + entry.replaceAll(".*: ", "");
    write(
        "bread-offer.journey.yaml",
        journeys.block("yaml", "journey: bread-offer").replace("bread-offer", name));
    Map<String, String> settings = settings();
    settings.put("lakeroute.journey.enabled", "false");
    write(
        "own.camel.yaml",
        here(journeys.block("yaml", entry))
            .replace("bread-offer", name)
            .replace("{name: timeOfDay, value: \"02:30\"}", FOLDER_OF_TEMPLATE.formatted(folder)));
    settings.merge(
        "camel.main.routesIncludePattern",
        ",file:" + folder.resolve("own.camel.yaml"),
        (shown, mine) -> shown + mine);
    try (Application application = Application.start(settings)) {
      runs(application, 2);
      assertThat(mailed("\"offer\":\"bread\"")).hasSize(4);
    }
  }

  private Map<String, String> settings() throws IOException {
    Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
    Stream.of(
            journeys.block("properties", "lakeroute.journey.journey"),
            journeys.block("properties", "lakeroute.destinations"),
            delivery.block("properties", "lakeroute.destinations"))
        .forEach(block -> read(block, settings));
    for (String api : APIS) {
      settings.put("lakeroute.destinations." + api + ".url", receiver.url());
      settings.put(
          "lakeroute.destinations." + api + ".tokenFile", write(api, "a-token").toString());
    }
    write("arms.camel.yaml", here(journeys.block("yaml", "direct:arm-newsletter")));
    write("mail.camel.yaml", here(delivery.block("yaml", "id: bread-by-mail")));
    settings.merge(
        "camel.main.routesIncludePattern",
        ",file:" + folder.resolve("mail.camel.yaml"),
        (shown, mine) -> here(shown) + mine);
    settings.put("lakeroute.journey.frequency", "once");
    settings.put("databricks.store.directory", folder.resolve("store").toString());
    return settings;
  }

  private void read(String block, Map<String, String> settings) {
    try {
      GuidePage.properties(block)
          .forEach((name, value) -> settings.put(name.toString(), here(value.toString())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In the folder of the test, and due at once. */
  private String here(String text) {
    return text.replace("file:segments/", "file:" + folder + "/")
        .replace("file:arms.camel.yaml", "file:" + folder.resolve("arms.camel.yaml"))
        .replace("file:audiences", "file:" + folder.resolve("audiences"))
        .replace("file:rejects", "file:" + folder.resolve("rejects"))
        .replace("file:unknown", "file:" + folder.resolve("unknown"))
        .replace(
            "databricks-delivery-http-sink?destination=",
            "databricks-delivery-http-sink?sentDirectory=%s&destination="
                .formatted(folder.resolve("sent")))
        .replace(
            "destination: newsletter",
            "destination: newsletter\n              sentDirectory: " + folder.resolve("sent"))
        .replace(
            "endpoint: file:",
            "directory: %s\n              endpoint: file:".formatted(folder.resolve("parts")))
        .replace("timeOfDay: \"02:30\"", "frequency: once");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** E-mail addresses in requests with some text. */
  private List<String> mailed(String part) {
    return receiver.requests().stream()
        .map(Receiver.Request::body)
        .filter(body -> body.contains(part) && body.contains("recipients"))
        .flatMap(body -> parsed(body).path("recipients").findValuesAsText("email").stream())
        .toList();
  }

  /** Requests, and rows of files. */
  private int sent() throws IOException {
    int rows = 0;
    try (Stream<Path> files = Files.list(folder.resolve("audiences"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".csv")).toList()) {
        rows += Math.max(0, Files.readAllLines(file).size() - 1);
      }
    }
    return receiver.requests().size() + rows;
  }

  private static String same(String json) {
    return json.replaceAll("\"asOf\":\"[^\"]+\"", "").replaceAll("\"versions\":\\{[^}]*}", "");
  }

  private static void runs(Application application, int count) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(parsed(application.get("/runs").body()))
                    .hasSize(count)
                    .allMatch(run -> run.path("state").asText().equals("SUCCEEDED")));
  }

  /** Runs of the journey, newest first. */
  private static JsonNode run(Application application, int index) {
    return parsed(application.get("/runs?key=default/journey/bread-offer").body()).get(index);
  }

  private static void again(Application application) {
    assertThat(application.post("/flows/default/journey/bread-offer/run", "").statusCode())
        .isEqualTo(202);
  }

  private static JsonNode parsed(String json) {
    try {
      return Rest.JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** 40 customers that buy bread, of whom each fourth agreed to e-mail. */
  private void fill() {
    var statements = workspace.statements();
    statements.run(
        """
        CREATE OR REPLACE TABLE %s AS SELECT id + 1 AS customer_id, CAST(NULL AS STRING) AS tier,
          concat('c', id + 1, '@example.com') AS email, (id + 1) %% 4 = 0 AS email_consent FROM range(40)
        """
            .formatted(workspace.name("customers")));
    statements.run(
        "CREATE OR REPLACE VIEW %s AS SELECT customer_id, customer_id / 40D AS bread FROM %s"
            .formatted(workspace.name("scores"), workspace.name("customers")));
    statements.run(
        """
        CREATE OR REPLACE TABLE %s AS SELECT c.customer_id AS household_id, n.id AS product_id, 2.10 AS sales_value,
          current_timestamp() - INTERVAL 5 DAYS AS sold_at FROM %s c JOIN range(2) n
        """
            .formatted(workspace.name("transactions"), workspace.name("customers")));
    statements.run(
        "CREATE OR REPLACE TABLE %s AS SELECT id AS product_id, 'BREAD' AS category FROM range(2)"
            .formatted(workspace.name("products")));
  }
}
