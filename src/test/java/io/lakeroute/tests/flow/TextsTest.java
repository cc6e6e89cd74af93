// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Statements and settings that hold what a URI gives a meaning, down to their results. */
@ExtendWith(LocalWorkspaceExtension.class)
class TextsTest {

  private static final Path ROUTES = Path.of("../../routes");

  private final LocalWorkspace workspace;

  TextsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    for (String sql :
        List.of(
            "CREATE TABLE %1$s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT * FROM VALUES (1, 'big deal', TIMESTAMP'2026-01-01 10:00:00'),"
                + " (2, 'C++ R&D)&', TIMESTAMP'2026-01-02 10:00:00'),"
                + " (3, 'C   ', TIMESTAMP'2026-01-03 10:00:00') AS t(id, note, at)",
            "CREATE VIEW %1$s_view AS SELECT id, note, at AS `updated at+tz` FROM %1$s")) {
      workspace.statements().run(sql.formatted(workspace.name("texts")));
    }
  }

  @Test
  void a_statement_in_yaml_finds_what_it_asks_for() {
    try (var routes =
        UserRoutes.start(
            workspace.access(),
            """
            - from:
                uri: direct:query
                steps:
                  - to:
                      uri: databricks:query
                      parameters:
                        sql: "SELECT max(id) + 1 AS v, count_if(note LIKE '%%deal%%') AS deals, count_if(note LIKE 'C++%%') AS cpp, count_if(note LIKE '%%R&D%%') AS rd, 6 & 3 AS bits, :d AS d FROM %s"
                        parameters.d: "RAW(%%deal%% + ${body})"
                        outputType: json
            """
                .formatted(workspace.name("texts")))) {
      Exchange answer = routes.send("direct:query", "a&b", Map.of());

      assertThat(answer.getException()).isNull();
      assertThat(answer.getMessage().getBody(String.class))
          .isEqualTo(
              "[{\"v\":4,\"deals\":1,\"cpp\":1,\"rd\":1,\"bits\":2,\"d\":\"%deal% + a&b\"}]");
    }
  }

  @Test
  void an_import_finds_its_column_its_zone_and_its_rows(@TempDir Path folder) throws IOException {
    Map<String, String> settings = new HashMap<>(settings());
    settings.put("lakeroute.import.table", workspace.name("texts_view"));
    settings.put("lakeroute.import.timestampColumn", "updated at+tz");
    settings.put("lakeroute.import.keys", "id");
    settings.put(
        "lakeroute.import.filter",
        "note LIKE '%R&D%' AND note <> 'x)' || '&maxRows=1' AND id + 1 > 0");
    settings.put("lakeroute.import.timezone", "Etc/GMT+5");
    settings.put("lakeroute.import.frequency", "once");
    settings.put("lakeroute.import.sink", "seda:rows");
    settings.put("databricks.store.directory", folder.resolve("store").toString());

    try (var routes =
        UserRoutes.start(
            workspace.access(),
            settings,
            Files.readString(ROUTES.resolve("snapshot-import.camel.yaml")))) {
      assertThat(routes.receive("seda:rows"))
          .contains("\"note\":\"C++ R&D)&\"")
          .doesNotContain("deal");
    }
  }

  @Tag("matrix")
  @Test
  void a_sync_finds_its_keys_and_its_rows(@TempDir Path folder) throws IOException {
    Map<String, String> settings = new HashMap<>(settings());
    settings.put("lakeroute.sync.table", workspace.name("texts"));
    settings.put("lakeroute.sync.keys", "id, note");
    settings.put("lakeroute.sync.fields", "at");
    settings.put(
        "lakeroute.sync.filter",
        "note LIKE '%R&D%' AND note <> 'x)' || '&maxRows=1' AND id + 1 > 0");
    settings.put("lakeroute.sync.frequency", "once");
    settings.put("lakeroute.sync.sink", "seda:rows");
    settings.put("databricks.store.directory", folder.resolve("store").toString());

    try (var routes =
        UserRoutes.start(
            workspace.access(),
            settings,
            Files.readString(ROUTES.resolve("change-sync.camel.yaml")))) {
      assertThat(routes.receive("seda:rows"))
          .contains("\"note\":\"C++ R&D)&\"")
          .doesNotContain("deal");
    }
  }

  private static Map<String, String> settings() throws IOException {
    Properties defaults = new Properties();
    try (Reader file = Files.newBufferedReader(ROUTES.resolve("application.properties"))) {
      defaults.load(file);
    }
    Map<String, String> settings = new HashMap<>();
    defaults.stringPropertyNames().stream()
        .filter(key -> key.matches("lakeroute\\.(import|sync)\\..*"))
        .forEach(key -> settings.put(key, defaults.getProperty(key)));
    return settings;
  }
}
