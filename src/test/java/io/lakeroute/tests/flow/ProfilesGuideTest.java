// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Application;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs what {@code docs/profiles.md} shows, and holds its table of options to the Kamelet. */
@ExtendWith(LocalWorkspaceExtension.class)
class ProfilesGuideTest {

  private static final Path PAGE = Path.of("../../docs/profiles.md");
  @TempDir Path folder;
  private final LocalWorkspace workspace;
  private final GuidePage guide;

  ProfilesGuideTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.guide = new GuidePage(PAGE, workspace);
  }

  @BeforeEach
  void write() throws IOException {
    var statements = workspace.statements();
    statements.run(
        """
        CREATE OR REPLACE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS
        SELECT id + 1 AS customer_id, IF(id = 1, 'gold', NULL) AS tier, concat('c', id + 1, '@example.com') AS email
        FROM range(3)
        """
            .formatted(workspace.name("customers")));
    statements.run(
        """
        CREATE OR REPLACE TABLE %s AS SELECT 2L AS household_id, 2.10 * id AS sales_value,
          TIMESTAMP'2026-10-31 10:00:00Z' + make_dt_interval(id) AS sold_at FROM range(1, 3)
        """
            .formatted(workspace.name("transactions")));
    for (String name :
        List.of("retail.model.yaml", "buyers.segment.yaml", "purchases.interactions.yaml")) {
      Files.writeString(
          folder.resolve(name), guide.block("yaml", name.replaceFirst("([a-z]+)[.].*", "$1\n")));
    }
  }

  @Test
  void the_page_lists_every_option_of_the_kamelet() throws IOException {
    new FlowOptions(
            PAGE,
            Path.of("../../kamelet-catalog/databricks-profile-action.kamelet.yaml"),
            Path.of("../../routes/profiles.camel.yaml"),
            "lakeroute.profiles.")
        .assertListed();
  }

  @Tag("matrix")
  @Test
  void what_the_page_asks_is_answered_as_it_shows() throws Exception {
    try (Application application = Application.start(settings("lakeroute.profiles.mappings"))) {
      assertThat(guide.ask(application, ProfilesGuideTest::untimed))
          .containsExactly("/profiles/2", "/profiles/batch");
    }
  }

  private static String untimed(String json) {
    return json.replaceAll("\"asOf\":\"[^\"]+Z\"", "\"asOf\":\"\"");
  }

  @Tag("matrix")
  @Test
  void a_sync_of_changes_keeps_cached_profiles_right() throws Exception {
    Map<String, String> settings = settings("lakeroute.profiles.mappings");
    settings.putAll(settings("lakeroute.profiles.cache"));
    settings.merge(
        "camel.main.routesIncludePattern",
        ",classpath:change-sync.camel.yaml,classpath:runs.camel.yaml",
        (shown, more) -> shown + more);
    settings.put("databricks.store.directory", folder.resolve("store").toString());
    settings.put("lakeroute.sync.directory", folder.resolve("none").toString());

    try (Application application = Application.start(settings)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> application.get("/runs").body().contains("SUCCEEDED"));
      application.get("/profiles/1");
      Awaitility.await()
          .until(() -> application.get("/profiles/1").body().contains("\"source\":\"cache\""));
      workspace
          .statements()
          .run("UPDATE %s SET tier = 'silver' WHERE customer_id = 1".formatted(table()));

      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(
                          Rest.JSON
                              .readTree(application.get("/profiles/1").body())
                              .at("/attributes/customers.tier")
                              .asText())
                      .isEqualTo("silver"));
      assertThat(folder.resolve("none")).doesNotExist();
    }
  }

  @Tag("matrix")
  @Test
  void the_route_on_the_page_gets_a_profile_from_whatever_knows_the_id() throws Exception {
    String route = here(guide.block("yaml", "id: greet"));
    String swapped =
        route
            .replace("direct:visitor", "file:" + folder + "/visitors?noop=true")
            .replace("direct:greeting", "seda:greeted");
    try (UserRoutes routes =
        UserRoutes.start(
            workspace.access(), swapped.replace("${body}", "${bodyAs(String).trim()}"))) {
      Files.createDirectories(folder.resolve("visitors"));
      Files.writeString(folder.resolve("visitors/visitor.txt"), "3\n");

      assertThat(routes.receive("seda:greeted"))
          .startsWith("{\"profile\":\"3\",\"model\":\"retail\"");
    }
    try (UserRoutes routes =
        UserRoutes.start(
            workspace.access(),
            route + "- route: {from: {uri: 'direct:greeting', steps: [{log: greeted}]}}\n")) {
      assertThat(routes.send("direct:visitor", "2", Map.of()).getMessage().getBody(String.class))
          .contains("\"customers.tier\":\"gold\"");
      assertThat(routes.send("direct:visitor", "99", Map.of()).getException())
          .hasMessage("There is no profile with that id");
    }
  }

  private String table() {
    return workspace.name("customers");
  }

  private Map<String, String> settings(String part) throws IOException {
    Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
    GuidePage.properties(guide.block("properties", part))
        .forEach((name, value) -> settings.put(name.toString(), here(value.toString())));
    return settings;
  }

  private String here(String text) {
    return text.replace("file:segments/", "file:" + folder.toAbsolutePath() + "/")
        .replace("file:mappings/", "file:" + folder.toAbsolutePath() + "/");
  }
}
