// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.ImportApplication;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two rows of a first snapshot that have an identifier in common. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class SyncDuplicatesTest {

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  SyncDuplicatesTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  private ImportApplication start(String table, Map<String, String> more) throws Exception {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT * FROM VALUES (1L, 'ada@b.c', 'Oslo'), (2L, 'bob@b.c', 'Rome'), (3L, 'ada@b.c', 'Bonn') AS t(id, mail, city)"
                .formatted(workspace.name(table)));
    Path mapping =
        Files.writeString(
            folder.resolve("m.yaml"),
            """
            schema: classpath:lakeroute/customer.schema.yaml
            identifier: {column: mail, is: email}
            attributes: {city: {column: city}}
            """);
    Map<String, String> settings = new HashMap<>(more);
    settings.put("lakeroute.sync.keys", "id");
    settings.put("lakeroute.sync.beforeImage", "true");
    settings.put("lakeroute.sync.batchSize", "1");
    settings.put("lakeroute.sync.mapping", "file:" + mapping);
    settings.put("lakeroute.sync.fileName", "people.jsonl");
    return ImportApplication.startSync(workspace.access(), folder, workspace.name(table), settings);
  }

  @Test
  void end_the_run_before_the_second_is_delivered_though_its_batch_is_redelivered()
      throws Exception {
    Map<String, String> settings =
        Map.of("lakeroute.sync.redeliveries", "1", "lakeroute.sync.redeliveryDelay", "10");
    try (ImportApplication app = start("refused", settings)) {
      Map<String, Object> run = app.awaitRun();

      assertThat(run)
          .containsEntry("state", "FAILED")
          .containsEntry("reason", "INVALID")
          .containsEntry("delivered", 2L);
      assertThat(String.valueOf(run.get("message")))
          .contains("gives two rows of one run the same identifier")
          .doesNotContain("ada@b.c");
    }
  }

  @Test
  void are_both_delivered_where_the_last_one_counts() throws Exception {
    try (ImportApplication app = start("last", Map.of("lakeroute.sync.duplicates", "last"))) {
      assertThat(app.awaitRun())
          .containsEntry("state", "SUCCEEDED")
          .containsEntry("delivered", 3L)
          .containsEntry("ignored", 0L);
    }
    assertThat(delivered()).containsExactly("Oslo", "Rome", "Bonn");
  }

  /** The cities of the records in the file. */
  private List<String> delivered() throws IOException {
    List<String> cities = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("files/people.jsonl"))) {
      cities.add(Rest.JSON.readTree(line).at("/attributes/city").asText());
    }
    return cities;
  }
}
