// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The flow {@code audience-export.camel.yaml} as it is shipped, and what its page shows. */
@ExtendWith(LocalWorkspaceExtension.class)
class AudienceExportTest {

  private static final Path PAGE = Path.of("../../docs/audience-export.md");
  private static final FlowOptions OPTIONS =
      new FlowOptions(
          PAGE,
          Path.of("../../kamelet-catalog/databricks-audience-sink.kamelet.yaml"),
          Path.of("../../routes/audience-export.camel.yaml"),
          "lakeroute.export.");

  @TempDir Path folder;
  private final LocalWorkspace workspace;
  private final GuidePage guide;

  AudienceExportTest(LocalWorkspace workspace) {
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
    OPTIONS.assertSettings(
        "/from/steps/1/to/parameters",
        List.of(
            "source",
            "enabled",
            "frequency",
            "timeOfDay",
            "dayOfWeek",
            "dayOfMonth",
            "timezone",
            "cron",
            "interval"));
  }

  /** The application with all settings, routes and grants of the page. */
  @Test
  void what_the_page_sets_up_exports_what_it_shows() throws Exception {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s AS SELECT id, concat('p', id, '@example.com') AS email, CAST(id / 10 AS DECIMAL(5,2)) AS score FROM range(0, 20)"
                .formatted(workspace.name("scores")));
    workspace.statements().run("CREATE VOLUME " + workspace.name("exports"));
    Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
    for (String block : guide.blocks("properties")) {
      GuidePage.properties(block)
          .forEach((name, value) -> settings.put(name.toString(), value.toString()));
    }
    settings.remove("lakeroute.export.enabled"); // for those who have several
    settings.merge(
        "camel.main.routesIncludePattern", ",file:" + routes(), (shown, mine) -> shown + mine);
    settings.put("databricks.store.directory", folder.resolve("store").toString());
    settings.put("lakeroute.export.frequency", "once");

    try (Application application = Application.start(settings)) {
      JsonNode run = ended(application, "/runs?key=default/export/loyal-customers");

      assertThat(run.path("state").asText()).as("%s", run).isEqualTo("SUCCEEDED");
      assertThat(run.path("delivered").asLong()).isEqualTo(11);
      assertThat(run.path("details").path("published").asLong()).isEqualTo(11);
      assertThat(run.path("details").path("entered").asLong()).isEqualTo(11);
      assertThat(value("SELECT concat(count(*), ' ', min(score)) FROM %s", "loyal_customers"))
          .isEqualTo("11 0.90");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> assertThat(value("SELECT count(*) FROM %s", "all_scores")).isEqualTo("20"));
      assertThat(value("SELECT count(*) FROM %s", "newcomers")).isEqualTo("2");
    }
  }

  private String value(String sql, String audience) {
    return workspace
        .statements()
        .run(sql.formatted(workspace.name("lakeroute_user_" + audience)))
        .get(0)
        .get(0);
  }

  /** A file with the routes of the page and the endpoint that they name. */
  private Path routes() throws IOException {
    StringBuilder yaml = new StringBuilder();
    for (String block : guide.blocks("yaml")) {
      yaml.append(
          block.replace(
              "        value: newcomers\n",
              "        value: newcomers\n      - name: frequency\n        value: once\n"));
    }
    yaml.append(
        """
        - route:
            from:
              uri: direct:my-newcomers
              steps:
                - setBody:
                    constant: '[{"id": 1, "since": "2026-01-01"}, {"id": 2, "since": null}]'
        """);
    return Files.writeString(folder.resolve("mine.camel.yaml"), yaml);
  }

  private static JsonNode ended(Application application, String path) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> Rest.JSON.readTree(application.get(path).body()),
            runs -> runs.size() == 1 && !runs.path(0).path("endedAt").isNull())
        .path(0);
  }
}
