// SPDX-License-Identifier: Apache-2.0
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code databricks-write-sink} at the end of a user's own routes, whatever their source is. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteSinkTest {
  private static final String STATEMENTS = "POST /api/2.0/sql/statements";

  private final LocalWorkspace workspace;

  /** Where several tests write, each with ids of its own. */
  private final String table;

  private final String orders;
  private final String totals;
  private UserRoutes routes;

  @TempDir static Path folder;

  WriteSinkTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.table = workspace.name("written");
    this.orders = workspace.name("orders");
    this.totals = workspace.name("totals");
  }

  @BeforeAll
  void start() {
    run("CREATE TABLE " + table + " (id INT, name STRING, _run_id STRING, _run_row BIGINT)");
    run(
        "CREATE TABLE %s AS SELECT CAST(id %% 20 AS INT) AS customer, CAST(id AS DECIMAL(10,2)) / 100 AS amount, timestamp_micros(1700000000000001 + id) AS at FROM range(200)"
            .formatted(orders));
    run("CREATE TABLE " + totals + " (customer INT, total DECIMAL(20,2), latest TIMESTAMP)");
    routes =
        UserRoutes.start(
            workspace.access(),
            Map.of("databricks.connections.default.writeBack", "true"),
            """
            - from:
                uri: direct:totals
                steps:
                  - to:
                      uri: databricks:query
                      parameters:
                        sql: SELECT customer, sum(amount) AS total, max(at) AS latest FROM {orders} GROUP BY customer
                        outputType: batches
                        batchSize: 7
                  - to:
                      uri: kamelet:databricks-write-sink
                      parameters:
                        table: "{totals}"
                        mode: replace
                        batchSize: 15
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
                          - to: kamelet:databricks-write-sink?table={table}
            - route:
                id: ticks
                autoStartup: false
                from:
                  uri: timer:ticks?repeatCount=2&delay=0&period=100&includeMetadata=true
                  steps:
                    - setBody:
                        simple: '{"id": 2${exchangeProperty.CamelTimerCounter}, "name": "tick"}'
                    - to: kamelet:databricks-write-sink?table={table}
            - route:
                from:
                  uri: file:{folder}
                  parameters:
                    include: .*[.]jsonl
                    initialDelay: 0
                    delay: 200
                  steps:
                    - to:
                        uri: kamelet:databricks-write-sink
                        parameters:
                          table: "{table}"
                          mode: merge
                          keys: id
            """
                .replace("{table}", table)
                .replace("{orders}", orders)
                .replace("{totals}", totals)
                .replace("{folder}", folder.toString()));
  }

  @AfterAll
  void stop() {
    routes.close();
  }

  /** The result of a query goes back to the tenant's own catalog and never lies in memory whole. */
  @Tag("matrix")
  @Test
  void the_result_of_a_query_is_written_back_in_batches() {
    Exchange exchange = routes.send("direct:totals", null, Map.of());

    assertThat(exchange.getException()).isNull();
    String compared = "SELECT customer, sum(amount), max(at) FROM " + orders + " GROUP BY customer";
    assertThat(value("SELECT count(*) FROM " + totals)).isEqualTo("20");
    assertThat(
            value(
                "SELECT count(*) FROM (SELECT * FROM " + totals + " EXCEPT ALL " + compared + ")"))
        .isEqualTo("0");
  }

  /** The error handler of the caller's route delivers again what the sink gave up. */
  @Tag("matrix")
  @Test
  void a_redelivered_message_is_written_once() {
    workspace.knobs().clearCalls();
    workspace.knobs().add(Fault.on(STATEMENTS, 503).afterTheEffect());
    // Longer than write waits itself.
    workspace.knobs().add(Fault.on(STATEMENTS, 503).header("Retry-After", "30"));

    Exchange first = routes.send("direct:rows", "{\"id\": 11}\n{\"id\": 12}", Map.of());
    long statements = workspace.knobs().count("POST", "/api/2.0/sql/statements");
    Exchange again = routes.send("direct:rows", "{\"id\": 11}\n{\"id\": 12}", Map.of());

    assertThat(first.getException()).isNull();
    assertThat(statements).as("the second row was sent twice").isEqualTo(3);
    assertThat(again.getException()).isNull();
    assertThat(ids(11, 19)).isEqualTo("11 12");
  }

  @Test
  void what_a_timer_makes_is_appended() throws Exception {
    routes.camel().getRouteController().startRoute("ticks");

    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ids(21, 29).equals("21 22"));
  }

  /** A file is one run: read again after a failure, it changes nothing. */
  @Tag("matrix")
  @Test
  void the_rows_of_files_are_merged_by_key() throws IOException {
    Files.writeString(folder.resolve("a.jsonl"), "{\"id\":31,\"name\":\"Ada\"}\n{\"id\":32}\n");
    awaitDone("a.jsonl");
    assertThat(ids(31, 39)).isEqualTo("31 32");

    Files.writeString(folder.resolve("b.jsonl"), "[{\"id\":32,\"name\":\"Grace\"},{\"id\":33}]");
    awaitDone("b.jsonl");
    assertThat(ids(31, 39)).isEqualTo("31 32 33");
    assertThat(value("SELECT name FROM " + table + " WHERE id = 32")).isEqualTo("Grace");
  }

  private static void awaitDone(String file) {
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

  private void run(String sql) {
    workspace.statements().run(sql);
  }

  /** The ids within these bounds in order, each as often as it is there. */
  private String ids(int from, int to) {
    return value(
        "SELECT array_join(transform(array_sort(collect_list(id)), i -> CAST(i AS STRING)), ' ') FROM %s WHERE id BETWEEN %d AND %d"
            .formatted(table, from, to));
  }

  private String value(String sql) {
    List<List<String>> rows = workspace.statements().run(sql);
    return rows.get(0).get(0);
  }
}
