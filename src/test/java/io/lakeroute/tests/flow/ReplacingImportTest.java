package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.ApplicationProcess;
import io.lakeroute.tests.application.ImportApplication;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An import in front of {@code databricks-write-sink} with mode replace publishes whole runs. */
@ExtendWith(LocalWorkspaceExtension.class)
class ReplacingImportTest {

  private static final String THIRD_BATCH = "the third batch is under way";

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  ReplacingImportTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Tag("matrix")
  @Test
  void a_run_that_was_killed_publishes_no_part_and_begins_anew_where_it_is_told_to()
      throws Exception {
    sql("CREATE TABLE %s AS SELECT id FROM range(7)".formatted(workspace.name("source")));
    sql(
        "CREATE TABLE %s AS SELECT 99L AS id, 'old' AS _record_id"
            .formatted(workspace.name("target")));
    kill();

    try (var app = start(Map.of())) {
      Map<String, Object> resumed = app.awaitRun();
      assertThat(resumed).containsEntry("state", "FAILED").containsEntry("reason", "CONFLICT");
      assertThat(resumed.get("message"))
          .isEqualTo(
              "Cannot replace %s: run %s resumes a run that ended after 4 rows, and carries only the others. Set resume=false on its source, so that its next run begins anew. The table is as it was."
                  .formatted(workspace.name("target"), resumed.get("id")));
    }
    assertThat(ids()).isEqualTo("99");
    try (var app = start(Map.of("lakeroute.import.resume", "false"))) {
      assertThat(app.awaitRun()).containsEntry("state", "SUCCEEDED").containsEntry("delivered", 7L);
    }
    assertThat(ids()).isEqualTo("0 1 2 3 4 5 6");
  }

  /** Kills the packaged application while it delivers the third batch. */
  private void kill() throws Exception {
    Path route =
        Files.writeString(
            folder.resolve("held.camel.yaml"),
            """
            - route:
                from:
                  uri: direct:held
                  steps:
                    - choice:
                        when:
                          - simple: "${header.CamelDatabricksBatchIndex} == 2"
                            steps:
                              - log: "%s"
                              - delay:
                                  constant: "600000"
                    - to: "%s"
            """
                .formatted(THIRD_BATCH, sink()));
    Map<String, String> settings =
        settings(
            Map.of(
                "lakeroute.import.sink",
                "direct:held",
                "camel.main.routesIncludePattern",
                "classpath:snapshot-import.camel.yaml,file:" + route));
    try (var application =
        ApplicationProcess.launch(
            "replacing-import",
            ImportApplication.settings(
                workspace.access(), folder, workspace.name("source"), settings))) {
      application.killAfter(THIRD_BATCH);
    }
  }

  private ImportApplication start(Map<String, String> more) throws Exception {
    return ImportApplication.start(
        workspace.access(), folder, workspace.name("source"), settings(more));
  }

  private Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("databricks.connections.default.writeBack", "true");
    settings.put("lakeroute.import.keys", "id");
    settings.put("lakeroute.import.batchSize", "2");
    settings.put("lakeroute.import.redeliveries", "0");
    settings.put("lakeroute.import.sink", sink());
    settings.putAll(more);
    return settings;
  }

  private String sink() {
    return "kamelet:databricks-write-sink?mode=replace&table=" + workspace.name("target");
  }

  private String ids() {
    return workspace
        .statements()
        .run(
            "SELECT array_join(transform(array_sort(collect_list(id)), i -> CAST(i AS STRING)), ' ') FROM "
                + workspace.name("target"))
        .get(0)
        .get(0);
  }

  private void sql(String statement) {
    workspace.statements().run(statement);
  }
}
