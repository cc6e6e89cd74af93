// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.IdempotentService;
import io.lakeroute.tests.application.ImportApplication;
import io.lakeroute.tests.application.KafkaBroker;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sinks of {@code routes/examples/imports}, unmodified, each behind the import flow and in
 * front of a real server; and behind a source that is no import at all.
 */
@ExtendWith(LocalWorkspaceExtension.class)
class ImportSinksTest {

  private static final Path EXAMPLES = Path.of("../../routes/examples/imports").toAbsolutePath();

  /** Seven rows, among them what quoting and time zones get wrong. */
  private static final String LEADS =
      """
      SELECT * FROM VALUES
        (1L, 'Ada "the first"', CAST(1.10 AS DECIMAL(10,2)), TIMESTAMP'2026-03-29T00:59:59.123456Z'),
        (2L, 'two\\nlines', NULL, TIMESTAMP'2026-03-29T01:30:00Z'),
        (3L, NULL, CAST(-0.01 AS DECIMAL(10,2)), TIMESTAMP'2026-03-29T01:30:00Z'),
        (4L, '', CAST(4 AS DECIMAL(10,2)), NULL),
        (5L, 'Zoë', CAST(5 AS DECIMAL(10,2)), TIMESTAMP'2026-03-29T02:00:00Z'),
        (6L, 'six', CAST(99999999.99 AS DECIMAL(10,2)), TIMESTAMP'2026-03-29T02:00:00Z'),
        (7L, 'seven', CAST(7 AS DECIMAL(10,2)), TIMESTAMP'2026-03-29T02:00:01Z')
        AS leads(lead_id, name, score, updated_at)
      """;

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  ImportSinksTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    workspace.statements().run("CREATE TABLE " + workspace.name("leads") + " AS " + LEADS);
  }

  @Tag("matrix")
  @Test
  void kafka_gets_a_record_with_the_rows_id_as_its_key_for_each_row() throws Exception {
    try (KafkaBroker kafka = KafkaBroker.start(folder)) {
      try (var app = start("kafka", Map.of("leads.kafka.brokers", kafka.address()))) {
        assertThat(app.awaitRun()).containsEntry("delivered", 7L);
      }
      List<ConsumerRecord<String, String>> records = kafka.records("leads", 7);

      assertThat(records).hasSize(7);
      List<Long> ids = new ArrayList<>();
      for (ConsumerRecord<String, String> record : records) {
        JsonNode row = Rest.JSON.readTree(record.value());
        assertThat(record.key()).isEqualTo(row.path("_record_id").asText()).hasSize(64);
        ids.add(row.path("lead_id").asLong());
      }
      assertThat(ids).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 4L);
      assertThat(Rest.JSON.readTree(records.get(1).value()).path("name").asText())
          .isEqualTo("two\nlines");
    }
  }

  @Tag("matrix")
  @Test
  void postgresql_has_each_row_once_however_often_it_comes() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement database = connection.createStatement()) {
      database.execute(createTable());
      Map<String, String> settings =
          Map.of(
              "leads.database.url", postgres.getJdbcUrl("postgres", "postgres"),
              "leads.database.username", "postgres",
              "leads.database.password", "postgres");
      String first;
      try (var app = start("postgresql", settings)) {
        assertThat(app.awaitRun()).containsEntry("delivered", 7L);
        first = rows(database);
        assertThat(app.runAnew()).containsEntry("delivered", 7L);
      }

      assertThat(first)
          .isEqualTo(
              """
              1|Ada "the first"|1.10|2026-03-29 00:59:59.123456
              2|two
              lines|null|2026-03-29 01:30:00
              3|null|-0.01|2026-03-29 01:30:00
              4||4.00|null
              5|Zoë|5.00|2026-03-29 02:00:00
              6|six|99999999.99|2026-03-29 02:00:00
              7|seven|7.00|2026-03-29 02:00:01
              """);
      assertThat(rows(database)).isEqualTo(first);
    }
  }

  @Tag("matrix")
  @Test
  void http_gets_each_batch_once_though_a_reply_is_lost_and_the_import_comes_again()
      throws Exception {
    try (IdempotentService service = new IdempotentService()) {
      service.loseReplies(1);
      Map<String, String> settings =
          Map.of("leads.http.url", service.url(), "leads.http.token", service.token());
      try (var app = start("http", settings)) {
        assertThat(app.awaitRun())
            .containsEntry("state", "SUCCEEDED")
            .containsEntry("delivered", 7L);
        assertThat(service.refusals()).isEqualTo(1);
        assertThat(app.runAnew())
            .containsEntry("state", "SUCCEEDED")
            .containsEntry("delivered", 7L);
      }

      assertThat(service.refusals()).isEqualTo(1 + 3);
      assertThat(service.lines()).hasSize(7);
      assertThat(
              service.lines().stream()
                  .map(line -> Rest.JSON.convertValue(json(line).get("lead_id"), Long.class)))
          .containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 4L);
    }
  }

  /** The sink stays as it is under any source. */
  @Test
  void a_sink_takes_rows_from_a_query_as_well() throws Exception {
    try (IdempotentService service = new IdempotentService();
        UserRoutes routes =
            UserRoutes.start(
                workspace.access(),
                Map.of("leads.http.url", service.url(), "leads.http.token", service.token()),
                Files.readString(EXAMPLES.resolve("http.camel.yaml"))
                    + """
                    - route:
                        from:
                          uri: direct:other
                          steps:
                            - to:
                                uri: databricks:query
                                parameters:
                                  sql: SELECT lead_id FROM %s WHERE score > 4 ORDER BY 1
                                  outputType: batches
                                  batchSize: 2
                            - split:
                                simple: "${body}"
                                streaming: true
                                steps:
                                  - setHeader:
                                      name: CamelDatabricksBatchRows
                                      simple: "${body.size}"
                                  - to: direct:leads-to-http
                    """
                        .formatted(workspace.name("leads")))) {
      routes.send("direct:other", null, Map.of());

      assertThat(service.lines())
          .containsExactly("{\"lead_id\":5}", "{\"lead_id\":6}", "{\"lead_id\":7}");
    }
  }

  /** The source stays as it is in front of any sink: a user's own YAML around the Kamelet. */
  @Test
  void the_kamelet_imports_into_a_route_of_the_users_own() {
    try (UserRoutes routes =
        UserRoutes.start(
            workspace.access(),
            Map.of("databricks.store.directory", folder.resolve("own").toString()),
            """
            - route:
                from:
                  uri: kamelet:databricks-snapshot-source
                  parameters:
                    table: %s
                    timestampColumn: updated_at
                    keys: lead_id
                    frequency: once
                    fields: lead_id
                    filter: score > 6
                  steps:
                    - to: seda:mine?waitForTaskToComplete=Never
            """
                .formatted(workspace.name("leads")))) {

      assertThat(routes.receive("seda:mine").lines().map(line -> json(line).get("lead_id").asInt()))
          .containsExactly(6, 7);
    }
  }

  /** The flow with one of the examples as its sink, as docs/imports.md sets it up. */
  private ImportApplication start(String example, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:snapshot-import.camel.yaml,file:" + EXAMPLES.resolve(example + ".camel.yaml"));
    settings.put("lakeroute.import.sink", "direct:leads-to-" + example);
    settings.put("lakeroute.import.timestampColumn", "updated_at");
    settings.put("lakeroute.import.keys", "lead_id");
    settings.put("lakeroute.import.batchSize", "3");
    settings.putAll(more);
    return ImportApplication.start(workspace.access(), folder, workspace.name("leads"), settings);
  }

  /** The statement that the example gives in its comment. */
  private static String createTable() throws Exception {
    return Files.readAllLines(EXAMPLES.resolve("postgresql.camel.yaml")).stream()
        .filter(line -> line.contains("CREATE TABLE"))
        .map(line -> line.substring(line.indexOf("CREATE")))
        .collect(Collectors.joining());
  }

  private static String rows(Statement database) throws SQLException {
    StringBuilder rows = new StringBuilder();
    try (ResultSet result =
        database.executeQuery(
            "SELECT lead_id, name, score, updated_at AT TIME ZONE 'UTC' FROM leads ORDER BY"
                + " lead_id")) {
      while (result.next()) {
        rows.append(result.getString(1));
        for (int i = 2; i <= 4; i++) {
          rows.append('|').append(result.getString(i));
        }
        rows.append('\n');
      }
    }
    return rows.toString();
  }

  private static JsonNode json(String line) {
    try {
      return Rest.JSON.readTree(line);
    } catch (Exception e) {
      throw new AssertionError(line, e);
    }
  }
}
