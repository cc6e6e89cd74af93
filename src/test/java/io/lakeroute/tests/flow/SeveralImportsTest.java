// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lakeroute.tests.application.ImportApplication;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The route template of {@code snapshot-import.camel.yaml}, used by a user's own file. */
@ExtendWith(LocalWorkspaceExtension.class)
class SeveralImportsTest {

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  SeveralImportsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Tag("matrix")
  @Test
  void several_imports_are_entries_in_a_file_of_the_users_own() throws Exception {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s AS SELECT id AS lead_id FROM range(9)"
                .formatted(workspace.name("leads")));
    Path mine = folder.resolve("mine.camel.yaml");
    Files.writeString(
        mine,
        """
        - templatedRoute:
            routeTemplateRef: lakeroute-import
            routeId: early
            parameters:
              - name: table
                value: %1$s
              - name: stream
                value: early
              - name: filter
                value: lead_id < 2
              - name: frequency
                value: once
        - templatedRoute:
            routeTemplateRef: lakeroute-import
            routeId: late
            parameters:
              - name: table
                value: %1$s
              - name: stream
                value: late
              - name: filter
                value: lead_id >= 2
              - name: frequency
                value: once
        """
            .formatted(workspace.name("leads")));
    Map<String, String> settings =
        Map.of(
            "lakeroute.import.enabled",
            "false",
            "camel.main.routesIncludePattern",
            "classpath:snapshot-import.camel.yaml,file:" + mine);

    try (var app = ImportApplication.start(workspace.access(), folder, "", settings)) {
      app.awaitRun();
      app.awaitRun();

      List<?> runs =
          app.camel()
              .createProducerTemplate()
              .requestBody("databricks:runs?connection=default", null, List.class);
      assertThat(runs)
          .extracting(run -> ((Map<?, ?>) run).get("key"), run -> ((Map<?, ?>) run).get("state"))
          .containsExactlyInAnyOrder(
              tuple("default/snapshot/early", "SUCCEEDED"),
              tuple("default/snapshot/late", "SUCCEEDED"));
      try (Stream<Path> files = Files.list(folder.resolve("files"))) {
        assertThat(files.filter(file -> file.toString().endsWith(".jsonl"))).hasSize(2);
      }
    }
  }
}
