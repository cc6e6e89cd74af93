// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The targets of {@code routes/examples/syncs}, unmodified, each behind the sync flow and in front
 * of a real server; and behind a source that is no sync at all.
 */
@ExtendWith(LocalWorkspaceExtension.class)
class SyncSinksTest {

  private static final Path EXAMPLES = Path.of("../../routes/examples/syncs").toAbsolutePath();

  private static final String LEADS =
      """
      (1L, 'Ada "the first"', CAST(1.10 AS DECIMAL(10,2)), TIMESTAMP'2026-03-29T00:59:59.123456Z'),
      (2L, 'two', NULL, TIMESTAMP'2026-03-29T01:30:00Z'),
      (3L, NULL, CAST(-0.01 AS DECIMAL(10,2)), NULL),
      (4L, '', CAST(4 AS DECIMAL(10,2)), TIMESTAMP'2026-03-29T02:00:00Z')
      """;

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  SyncSinksTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  /** Every change of a row comes in its order, also of one that goes and comes in one batch. */
  @Tag("matrix")
  @Test
  void postgresql_is_what_the_table_is_after_each_run_deletes_included() throws Exception {
    leads("database", LEADS);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement database = connection.createStatement()) {
      database.execute(createTable("postgresql"));
      try (var app = start("postgresql", "leads", "database", postgres, Map.of("net", "false"))) {
        assertThat(app.awaitRun()).containsEntry("delivered", 4L);
        assertThat(rows(database))
            .containsExactly(
                "1|Ada \"the first\"|1.10|2026-03-29 00:59:59.123456",
                "2|two|null|2026-03-29 01:30:00",
                "3|null|-0.01|null",
                "4||4.00|2026-03-29 02:00:00");

        sql("DELETE FROM %s WHERE lead_id IN (1, 2)", "database");
        sql("INSERT INTO %s VALUES (1L, 'back', 7, NULL), (5L, 'new', 5, NULL)", "database");
        sql("UPDATE %s SET name = concat(name, '!') WHERE lead_id IN (4, 5)", "database");
        sql("DELETE FROM %s WHERE lead_id = 5", "database");
        assertThat(app.runAgain()).containsEntry("delivered", 7L);
        assertThat(rows(database))
            .containsExactly(
                "1|back|7.00|null", "3|null|-0.01|null", "4|!|4.00|2026-03-29 02:00:00");
      }
    }
  }

  /** What was deleted meanwhile is not known: the target deletes what the whole table lacks. */
  @Tag("matrix")
  @Test
  void postgresql_is_what_the_table_is_when_its_changes_could_not_be_read() throws Exception {
    leads("replaced", LEADS);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement database = connection.createStatement()) {
      database.execute(createTable("postgresql"));
      try (var app =
          start("postgresql", "leads", "replaced", postgres, Map.of("onGap", "bridge"))) {
        app.awaitRun();
        database.execute("INSERT INTO leads (lead_id, name) VALUES (9, 'of another source')");
        sql("DROP TABLE %s", "replaced");
        leads("replaced", "(2L, 'again', NULL, NULL), (6L, 'six', NULL, NULL)");

        assertThat(app.runAgain().get("details")).extracting("gap.deletesKnown").isEqualTo(false);
        List<String> left =
            List.of("2|again|null|null", "6|six|null|null", "9|of another source|null|null");
        assertThat(rows(database)).isEqualTo(left);

        assertThat(app.runAgain()).containsEntry("delivered", 0L);
        assertThat(app.runAnew()).containsEntry("delivered", 2L);
        assertThat(rows(database)).isEqualTo(left);
      }
    }
  }

  @Tag("matrix")
  @Test
  void kafka_gets_records_with_the_rows_key_and_tombstones_of_deletes() throws Exception {
    leads("topic", LEADS);
    try (KafkaBroker kafka = KafkaBroker.start(folder)) {
      try (var app =
          start(
              "kafka",
              "leads",
              "topic",
              Map.of("leads.kafka.brokers", kafka.address(), "lakeroute.sync.net", "false"))) {
        app.awaitRun();
        sql("DELETE FROM %s WHERE lead_id IN (1, 2)", "topic");
        sql("INSERT INTO %s VALUES (1L, 'back', 7, NULL)", "topic");
        assertThat(app.runAgain()).containsEntry("delivered", 3L);
      }
      List<ConsumerRecord<String, String>> records = kafka.records("leads", 7);

      assertThat(records)
          .extracting(
              ConsumerRecord::key,
              record -> record.value() == null ? null : json(record.value()).path("name").asText())
          .containsExactly(
              tuple("1", "Ada \"the first\""),
              tuple("2", "two"),
              tuple("3", "null"),
              tuple("4", ""),
              tuple("1", null),
              tuple("2", null),
              tuple("1", "back"));
    }
  }

  @Tag("matrix")
  @Test
  void http_gets_each_batch_of_changes_once_though_a_reply_is_lost() throws Exception {
    leads("posted", LEADS);
    try (IdempotentService service = new IdempotentService()) {
      service.loseReplies(1);
      Map<String, String> settings =
          Map.of(
              "leads.http.url", service.url(),
              "leads.http.token", service.token(),
              "lakeroute.sync.batchSize", "3");
      try (var app = start("http", "leads", "posted", settings)) {
        assertThat(app.awaitRun()).containsEntry("delivered", 4L);
        assertThat(service.refusals()).isEqualTo(1);
        sql("DELETE FROM %s WHERE lead_id = 1", "posted");
        assertThat(app.runAgain()).containsEntry("delivered", 1L);
        assertThat(app.runAgain()).containsEntry("delivered", 0L);
      }

      assertThat(service.lines())
          .extracting(
              line -> json(line).path("lead_id").asInt(),
              line -> json(line).path("_change_type").asText())
          .containsExactly(
              tuple(1, "insert"),
              tuple(2, "insert"),
              tuple(3, "insert"),
              tuple(4, "insert"),
              tuple(1, "delete"));
    }
  }

  /** With a mapping, the files that are the default, and people by their identifier. */
  @Tag("matrix")
  @Test
  void people_arrive_change_and_leave_by_their_identifier() throws Exception {
    sql(
        "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT * FROM VALUES"
            + " (1L, 'ada@b.c', '+491701234567', 'DE', '25-34', TIMESTAMP'2026-01-02T03:04:05Z'),"
            + " (2L, 'bob@b.c', NULL, 'FR', NULL, TIMESTAMP'2026-01-02T03:04:06Z'),"
            + " (3L, 'cy@b.c', NULL, 'Italy', NULL, TIMESTAMP'2026-01-02T03:04:07Z')"
            + " AS t(id, mail, phone, country, age, registered_at)",
        "people");
    Path rejects = folder.resolve("rejects");
    Map<String, String> settings = new HashMap<>();
    settings.put("keys", "id");
    settings.put("beforeImage", "true");
    settings.put("mapping", "file:" + EXAMPLES.resolve("people.mapping.yaml"));
    settings.put("rejects", "file:" + rejects + "?fileExist=Append&fileName=people");
    settings.put("maxRejects", "1");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement database = connection.createStatement()) {
      database.execute(createTable("people"));
      try (var app = start("people", "people", "people", postgres, settings)) {
        assertThat(app.awaitRun()).containsEntry("delivered", 2L).containsEntry("rejected", 1L);
        assertThat(people(database))
            .containsExactly(
                "ada@b.c|{\"country\": \"DE\", \"age_band\": \"25-34\", \"phone_number\": \"+491701234567\"}"
                    + "|[{\"type\": \"registered\", \"timestamp\": \"2026-01-02T03:04:05Z\"}]",
                "bob@b.c|{\"country\": \"FR\", \"age_band\": null, \"phone_number\": null}"
                    + "|[{\"type\": \"registered\", \"timestamp\": \"2026-01-02T03:04:06Z\"}]");

        sql("UPDATE %s SET mail = 'lady@b.c' WHERE id = 1", "people");
        sql("DELETE FROM %s WHERE id = 2", "people");
        Map<String, Object> changes = app.runAgain();
        assertThat(changes).containsEntry("delivered", 2L).containsEntry("rejected", 0L);
        assertThat(changes.get("details"))
            .isEqualTo(Map.of("inserted", 0, "updated", 1, "deleted", 1, "records", 3));
        assertThat(people(database)).singleElement().asString().startsWith("lady@b.c|");

        sql("UPDATE %s SET country = 'Germany', phone = '0170'", "people");
        assertThat(app.runAgain())
            .containsEntry("state", "FAILED")
            .containsEntry("reason", "INVALID")
            .containsEntry("delivered", 0L);
        assertThat(people(database)).singleElement().asString().startsWith("lady@b.c|");
      }
    }
    List<String> refused = Files.readAllLines(rejects.resolve("people"));
    assertThat(refused)
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).doesNotContain("@b.c").doesNotContain("0170"));
    assertThat(json(refused.get(0)).path("problem").asText())
        .isEqualTo("is a text in column country that is no ISO 3166-1 alpha-2 country code");
    assertThat(json(refused.get(0)).at("/record/identifier").asText()).isEqualTo("***");
  }

  /** The target stays as it is under any source. */
  @Test
  void a_target_takes_changes_from_a_query_as_well() throws Exception {
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
                                  sql: SELECT * FROM VALUES (1L, 'insert'), (2L, 'delete') AS t(lead_id, _change_type)
                            - setHeader:
                                name: CamelDatabricksBatchRows
                                simple: "${body.size}"
                            - to: direct:lead-changes-to-http
                    """)) {
      routes.send("direct:other", null, Map.of());

      assertThat(service.lines())
          .containsExactly(
              "{\"lead_id\":1,\"_change_type\":\"insert\"}",
              "{\"lead_id\":2,\"_change_type\":\"delete\"}");
    }
  }

  /** The source stays as it is in front of any target: a user's own YAML around the Kamelet. */
  @Tag("matrix")
  @Test
  void the_kamelet_delivers_changes_to_a_route_of_the_users_own() {
    leads("own", LEADS);
    sql("DELETE FROM %s WHERE lead_id = 2", "own");
    try (UserRoutes routes =
        UserRoutes.start(
            workspace.access(),
            Map.of("databricks.store.directory", folder.resolve("own").toString()),
            """
            - route:
                from:
                  uri: kamelet:databricks-changes-source
                  parameters:
                    table: %s
                    keys: lead_id
                    bootstrap: version
                    startVersion: 1
                    frequency: once
                    fields: name
                  steps:
                    - to: seda:mine?waitForTaskToComplete=Never
            """
                .formatted(workspace.name("own")))) {

      JsonNode row = json(routes.receive("seda:mine"));
      assertThat(row.path("lead_id").asInt()).isEqualTo(2);
      assertThat(row.path("name").asText()).isEqualTo("two");
      assertThat(row.path("_change_type").asText()).isEqualTo("delete");
    }
  }

  private void leads(String table, String rows) {
    sql(
        "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT lead_id, name,"
            + " CAST(score AS DECIMAL(10,2)) AS score, CAST(updated_at AS TIMESTAMP) AS updated_at"
            + " FROM VALUES "
            + rows
            + " AS leads(lead_id, name, score, updated_at)",
        table);
  }

  private void sql(String statement, String table) {
    workspace.statements().run(statement.formatted(workspace.name(table)));
  }

  private ImportApplication start(
      String example,
      String prefix,
      String table,
      EmbeddedPostgres postgres,
      Map<String, String> more)
      throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put(prefix + ".database.url", postgres.getJdbcUrl("postgres", "postgres"));
    settings.put(prefix + ".database.username", "postgres");
    settings.put(prefix + ".database.password", "postgres");
    more.forEach((name, value) -> settings.put("lakeroute.sync." + name, value));
    return start(example, prefix, table, settings);
  }

  /** The flow with one of the examples as its sink. */
  private ImportApplication start(
      String example, String prefix, String table, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:change-sync.camel.yaml,file:" + EXAMPLES.resolve(example + ".camel.yaml"));
    settings.put(
        "lakeroute.sync.sink",
        prefix.equals("people")
            ? "direct:people-to-postgresql"
            : "direct:lead-changes-to-" + example);
    settings.put("lakeroute.sync.keys", "lead_id");
    settings.put("lakeroute.sync.redeliveries", "1");
    settings.putAll(more);
    return ImportApplication.startSync(workspace.access(), folder, workspace.name(table), settings);
  }

  /** The statement that the example gives in its comment. */
  private static String createTable(String example) throws Exception {
    return Files.readAllLines(EXAMPLES.resolve(example + ".camel.yaml")).stream()
        .filter(line -> line.contains("CREATE TABLE"))
        .map(line -> line.substring(line.indexOf("CREATE")))
        .collect(Collectors.joining());
  }

  private static List<String> rows(Statement database) throws SQLException {
    return lines(
        database,
        "SELECT lead_id, name, score, updated_at AT TIME ZONE 'UTC' FROM leads ORDER BY lead_id");
  }

  private static List<String> people(Statement database) throws SQLException {
    return lines(database, "SELECT identifier, attributes, events FROM people ORDER BY identifier");
  }

  private static List<String> lines(Statement database, String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (ResultSet result = database.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(result.getString(i));
        }
        lines.add(values.stream().map(String::valueOf).collect(Collectors.joining("|")));
      }
    }
    return lines;
  }

  private static JsonNode json(String line) {
    try {
      return Rest.JSON.readTree(line);
    } catch (Exception e) {
      throw new AssertionError(line, e);
    }
  }
}
