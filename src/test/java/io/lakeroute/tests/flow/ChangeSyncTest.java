// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.camel.FailureReason;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.ImportApplication;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.JobKey;

/** The flow {@code change-sync.camel.yaml} as it is shipped, set up by properties alone. */
@ExtendWith(LocalWorkspaceExtension.class)
class ChangeSyncTest {

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  ChangeSyncTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Test
  void writes_a_file_for_each_run_with_what_changed_and_none_without_changes() throws Exception {
    table("files", "");
    try (var app = start("files", Map.of("lakeroute.sync.batchSize", "2"))) {
      app.awaitRun();
      List<Path> first = files();
      sql(
          "MERGE INTO %s AS t USING (SELECT id FROM range(2, 7)) AS s ON t.lead_id = s.id"
              + " WHEN MATCHED AND s.id = 2 THEN DELETE WHEN MATCHED THEN UPDATE SET name = 'x'"
              + " WHEN NOT MATCHED THEN INSERT (lead_id, name) VALUES (s.id, 'new')",
          "files");
      app.runAgain();
      List<Path> second = files();
      app.runAgain();

      assertThat(first).hasSize(1);
      assertThat(lines(first.get(0)))
          .containsExactly(
              "0 lead insert", "1 lead insert", "2 lead insert", "3 lead insert", "4 lead insert");
      second.removeAll(first);
      assertThat(second).hasSize(1);
      assertThat(second.get(0).getFileName().toString())
          .matches(workspace.name("files").replace(".", "\\.") + "-[0-9a-f-]{36}\\.jsonl");
      assertThat(lines(second.get(0)))
          .containsExactly(
              "2 lead delete", "3 x update", "4 x update", "5 new insert", "6 new insert");
      assertThat(files()).hasSize(2);
    }
  }

  @Tag("matrix")
  @Test
  void goes_on_with_the_same_file_after_a_start_in_the_middle_of_a_run() throws Exception {
    table("halfway", "");
    Path mine = folder.resolve("mine.camel.yaml");
    Files.writeString(
        mine,
        """
        - route:
            from:
              uri: direct:breaking
              steps:
                - to: direct:sync-files
                - choice:
                    when:
                      - simple: "${header.CamelDatabricksBatchOffset} == 2 && ${header.CamelDatabricksBootstrap} == null"
                        steps:
                          - throwException:
                              exceptionType: java.lang.IllegalStateException
                              message: the disk is full
        """);
    Map<String, String> settings =
        Map.of(
            "lakeroute.sync.batchSize", "2",
            "lakeroute.sync.redeliveries", "0",
            "lakeroute.sync.sink", "direct:breaking",
            "camel.main.routesIncludePattern", "classpath:change-sync.camel.yaml,file:" + mine);
    try (var app = start("halfway", settings)) {
      app.awaitRun();
      sql("UPDATE %s SET name = 'x'", "halfway");
      assertThat(app.runAgain()).containsEntry("state", "FAILED").containsEntry("delivered", 2L);
      assertThat(files()).hasSize(1);
    }
    List<Path> before = files();
    sql("UPDATE %s SET name = 'later' WHERE lead_id < 4", "halfway");
    try (var app = start("halfway", Map.of("lakeroute.sync.batchSize", "2"))) {
      assertThat(app.awaitRun()).containsEntry("state", "SUCCEEDED").containsEntry("delivered", 3L);
    }
    List<Path> after = files();
    after.removeAll(before);
    assertThat(after).hasSize(1);
    assertThat(lines(after.get(0)))
        .containsExactly("0 x update", "1 x update", "2 x update", "3 x update", "4 x update");
  }

  @Tag("matrix")
  @Test
  void takes_every_option_from_its_properties_as_it_was_written() throws Exception {
    table("options", "");
    sql("UPDATE %s SET name = '100%% & \\'more\\' + {x}' WHERE lead_id = 1", "options");
    sql("DELETE FROM %s WHERE lead_id = 3", "options");
    try (var app =
        start(
            "options",
            Map.of(
                "lakeroute.sync.flow", "nightly",
                "lakeroute.sync.stream", "the leads",
                "lakeroute.sync.bootstrap", "version",
                "lakeroute.sync.startVersion", "1",
                "lakeroute.sync.fields", "name",
                "lakeroute.sync.filter", "name LIKE '%0\\% & _more_ + {x}' OR lead_id = 3",
                "lakeroute.sync.net", "false",
                "lakeroute.sync.beforeImage", "true",
                "lakeroute.sync.deletes", "ignore",
                "lakeroute.sync.fileName", "leads.jsonl"))) {
      assertThat(app.awaitRun())
          .containsEntry("key", "default/nightly/the leads")
          .containsEntry("state", "SUCCEEDED")
          .containsEntry("delivered", 1L)
          .containsEntry("ignored", 1L);
    }
    JsonNode row = rows(folder.resolve("files/leads.jsonl")).get(0);
    assertThat(row.fieldNames())
        .toIterable()
        .containsExactly(
            "lead_id",
            "name",
            "_record_id",
            "_change_type",
            "_commit_version",
            "_commit_timestamp",
            "_before");
    assertThat(row.path("name").asText()).isEqualTo("100% & 'more' + {x}");
  }

  @Tag("matrix")
  @Test
  void a_declared_primary_key_is_what_identifies_rows_without_keys() throws Exception {
    table("declared", "lead_id BIGINT NOT NULL PRIMARY KEY, name STRING");
    try (var app = start("declared", Map.of("lakeroute.sync.keys", ""))) {
      app.awaitRun();
      sql("UPDATE %s SET name = 'x' WHERE lead_id = 1", "declared");
      sql("UPDATE %s SET name = 'y' WHERE lead_id = 1", "declared");
      assertThat(app.runAgain()).containsEntry("delivered", 1L).containsEntry("ignored", 1L);
    }
  }

  /** As a user writes them, beside the packaged file; those that only wait need no table. */
  @Tag("matrix")
  @Test
  void several_syncs_are_entries_in_a_file_of_the_users_own_each_with_its_schedule()
      throws Exception {
    table("several", "");
    String entry =
        """
        - templatedRoute:
            routeTemplateRef: lakeroute-sync
            routeId: %1$s
            parameters:
              - {name: table, value: %2$s}
              - {name: stream, value: %1$s}
              - {name: keys, value: lead_id}
        """;
    String table = workspace.name("several");
    Path mine =
        Files.writeString(
            folder.resolve("mine.camel.yaml"),
            entry.formatted("early", table)
                + """
                      - {name: filter, value: lead_id < 2}
                      - {name: frequency, value: once}
                """
                + entry.formatted("late", table)
                + """
                      - {name: filter, value: lead_id >= 2}
                      - {name: frequency, value: once}
                """
                + entry.formatted("each-hour", "main.none.none")
                + entry.formatted("at-night", "main.none.none")
                + """
                      - {name: frequency, value: daily}
                      - {name: timeOfDay, value: "02:30"}
                      - {name: timezone, value: Europe/Berlin}
                """
                + entry.formatted("often", "main.none.none")
                + """
                      - {name: frequency, value: interval}
                      - {name: interval, value: 90s}
                """);
    Map<String, String> settings =
        Map.of(
            "lakeroute.sync.enabled",
            "false",
            "camel.main.routesIncludePattern",
            "classpath:change-sync.camel.yaml,file:" + mine);

    Instant before = Instant.now();
    try (var app = ImportApplication.startSync(workspace.access(), folder, "", settings)) {
      app.awaitRun();
      app.awaitRun();
      List<?> runs =
          app.camel()
              .createProducerTemplate()
              .requestBody("databricks:runs?connection=default", null, List.class);
      assertThat(runs)
          .extracting(
              run -> ((Map<?, ?>) run).get("key"), run -> ((Map<?, ?>) run).get("delivered"))
          .containsExactlyInAnyOrder(
              tuple("default/sync/early", 2L), tuple("default/sync/late", 3L));
      assertThat(files()).hasSize(2);

      Instant hour = due(app, "each-hour");
      assertThat(hour).isEqualTo(hour.truncatedTo(ChronoUnit.HOURS));
      assertThat(Duration.between(before, hour)).isPositive().isLessThan(Duration.ofMinutes(61));
      assertThat(due(app, "at-night").atZone(ZoneId.of("Europe/Berlin")).toLocalTime())
          .isEqualTo(LocalTime.of(2, 30));
      assertThat(Duration.between(before, due(app, "often")))
          .isPositive()
          .isLessThan(Duration.ofMinutes(3));
    }
  }

  @Test
  void says_which_setting_is_missing_or_wrong() {
    Map<String, String> without =
        ImportApplication.syncSettings(
            workspace.access(), folder, workspace.name("never"), Map.of());
    without.remove("lakeroute.sync.table");
    Throwable missing = catchThrowable(() -> Application.start(without).close());
    Throwable wrong =
        catchThrowable(() -> start("never", Map.of("lakeroute.sync.startVersion", "3")).close());

    assertThat(FailureReason.of(missing))
        .isEqualTo(
            "databricks:changes needs the table to sync, as in databricks:changes:main.crm.leads, or"
                + " as the property table of its Kamelet.");
    assertThat(FailureReason.of(wrong))
        .isEqualTo("The option startVersion needs bootstrap=version.");
  }

  /** When a stream is due next. */
  private static Instant due(ImportApplication app, String stream) throws Exception {
    var triggers =
        app.camel()
            .getComponent("quartz", QuartzComponent.class)
            .getScheduler()
            .getTriggersOfJob(new JobKey("default/sync/" + stream, "databricks-runs"));
    assertThat(triggers).as(stream).hasSize(1);
    return triggers.get(0).getNextFireTime().toInstant();
  }

  private ImportApplication start(String table, Map<String, String> more) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("lakeroute.sync.keys", "lead_id");
    all.putAll(more);
    return ImportApplication.startSync(workspace.access(), folder, workspace.name(table), all);
  }

  /** Five leads. */
  private void table(String name, String columns) {
    String properties = " TBLPROPERTIES (delta.enableChangeDataFeed = true)";
    String rows = "SELECT id AS lead_id, 'lead' AS name FROM range(5)";
    if (columns.isEmpty()) {
      sql("CREATE TABLE %s" + properties + " AS " + rows, name);
    } else {
      sql("CREATE TABLE %s (" + columns + ")" + properties, name);
      sql("INSERT INTO %s " + rows, name);
    }
  }

  private void sql(String statement, String table) {
    workspace.statements().run(statement.formatted(workspace.name(table)));
  }

  /** Those that can be seen. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("files"))) {
      return new ArrayList<>(
          files.filter(file -> !file.getFileName().toString().startsWith(".")).toList());
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return rows(file).stream()
        .map(
            row ->
                String.join(
                    " ",
                    row.path("lead_id").asText(),
                    row.path("name").asText(),
                    row.path("_change_type").asText()))
        .toList();
  }

  private static List<JsonNode> rows(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(Rest.JSON.readTree(line));
    }
    return rows;
  }
}
