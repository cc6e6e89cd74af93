// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The flow {@code snapshot-import.camel.yaml} as it is shipped, set up by properties alone. */
@ExtendWith(LocalWorkspaceExtension.class)
class SnapshotImportTest {

  private static final int LEADS = 9;

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  SnapshotImportTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    leads(workspace, "leads", LEADS);
  }

  @Test
  void writes_a_file_for_each_import_with_what_is_new_and_none_without_rows() throws Exception {
    leads(workspace, "files", 5);
    try (var app = start("files", Map.of("lakeroute.import.batchSize", "2"))) {
      app.awaitRun();
      List<Path> first = files();
      workspace
          .statements()
          .run("INSERT INTO %s %s".formatted(workspace.name("files"), rows(5, 2)));
      app.runAgain();
      List<Path> second = files();
      app.runAgain();

      assertThat(first).hasSize(1);
      assertThat(ids(first.get(0))).containsExactly(0L, 1L, 2L, 3L, 4L);
      assertThat(second).hasSize(2);
      second.remove(first.get(0));
      assertThat(ids(second.get(0))).containsExactly(5L, 6L);
      assertThat(files()).hasSize(2);
    }
  }

  @Tag("matrix")
  @Test
  void goes_on_with_the_same_file_after_a_start_in_the_middle_of_an_import() throws Exception {
    Map<String, String> settings =
        Map.of(
            "lakeroute.import.batchSize", "2",
            "lakeroute.import.redeliveries", "0",
            "lakeroute.import.sink", "direct:breaking",
            "camel.main.routesIncludePattern",
                "classpath:snapshot-import.camel.yaml,file:" + mine());
    Files.writeString(
        mine(),
        """
        - route:
            from:
              uri: direct:breaking
              steps:
                - to: direct:import-files
                - choice:
                    when:
                      - simple: "${header.CamelDatabricksBatchOffset} == 2"
                        steps:
                          - throwException:
                              exceptionType: java.lang.IllegalStateException
                              message: the disk is full
        """);
    try (var app = start("leads", settings)) {
      assertThat(app.awaitRun()).containsEntry("state", "FAILED").containsEntry("delivered", 2L);
      assertThat(files()).isEmpty();
    }
    try (var app =
        start(
            "leads",
            Map.of(
                "lakeroute.import.batchSize", "2",
                "lakeroute.import.frequency", "interval",
                "lakeroute.import.interval", "1s"))) {
      assertThat(app.awaitRun()).containsEntry("state", "SUCCEEDED").containsEntry("delivered", 7L);
    }
    assertThat(files()).hasSize(1);
    assertThat(ids(files().get(0))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Tag("matrix")
  @Test
  void tries_a_sink_again_that_fails_for_a_moment() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (var app =
        start(
            "leads",
            Map.of(
                "lakeroute.import.sink", "seda:mine?waitForTaskToComplete=Always",
                "lakeroute.import.frequency", "interval",
                "lakeroute.import.interval", "1s"))) {
      app.camel()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from("seda:mine")
                      .errorHandler(noErrorHandler())
                      .process(
                          exchange -> {
                            if (calls.incrementAndGet() < 3) {
                              throw new IllegalStateException("not yet");
                            }
                          });
                }
              });

      assertThat(app.awaitRun()).containsEntry("state", "SUCCEEDED").containsEntry("delivered", 9L);
    }
    assertThat(calls.get()).isGreaterThanOrEqualTo(3);
  }

  @Tag("matrix")
  @Test
  void takes_every_option_from_its_properties_as_it_was_written() throws Exception {
    view(
        "options",
        "SELECT * FROM %s UNION ALL SELECT * FROM VALUES"
            + " (98L, '100%% & \\'more\\' + {x}', CAST(1 AS DECIMAL(10,2)), TIMESTAMP'2026-01-02T00:00:00Z'),"
            + " (99L, 'none', CAST(1 AS DECIMAL(10,2)), CAST(NULL AS TIMESTAMP))");
    try (var app =
        start(
            "options",
            Map.of(
                "lakeroute.import.flow", "nightly",
                "lakeroute.import.stream", "the leads",
                "lakeroute.import.since", "2026-01-01 00:00:03",
                "lakeroute.import.recordTimestampColumn", "updated_at",
                "lakeroute.import.fields", "name",
                "lakeroute.import.filter", "name LIKE '%0\\% & _more_ + {x}' OR lead_id % 2 = 1",
                "lakeroute.import.nullTimestamps", "ignore",
                "lakeroute.import.audit", "true",
                "lakeroute.import.batchSize", "3",
                "lakeroute.import.fileName", "leads.jsonl"))) {
      Map<String, Object> run = app.awaitRun();

      assertThat(run)
          .containsEntry("key", "default/nightly/the leads")
          .containsEntry("state", "SUCCEEDED")
          .containsEntry("delivered", 3L)
          .containsEntry("filtered", 3L);
    }
    JsonNode row = rows(folder.resolve("files/leads.jsonl")).get(2);
    assertThat(row.fieldNames())
        .toIterable()
        .containsExactly("lead_id", "name", "updated_at", "_record_id", "_record_timestamp");
    assertThat(row.path("name").asText()).isEqualTo("100% & 'more' + {x}");
  }

  @Test
  void maps_rows_to_records_and_sends_what_does_not_fit_to_the_reject_channel() throws Exception {
    view(
        "mapped",
        "SELECT lead_id, if(lead_id = 2, name, CAST(lead_id * 10 AS STRING)) AS name, score, updated_at"
            + " FROM %s WHERE lead_id < 5");
    Path mapping =
        Files.writeString(
            folder.resolve("leads.mapping.yaml"),
            """
            identifier: {column: lead_id, type: string}
            attributes:
              rank: {column: name, type: integer}
              origin: {constant: databricks}
            """);
    Path rejects = folder.resolve("rejects");
    try (var app =
        start(
            "mapped",
            Map.of(
                "lakeroute.import.mapping",
                "file:" + mapping,
                "lakeroute.import.rejects",
                "file:" + rejects + "?fileExist=Append&fileName=${header.CamelDatabricksTable}",
                "lakeroute.import.batchSize",
                "2",
                "lakeroute.import.audit",
                "true"))) {
      assertThat(app.awaitRun())
          .containsEntry("state", "SUCCEEDED")
          .containsEntry("rowsRead", 5L)
          .containsEntry("delivered", 4L)
          .containsEntry("rejected", 1L);
    }
    List<JsonNode> records = rows(files().get(0));
    List<JsonNode> refused = rows(rejects.resolve(workspace.name("mapped")));

    assertThat(records)
        .extracting(record -> record.path("identifier").asText())
        .containsExactly("0", "1", "3", "4");
    assertThat(records.get(3).path("attributes"))
        .hasToString("{\"rank\":40,\"origin\":\"databricks\"}");
    assertThat(records.get(3).path("_record_id").asText()).hasSize(64);
    assertThat(refused)
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.at("/row/name").asText()).isEqualTo("lead 2");
              assertThat(reject.path("field").asText()).isEqualTo("attributes.rank");
            });
  }

  @Test
  void says_which_setting_is_missing_or_wrong() {
    Map<String, String> without =
        ImportApplication.settings(workspace.access(), folder, workspace.name("never"), Map.of());
    without.remove("lakeroute.import.table");
    Throwable missing = catchThrowable(() -> Application.start(without).close());
    Throwable wrong =
        catchThrowable(
            () -> start("never", Map.of("lakeroute.import.timezone", "Mars/Olympus")).close());

    assertThat(FailureReason.of(missing))
        .isEqualTo(
            "databricks:snapshot needs the table or view to import, as in"
                + " databricks:snapshot:main.crm.leads, or as the property table of its Kamelet.");
    assertThat(FailureReason.of(wrong))
        .isEqualTo("The schedule is not right: Unknown time-zone ID: Mars/Olympus.");
  }

  private Path mine() {
    return folder.resolve("mine.camel.yaml");
  }

  private ImportApplication start(String table, Map<String, String> more) throws Exception {
    Map<String, String> all = new java.util.HashMap<>();
    all.put("lakeroute.import.timestampColumn", "updated_at");
    all.put("lakeroute.import.keys", "lead_id");
    all.putAll(more);
    return ImportApplication.start(workspace.access(), folder, workspace.name(table), all);
  }

  private static void leads(LocalWorkspace workspace, String table, int rows) {
    workspace
        .statements()
        .run("CREATE TABLE %s AS %s".formatted(workspace.name(table), rows(0, rows)));
  }

  private static String rows(int first, int rows) {
    return """
        SELECT id AS lead_id, concat('lead ', id) AS name, CAST(id AS DECIMAL(10,2)) AS score,
          TIMESTAMP'2026-01-01T00:00:00Z' + make_interval(0, 0, 0, 0, 0, 0, id) AS updated_at
        FROM range(%d, %d)
        """
        .formatted(first, first + rows);
  }

  /** A view of all leads, changed for one test. */
  private void view(String name, String select) {
    workspace
        .statements()
        .run(
            "CREATE VIEW %s AS %s"
                .formatted(workspace.name(name), select.formatted(workspace.name("leads"))));
  }

  /** Those that can be seen. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("files"))) {
      return new ArrayList<>(
          files.filter(file -> !file.getFileName().toString().startsWith(".")).toList());
    }
  }

  private static List<Long> ids(Path file) throws IOException {
    return rows(file).stream().map(row -> row.path("lead_id").asLong()).toList();
  }

  private static List<JsonNode> rows(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(Rest.JSON.readTree(line));
    }
    return rows;
  }
}
