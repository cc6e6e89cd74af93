// SPDX-License-Identifier: Apache-2.0
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An import in front of a sink that replaces a table publishes whole runs. */
@ExtendWith(LocalWorkspaceExtension.class)
class ReplacingImportTest {

  private static final String THIRD_BATCH = "the third batch is under way";

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  ReplacingImportTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  /** A sink, and how its refusals begin. */
  private enum Sink {
    WRITE("Cannot replace", "kamelet:databricks-write-sink?mode=replace&table=%1$s.%2$s.%3$s"),
    AUDIENCE(
        "Cannot export to",
        "kamelet:databricks-audience-sink?audience=killed&catalog=%s&schema=%s&table=%s&keys=id");

    private final String refusal;
    private final String uri;

    Sink(String refusal, String uri) {
      this.refusal = refusal;
      this.uri = uri;
    }
  }

  @Tag("matrix")
  @ParameterizedTest
  @EnumSource
  void a_run_that_was_killed_publishes_no_part_and_begins_anew_where_it_is_told_to(Sink sink)
      throws Exception {
    String source = workspace.name("source_" + sink);
    String target = workspace.name("target_" + sink);
    workspace.statements().run("CREATE VOLUME IF NOT EXISTS " + workspace.name("exports"));
    workspace.statements().run("CREATE TABLE %s AS SELECT id FROM range(7)".formatted(source));
    workspace
        .statements()
        .run("CREATE TABLE %s AS SELECT 99L AS id, 'old' AS _record_id".formatted(target));
    kill(sink, source);
    assertThat(ids(target)).isEqualTo("99 in 1 versions");

    try (var app = start(sink, source, Map.of())) {
      Map<String, Object> resumed = app.awaitRun();
      assertThat(resumed).containsEntry("state", "FAILED").containsEntry("reason", "CONFLICT");
      assertThat(resumed.get("message"))
          .isEqualTo(
              "%s %s: run %s resumes a run that ended after 4 rows, and carries only the others. Set resume=false on its source, so that its next run begins anew. The table is as it was."
                  .formatted(sink.refusal, target, resumed.get("id")));
    }
    assertThat(ids(target)).isEqualTo("99 in 1 versions");
    try (var app = start(sink, source, Map.of("lakeroute.import.resume", "false"))) {
      assertThat(app.awaitRun()).containsEntry("state", "SUCCEEDED").containsEntry("delivered", 7L);
    }
    assertThat(ids(target)).isEqualTo("0 1 2 3 4 5 6 in 2 versions");
  }

  /** Kills the packaged application while it delivers the third batch. */
  private void kill(Sink sink, String source) throws Exception {
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
                .formatted(THIRD_BATCH, uri(sink)));
    Map<String, String> settings =
        settings(
            sink,
            Map.of(
                "lakeroute.import.sink",
                "direct:held",
                "camel.main.routesIncludePattern",
                "classpath:snapshot-import.camel.yaml,file:" + route));
    try (var application =
        ApplicationProcess.launch(
            "replacing-import",
            ImportApplication.settings(workspace.access(), folder, source, settings))) {
      application.killAfter(THIRD_BATCH);
    }
  }

  private ImportApplication start(Sink sink, String source, Map<String, String> more)
      throws Exception {
    return ImportApplication.start(workspace.access(), folder, source, settings(sink, more));
  }

  private Map<String, String> settings(Sink sink, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("databricks.connections.default.writeBack", "true");
    settings.put(
        "databricks.connections.default.stagingPrefix",
        "/Volumes/" + workspace.name("exports").replace('.', '/') + "/staged");
    settings.put("lakeroute.import.keys", "id");
    settings.put("lakeroute.import.batchSize", "2");
    settings.put("lakeroute.import.commitInterval", "0");
    settings.put("lakeroute.import.redeliveries", "0");
    settings.put("lakeroute.import.sink", uri(sink));
    settings.putAll(more);
    return settings;
  }

  private String uri(Sink sink) {
    return sink.uri.formatted(
        workspace.access().catalog(), workspace.access().schema(), "target_" + sink);
  }

  private String ids(String table) {
    return workspace
        .statements()
        .run(
            "SELECT array_join(transform(array_sort(collect_list(id)), i -> CAST(i AS STRING)), ' ') FROM "
                + table)
        .get(0)
        .get(0)
        .concat(
            " in %d versions"
                .formatted(workspace.statements().run("DESCRIBE HISTORY " + table).size()));
  }
}
