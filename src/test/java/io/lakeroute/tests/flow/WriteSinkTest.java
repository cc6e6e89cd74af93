package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code databricks-write-sink} at the end of a user's own routes, whatever their source is. */
@ExtendWith(LocalWorkspaceExtension.class)
class WriteSinkTest {
  private final LocalWorkspace workspace;

  WriteSinkTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  /** The result of a query goes back to the tenant's own catalog and never lies in memory whole. */
  @Test
  void the_result_of_a_query_is_written_back_in_batches() {
    String source = table("orders", "customer INT, amount DECIMAL(10,2), at TIMESTAMP");
    workspace
        .statements()
        .run(
            "INSERT INTO "
                + source
                + " SELECT id % 40, CAST(id AS DECIMAL(10,2)) / 100, timestamp_micros(1700000000000001 + id) FROM range(400)");
    String target = table("totals", "customer INT, total DECIMAL(20,2), latest TIMESTAMP");
    try (var routes =
        start(
            """
            - from:
                uri: direct:totals
                steps:
                  - to:
                      uri: databricks:query
                      parameters:
                        sql: SELECT customer, sum(amount) AS total, max(at) AS latest FROM %s GROUP BY customer
                        outputType: batches
                        batchSize: 7
                  - to:
                      uri: kamelet:databricks-write-sink
                      parameters:
                        table: "%s"
                        mode: replace
                        batchSize: 15
            """
                .formatted(source, target))) {
      Exchange exchange = routes.send("direct:totals", null, Map.of());

      assertThat(exchange.getException()).isNull();
    }
    String compared = "SELECT customer, sum(amount), max(at) FROM " + source + " GROUP BY customer";
    assertThat(value("SELECT count(*) FROM " + target)).isEqualTo("40");
    assertThat(
            value(
                "SELECT count(*) FROM (SELECT * FROM " + target + " EXCEPT ALL " + compared + ")"))
        .isEqualTo("0");
  }

  /** The error handler of the caller's route delivers again what the sink gave up. */
  @Test
  void a_redelivered_message_is_written_once() {
    String table = table("redelivered", "id INT, name STRING, _run_id STRING, _run_row BIGINT");
    try (var routes =
        start(
            """
            - route:
                errorHandler:
                  defaultErrorHandler:
                    redeliveryPolicy:
                      maximumRedeliveries: "3"
                      redeliveryDelay: "10"
                from:
                  uri: direct:rows
                  steps:
                    - split:
                        tokenize: "\\n"
                        streaming: true
                        steps:
                          - setHeader:
                              name: CamelDatabricksRunId
                              constant: night-1
                          - setHeader:
                              name: CamelDatabricksBatchIndex
                              simple: "${exchangeProperty.CamelSplitIndex}"
                          - to: kamelet:databricks-write-sink?table=%s
            """
                .formatted(table))) {
      workspace.knobs().add(Fault.on("POST /api/2.0/sql/statements", 503).afterTheEffect());
      workspace.knobs().add(Fault.on("POST /api/2.0/sql/statements", 503).times(7));
      Exchange first = routes.send("direct:rows", "{\"id\": 1}\n{\"id\": 2}", Map.of());
      Exchange again = routes.send("direct:rows", "{\"id\": 1}\n{\"id\": 2}", Map.of());

      assertThat(first.getException()).isNull();
      assertThat(again.getException()).isNull();
    }
    assertThat(ids(table)).isEqualTo("1 2");
  }

  @Test
  void what_a_timer_makes_is_appended() {
    String table = table("ticks", "id INT, name STRING, _run_id STRING, _run_row BIGINT");
    try (var routes =
        start(
            """
            - route:
                from:
                  uri: timer:ticks?repeatCount=3&period=100&includeMetadata=true
                  steps:
                    - setBody:
                        simple: '{"id": ${exchangeProperty.CamelTimerCounter}, "name": "tick"}'
                    - to: kamelet:databricks-write-sink?table=%s
            """
                .formatted(table))) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> value("SELECT count(*) FROM " + table).equals("3"));
      assertThat(routes.camel().getStatus().isStarted()).isTrue();
    }
    assertThat(ids(table)).isEqualTo("1 2 3");
  }

  /** A file is one run: read again after a failure, it changes nothing. */
  @Test
  void the_rows_of_files_are_merged_by_key(@TempDir Path folder) throws IOException {
    String table = table("leads", "id INT, name STRING");
    Files.writeString(folder.resolve("a.jsonl"), "{\"id\":1,\"name\":\"Ada\"}\n{\"id\":2}\n");
    try (var routes =
        start(
            """
            - route:
                from:
                  uri: file:%s
                  parameters:
                    include: .*[.]jsonl
                    initialDelay: 0
                    delay: 200
                  steps:
                    - to:
                        uri: kamelet:databricks-write-sink
                        parameters:
                          table: "%s"
                          mode: merge
                          keys: id
            """
                .formatted(folder, table))) {
      awaitDone(folder, "a.jsonl");
      assertThat(ids(table)).isEqualTo("1 2");

      Files.writeString(folder.resolve("b.jsonl"), "[{\"id\":2,\"name\":\"Grace\"},{\"id\":3}]");
      awaitDone(folder, "b.jsonl");
      assertThat(routes.camel().getStatus().isStarted()).isTrue();
    }
    assertThat(ids(table)).isEqualTo("1 2 3");
    assertThat(value("SELECT name FROM " + table + " WHERE id = 2")).isEqualTo("Grace");
  }

  private static void awaitDone(Path folder, String file) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> Files.exists(folder.resolve(".camel").resolve(file)));
  }

  @Test
  void a_connection_that_does_not_allow_it_is_refused_when_the_route_starts() {
    assertThat(
            catchThrowable(
                () ->
                    UserRoutes.start(
                            workspace.access(),
                            """
                            - from:
                                uri: direct:never
                                steps:
                                  - to: kamelet:databricks-write-sink?table=main.crm.leads
                            """)
                        .close()))
        .rootCause()
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessage(
            "databricks:write changes the workspace, and connection 'default' does not allow that. Set"
                + " databricks.connections.default.writeBack=true if it should.");
  }

  private UserRoutes start(String yaml) {
    return UserRoutes.start(
        workspace.access(), Map.of("databricks.connections.default.writeBack", "true"), yaml);
  }

  private String table(String name, String columns) {
    String table = workspace.name(name);
    workspace.statements().run("CREATE TABLE " + table + " (" + columns + ")");
    return table;
  }

  private String ids(String table) {
    return value(
        "SELECT array_join(transform(array_sort(collect_list(id)), i -> CAST(i AS STRING)), ' ') FROM "
            + table);
  }

  private String value(String sql) {
    List<List<String>> rows = workspace.statements().run(sql);
    return rows.get(0).get(0);
  }
}
