// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.ImportApplication;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code databricks-runs-source} in a user's own YAML beside the import flow. */
@ExtendWith(LocalWorkspaceExtension.class)
class RunsSourceTest {

  @TempDir Path folder;
  private final LocalWorkspace workspace;
  private final List<JsonNode> told = new CopyOnWriteArrayList<>();
  private final AtomicBoolean refusing = new AtomicBoolean();

  RunsSourceTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Tag("matrix")
  @Test
  void tells_of_each_run_that_ended_again_until_it_was_taken_and_not_after_a_restart()
      throws Exception {
    workspace
        .statements()
        .run("CREATE TABLE %s AS SELECT id FROM range(3)".formatted(workspace.name("heard")));
    try (var app = start("heard")) {
      refusing.set(true);
      Map<String, Object> first = app.awaitRun();
      Map<String, Object> second = app.runAgain();
      refusing.set(false);

      Awaitility.await().until(() -> told.size() == 2);
      assertThat(told)
          .extracting(run -> run.path("id").asText())
          .containsExactly((String) first.get("id"), (String) second.get("id"));
      JsonNode run = told.get(0);
      assertThat(run.path("key").asText())
          .isEqualTo("default/snapshot/databricks_main_runs_source_test_heard");
      assertThat(run.path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(run.path("rowsRead").asInt()).isEqualTo(3);
      assertThat(run.path("delivered").asInt()).isEqualTo(3);
      assertThat(run.path("endedAt").asText()).isEqualTo(first.get("endedAt").toString());
    }
    try (var app = start("heard")) {
      Map<String, Object> third = app.runAgain();

      Awaitility.await().until(() -> told.size() == 3);
      assertThat(told.get(2).path("id").asText()).isEqualTo(third.get("id"));
    }
  }

  private ImportApplication start(String table) throws Exception {
    Path mine = folder.resolve("mine.camel.yaml");
    Files.writeString(
        mine,
        """
        - route:
            from:
              uri: kamelet:databricks-runs-source
              steps:
                - filter:
                    simple: "${header.CamelDatabricksRunState} != 'RUNNING'"
                    steps:
                      - to: seda:told?waitForTaskToComplete=Always
        """);
    ImportApplication app =
        ImportApplication.start(
            workspace.access(),
            folder,
            workspace.name(table),
            Map.of(
                "camel.main.routesIncludePattern",
                "classpath:snapshot-import.camel.yaml,file:" + mine));
    app.camel()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("seda:told")
                    .errorHandler(noErrorHandler())
                    .process(
                        exchange -> {
                          if (refusing.get()) {
                            throw new IllegalStateException("not now");
                          }
                          told.add(Rest.JSON.readTree(exchange.getMessage().getBody(String.class)));
                        });
              }
            });
    return app;
  }
}
