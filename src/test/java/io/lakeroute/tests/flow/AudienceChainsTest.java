// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Chains that end in a table of the workspace: as they are, and with a user's own sink or source.
 */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class AudienceChainsTest {

  @TempDir private Path folder;
  private final LocalWorkspace workspace;

  AudienceChainsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    SegmentShop.fill(workspace);
    var statements = workspace.statements();
    statements.run("CREATE VOLUME " + workspace.name("staging"));
    statements.run(
        "CREATE TABLE %s AS SELECT id %% 3 AS customer_id, CAST(id AS DECIMAL(10,2)) AS amount FROM range(9)"
            .formatted(workspace.name("orders")));
    statements.run(
        "CREATE TABLE %s (customer_id BIGINT, score DECIMAL(20,2))".formatted(scores(workspace)));
  }

  @Test
  void a_segment_becomes_an_audience() throws Exception {
    Chains chains = audience();
    try (UserRoutes routes = chains.start("nightly-audience")) {
      chains.awaitValue("SELECT count(*) FROM " + workspace.name("lakeroute_user_emailable"), "5");
    }
  }

  @Test
  void another_sink_makes_a_file_of_the_segment() throws Exception {
    try (UserRoutes routes =
        audience()
            .set("audience.sink", "direct:mine")
            .start(
                "nightly-audience",
                """
                - route:
                    from:
                      uri: direct:mine
                      steps:
                        - to:
                            uri: kamelet:databricks-delivery-file-sink
                            parameters:
                              endpoint: file:%1$s/delivered
                              fileName: members.csv
                              fields: customer_id
                              directory: %1$s/parts
                """
                    .formatted(folder))) {
      Path file = folder.resolve("delivered/members.csv");
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(file));

      assertThat(Files.readAllLines(file))
          .containsExactlyInAnyOrder("customer_id", "1", "5", "9", "13", "17");
    }
  }

  @Test
  void scores_of_a_statement_are_written_back() throws Exception {
    Chains chains = nightlyScores();
    try (UserRoutes routes = chains.start("nightly-scores")) {
      chains.awaitValue(
          "SELECT array_join(sort_array(collect_list(CAST(score AS STRING))), ' ') FROM %s WHERE customer_id < 3"
              .formatted(scores(workspace)),
          "12.00 15.00 9.00");
    }
  }

  @Test
  void scores_of_another_source_are_written_back() throws Exception {
    Chains chains = nightlyScores().set("scores.enabled", false);
    try (UserRoutes routes =
        chains.start(
            "nightly-scores",
            """
            - route:
                from:
                  uri: file:%s/scores?initialDelay=0
                  steps:
                    - to: direct:write-scores
            """
                .formatted(folder))) {
      Files.createDirectories(folder.resolve("scores"));
      Files.writeString(
          folder.resolve("scores/model.jsonl"), "{\"customer_id\": 77, \"score\": 0.25}\n");

      chains.awaitValue(
          "SELECT CAST(score AS STRING) FROM %s WHERE customer_id = 77"
              .formatted(scores(workspace)),
          "0.25");
    }
  }

  private Chains audience() {
    SegmentShop.write(workspace, folder);
    return writing()
        .set("audience.models", "file:" + folder + "/*.model.yaml")
        .set("audience.definitions", "file:" + folder + "/*.segment.yaml")
        .set("audience.segment", "emailable")
        .set("audience.schema", workspace.access().schema())
        .set("audience.key", "customer_id")
        .set("audience.frequency", "once");
  }

  private Chains nightlyScores() {
    return writing()
        .set("scores.orders", workspace.name("orders"))
        .set("scores.table", scores(workspace))
        .set("scores.frequency", "once");
  }

  private Chains writing() {
    String volume = workspace.name("staging").replace(".", "/");
    return new Chains(workspace, folder.resolve("store"))
        .set("databricks.connections.default.writeBack", true)
        .set("databricks.connections.default.stagingPrefix", "/Volumes/" + volume);
  }

  private static String scores(LocalWorkspace workspace) {
    return workspace.name("customer_scores");
  }
}
