// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs what {@code docs/imports.md} shows, and holds its table of options to the Kamelet. */
@ExtendWith(LocalWorkspaceExtension.class)
class ImportsGuideTest {

  private static final Path PAGE = Path.of("../../docs/imports.md");
  private static final Path EXAMPLES = Path.of("../../routes/examples/imports");
  private static final FlowOptions OPTIONS =
      new FlowOptions(
          PAGE,
          Path.of("../../kamelet-catalog/databricks-snapshot-source.kamelet.yaml"),
          Path.of("../../routes/snapshot-import.camel.yaml"),
          "lakeroute.import.");

  @TempDir Path folder;
  private final LocalWorkspace workspace;
  private final GuidePage guide;

  ImportsGuideTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.guide = new GuidePage(PAGE, workspace);
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    String table = workspace.name("leads");
    workspace
        .statements()
        .run(
            "CREATE TABLE %s (lead_id BIGINT, name STRING, score DECIMAL(10,2), updated_at TIMESTAMP)"
                .formatted(table));
    workspace
        .statements()
        .run(
            "INSERT INTO %s VALUES (1, 'Ada', 1.5, TIMESTAMP'2026-01-01T00:00:00Z'), (NULL, 'nobody', 2, TIMESTAMP'2026-01-01T00:00:00Z')"
                .formatted(table));
  }

  @Test
  void the_page_lists_every_option_of_the_kamelet() throws IOException {
    OPTIONS.assertListed();
  }

  @Test
  void every_option_of_the_kamelet_is_a_setting_of_the_flow_with_the_same_default()
      throws IOException {
    OPTIONS.assertSettings();
  }

  @Test
  void the_page_shows_the_examples_as_they_are() throws IOException {
    String page = Files.readString(PAGE);
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(page)
                      .contains(
                          "<!-- routes/examples/imports/%s -->\n```yaml\n%s```"
                              .formatted(file.getFileName(), Files.readString(file))));
    }
  }

  /** The application with all settings of the page, its mapping and its requests. */
  @Tag("matrix")
  @Test
  void what_the_page_sets_up_runs_and_is_steered_as_it_says() throws Exception {
    Path mapping = folder.resolve("leads.mapping.yaml");
    Files.writeString(mapping, guide.block("yaml", "# leads.mapping.yaml"));
    Path secret = Files.writeString(folder.resolve("password"), "postgres");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
      for (String block : guide.blocks("properties")) {
        GuidePage.properties(block)
            .forEach((name, value) -> settings.put(name.toString(), value.toString()));
      }
      settings.replaceAll(
          (name, value) ->
              value
                  .replace("file:leads.mapping.yaml", "file:" + mapping)
                  .replace("file:rejects", "file:" + folder.resolve("rejects"))
                  .replace("/run/secrets/lakeroute-store", secret.toString())
                  .replace(
                      "jdbc:postgresql://db.example.org:5432/lakeroute",
                      postgres.getJdbcUrl("postgres", "postgres")));
      settings.put("databricks.store.username", "postgres");
      settings.remove("lakeroute.import.enabled"); // for those who have several
      settings.put("lakeroute.import.directory", folder.resolve("imports").toString());
      try (Application application = Application.start(settings)) {
        List<Integer> statuses = new ArrayList<>();
        for (GuidePage.Request request : guide.requests()) {
          HttpResponse<String> reply =
              request.post()
                  ? Application.send(
                      application.request(request.path()).POST(BodyPublishers.noBody()))
                  : application.get(request.path());
          statuses.add(reply.statusCode());
          if (reply.statusCode() == 202) {
            awaitEnd(application);
          }
        }
        JsonNode run = lastRun(application);

        assertThat(statuses).containsExactly(200, 200, 200, 202, 200, 200);
        assertThat(run.path("state").asText()).as("%s", run).isEqualTo("SUCCEEDED");
        assertThat(run.path("delivered").asInt()).isEqualTo(1);
        assertThat(run.path("rejected").asInt()).isEqualTo(1);
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("imports"))) {
      Path file = files.filter(each -> each.toString().endsWith(".jsonl")).findFirst().get();
      JsonNode record = Rest.JSON.readTree(file.toFile());
      assertThat(record.path("identifier").asText()).isEqualTo("1");
      assertThat(record.at("/events/0/type").asText()).isEqualTo("lead_changed");
    }
    assertThat(Files.readString(folder.resolve("rejects/leads.jsonl")))
        .contains("\"field\":\"identifier\"");
  }

  @Test
  void the_routes_of_the_page_import_and_hear_of_runs() throws Exception {
    try (UserRoutes routes =
        UserRoutes.start(
            workspace.access(),
            Map.of("databricks.store.directory", folder.resolve("store").toString()),
            guide.block("yaml", "direct:my-leads")
                + guide.block("yaml", "direct:alert").replace("SHORT,FAILED", "SUCCEEDED")
                + """
                - route:
                    from:
                      uri: direct:my-leads
                      steps:
                        - to: seda:my-leads?waitForTaskToComplete=Never
                - route:
                    from:
                      uri: direct:alert
                      steps:
                        - to: seda:alert?waitForTaskToComplete=Never
                """)) {

      assertThat(routes.receive("seda:my-leads").lines()).hasSize(2);
      assertThat(routes.receive("seda:alert")).contains("\"state\":\"SUCCEEDED\"");
    }
  }

  private static void awaitEnd(Application application) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> lastRun(application).path("state").asText(), state -> !state.equals("RUNNING"));
  }

  private static JsonNode lastRun(Application application) throws IOException {
    return Rest.JSON.readTree(application.get("/runs").body()).path(0);
  }
}
