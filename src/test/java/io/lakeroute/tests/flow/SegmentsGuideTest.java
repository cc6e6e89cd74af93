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
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs what {@code docs/segments.md} shows, and holds its tables of options to the Kamelets. */
@ExtendWith(LocalWorkspaceExtension.class)
class SegmentsGuideTest {

  private static final Path PAGE = Path.of("../../docs/segments.md");
  @TempDir Path folder;
  private final LocalWorkspace workspace;
  private final GuidePage guide;

  SegmentsGuideTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.guide = new GuidePage(PAGE, workspace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"databricks-segment-action", "databricks-segment-source"})
  void the_page_lists_every_option_of_the_kamelet(String name) throws IOException {
    new FlowOptions(
            PAGE, Path.of("../../kamelet-catalog/" + name + ".kamelet.yaml"), Path.of(""), "")
        .assertListed();
  }

  @Tag("matrix")
  @Test
  void what_the_page_sets_up_answers_what_it_shows() throws Exception {
    fill();
    write("retail.model.yaml", "model: retail");
    write("bread-lovers.segment.yaml", "segment: bread-lovers");
    write("emailable.segment.yaml", "segment: emailable");
    Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
    for (String part : List.of("lakeroute.segments", "audience.segment")) {
      GuidePage.properties(guide.block("properties", part))
          .forEach((name, value) -> settings.put(name.toString(), here(value.toString())));
    }
    settings.merge(
        "camel.main.routesIncludePattern",
        ",file:" + Chains.file("nightly-audience"),
        (shown, mine) -> shown + mine);
    settings.put("audience.frequency", "once"); // Due at once, not at night.
    settings.put("databricks.store.directory", folder.resolve("store").toString());
    workspace.statements().run("CREATE VOLUME " + workspace.name("exports"));

    try (Application application = Application.start(settings)) {
      String schema = workspace.access().catalog() + "." + workspace.access().schema();
      String propose = "/segments/propose?schema=" + schema + "&population=customers";
      // The page's schema is called crm.
      assertThat(application.get(propose).body())
          .isEqualTo(
              guide
                  .block("yaml", "# Proposed from")
                  .replace("model: crm", "model: " + workspace.access().schema()));
      assertThat(guide.ask(application, UnaryOperator.identity()))
          .containsExactly(
              propose,
              "/segments/verify",
              "/segments/count",
              "/segments/preview",
              "/segments/explain",
              "/segments/why",
              "/segments/overlap",
              "/segments/compile",
              "/segments/count",
              "/segments/materialize");
      assertThat(
              Rest.JSON.readTree(
                  application
                      .get("/segments/fields?model=retail&values=purchases.category")
                      .body()))
          .hasSize(2);
      // The routes on the page: a run publishes the members as a table.
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(
                          workspace
                              .statements()
                              .run(
                                  "SELECT customer_id FROM %s ORDER BY 1"
                                      .formatted(workspace.name("lakeroute_user_bread_lovers"))))
                      .hasSize(2));
    }
  }

  private String here(String text) {
    return text.replace("file:segments/", "file:" + folder.toAbsolutePath() + "/");
  }

  private void write(String name, String part) throws IOException {
    Files.writeString(folder.resolve(name), guide.block("yaml", part));
  }

  private void fill() {
    for (String sql :
        List.of(
            "CREATE TABLE %1$s (customer_id BIGINT NOT NULL PRIMARY KEY, tier STRING, email STRING, email_consent BOOLEAN)",
            "INSERT INTO %1$s SELECT id + 1, IF(id = 5, 'staff', IF(id = 1, 'gold', NULL)),"
                + " concat('c', id + 1, '@example.com'), TRUE FROM range(6)",
            "CREATE VIEW %2$s AS SELECT customer_id, customer_id / 6D AS bread FROM %1$s WHERE customer_id <> 3",
            "CREATE TABLE %4$s (product_id BIGINT NOT NULL PRIMARY KEY, category STRING)",
            "INSERT INTO %4$s SELECT id, IF(id < 2, 'BREAD', 'SOFT DRINKS') FROM range(4)",
            "CREATE TABLE %3$s (household_id BIGINT, product_id BIGINT, sales_value DECIMAL(13,2), sold_at TIMESTAMP,"
                + " FOREIGN KEY (household_id) REFERENCES %1$s (customer_id),"
                + " FOREIGN KEY (product_id) REFERENCES %4$s (product_id))",
            "INSERT INTO %3$s SELECT c.customer_id, n.id, 2.10 * (n.id + 1), TIMESTAMP'2026-11-01 10:00:00Z'"
                + " FROM %1$s c JOIN range(4) n")) {
      workspace
          .statements()
          .run(
              sql.formatted(
                  workspace.name("customers"),
                  workspace.name("scores"),
                  workspace.name("transactions"),
                  workspace.name("products")));
    }
  }
}
