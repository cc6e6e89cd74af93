// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.ConsumerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs what {@code docs/change-sync.md} shows, and holds its table of options to the Kamelet. */
@ExtendWith(LocalWorkspaceExtension.class)
class ChangeSyncGuideTest {

  private static final Path PAGE = Path.of("../../docs/change-sync.md");
  private static final FlowOptions OPTIONS =
      new FlowOptions(
          PAGE,
          Path.of("../../kamelet-catalog/databricks-changes-source.kamelet.yaml"),
          Path.of("../../routes/change-sync.camel.yaml"),
          "lakeroute.sync.");
  private static final String FEED = " TBLPROPERTIES (delta.enableChangeDataFeed = true)";

  @TempDir Path folder;
  private final LocalWorkspace workspace;
  private final GuidePage guide;

  ChangeSyncGuideTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.guide = new GuidePage(PAGE, workspace);
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
  void the_page_shows_examples_as_they_are() throws IOException {
    String page = Files.readString(PAGE);
    for (String name : List.of("postgresql", "kafka", "people")) {
      String file = "routes/examples/syncs/" + name + ".camel.yaml";
      assertThat(page)
          .contains(
              "<!-- %s -->\n```yaml\n%s```"
                  .formatted(file, Files.readString(Path.of("../..").resolve(file))));
    }
  }

  /** The application with all settings, routes and requests of the page, and no more grants. */
  @Tag("matrix")
  @Test
  void what_the_page_sets_up_delivers_what_it_shows() throws Exception {
    var principal = Identities.of(workspace).warehouseUser("sync");
    fill(principal.name());
    Map<String, String> settings = new HashMap<>(Application.connection(principal.access()));
    for (String block : guide.blocks("properties")) {
      GuidePage.properties(block)
          .forEach((name, value) -> settings.put(name.toString(), value.toString()));
    }
    settings.remove("lakeroute.sync.enabled"); // for those who have several
    settings.merge(
        "camel.main.routesIncludePattern", ",file:" + routes(), (shown, mine) -> shown + mine);
    settings.put("databricks.store.directory", folder.resolve("store").toString());
    settings.put("lakeroute.sync.directory", folder.resolve("syncs").toString());
    // Hourly, but not while the test runs.
    settings.put(
        "lakeroute.sync.timeOfDay",
        LocalTime.now(ZoneOffset.UTC).plusMinutes(30).toString().substring(0, 5));
    try (Application application = Application.start(settings)) {
      List<GuidePage.Request> requests = guide.requests();
      String runs = requests.get(0).path();
      List<Integer> statuses = new ArrayList<>();
      for (GuidePage.Request request : requests) {
        statuses.add(send(application, request).statusCode());
      }
      awaitRuns(application, runs, 1);
      statements(guide.block("sql", "UPDATE"));
      send(application, requests.get(2));
      JsonNode run = awaitRuns(application, runs, 2);

      assertThat(statuses).containsExactly(200, 200, 202);
      Rest.JSON
          .readTree(guide.blocks("json").get(1))
          .properties()
          .forEach(
              shown ->
                  assertThat(run.path(shown.getKey()))
                      .as("%s of %s", shown.getKey(), run)
                      .isEqualTo(shown.getValue()));
      assertThat(changes(delivered())).isEqualTo(changes(guide.blocks("json").get(0)));
      assertOthersArrive(application);
      statements("REVOKE SELECT ON TABLE %s FROM `%s`".formatted(name("leads"), principal.name()));
      send(application, requests.get(2));
      JsonNode refused = awaitRuns(application, runs, 3);
      assertThat(refused.path("reason").asText()).isEqualTo("FORBIDDEN");
      assertThat(refused.path("message").asText())
          .contains("the principal lacks SELECT on Table " + name("leads"));
    }
    statements(guide.block("sql", "deletedFileRetentionDuration"));
  }

  /** The page's tables, with its statements, and its grants on each of them. */
  private void fill(String principal) throws IOException {
    String leads = workspace.name("leads");
    statements(
        "CREATE TABLE %s AS SELECT CAST(id AS BIGINT) AS lead_id, name, CAST(score AS DECIMAL(10,2)) AS score FROM VALUES (1, 'Ada', 1), (2, 'Grace', 2), (3, 'Edsger', 3) AS t(id, name, score)"
            .formatted(leads));
    statements(guide.block("sql", leads + " SET TBLPROPERTIES (delta.enableChangeDataFeed"));
    statements("CREATE VIEW %s_view AS SELECT * FROM %s".formatted(name("lead_scores"), leads));
    statements(guide.block("sql", "CREATE TABLE"));
    statements(
        "CREATE TABLE %s%s AS SELECT 1L AS contact_id, 'a@b.example' AS mail, 'Ada' AS name"
            .formatted(name("contacts"), FEED));
    String grants = guide.block("sql", "GRANT").replace("`lakeroute`", "`" + principal + "`");
    statements(grants);
    String select = grants.substring(grants.indexOf("GRANT SELECT"));
    for (String table : List.of("lead_scores", "contacts")) {
      statements(select.replace(leads, name(table)));
    }
  }

  private String name(String table) {
    return workspace.name(table);
  }

  private void statements(String block) {
    for (String statement : block.split(";\\R|;$")) {
      workspace.statements().run(statement);
    }
  }

  /** A file with the routes of the page and the endpoints that they lead to. */
  private Path routes() throws IOException {
    Path mapping =
        Files.writeString(
            folder.resolve("contacts.mapping.yaml"), guide.block("yaml", "# contacts.mapping"));
    StringBuilder yaml =
        new StringBuilder(guide.block("yaml", "direct:my-scores"))
            .append(
                guide
                    .block("yaml", "direct:my-contacts")
                    .replace("file:contacts.mapping.yaml", "file:" + mapping));
    for (String target : List.of("my-scores", "my-contacts", "my-orders")) {
      yaml.append(
          """
          - route:
              from:
                uri: direct:%1$s
                steps:
                  - to: seda:%1$s?waitForTaskToComplete=Never
          """
              .formatted(target));
    }
    return Files.writeString(folder.resolve("mine.camel.yaml"), yaml);
  }

  private static HttpResponse<String> send(Application application, GuidePage.Request request) {
    return request.post()
        ? Application.send(application.request(request.path()).POST(BodyPublishers.noBody()))
        : application.get(request.path());
  }

  /** Waits for some runs and returns the latest. */
  private static JsonNode awaitRuns(Application application, String path, int count) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> Rest.JSON.readTree(application.get(path).body()),
            runs -> runs.size() == count && !runs.path(0).path("endedAt").isNull())
        .path(0);
  }

  /** The file of the run that had a delete. */
  private String delivered() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("syncs"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        if (text.contains("\"delete\"")) {
          return text;
        }
      }
    }
    throw new AssertionError("No file has a delete");
  }

  /** Rows without what differs between the page and the test. */
  private static List<JsonNode> changes(String lines) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      ObjectNode row = (ObjectNode) Rest.JSON.readTree(line);
      assertThat(row.remove("_record_id").isTextual()).isTrue();
      assertThat(row.remove("_commit_timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
      rows.add(row);
    }
    return rows;
  }

  private void assertOthersArrive(Application application) {
    assertThat(application.camelContext().getRouteController().getRouteStatus("orders").isStarted())
        .isTrue();
    String contacts = "databricks_" + name("contacts").replace('.', '_');
    send(application, new GuidePage.Request(true, "/flows/default/sync/" + contacts + "/run"));
    try (ConsumerTemplate received = application.camelContext().createConsumerTemplate()) {
      assertThat(received.receiveBody("seda:my-scores", 60_000, String.class).lines()).hasSize(3);
      assertThat(received.receiveBody("seda:my-contacts", 60_000, List.class))
          .singleElement()
          .asString()
          .contains("identifier=a@b.example", "attributes={name=Ada}");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
