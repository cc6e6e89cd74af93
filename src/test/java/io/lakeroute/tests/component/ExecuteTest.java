// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operation {@code execute} over real HTTP: a statement runs once, whatever the replies do. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecuteTest {
  private static final String STATEMENTS = "POST /api/2.0/sql/statements";
  private static final String HISTORY = "GET /api/2.0/sql/history/queries";

  private final LocalWorkspace workspace;
  private final String table;
  private ComponentContext component;

  ExecuteTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.table = workspace.name("changed");
  }

  /** One table for all tests: each changes rows with ids of its own. */
  @BeforeAll
  void start() {
    workspace
        .statements()
        .run(
            """
            CREATE TABLE %s AS SELECT CAST(id AS INT) AS id, 'old' AS t, id AS l, 1.5D AS d,
              CAST(1 AS DECIMAL(20,4)) AS m, true AS b, TIMESTAMP'2024-01-01 00:00:00Z' AS at,
              TIMESTAMP_NTZ'2024-01-01 00:00:00' AS ntz, DATE'2024-01-01' AS day, 'n' AS n
            FROM range(10, 24, 1, 1)
            """
                .formatted(table));
    component = ComponentContext.start(ComponentContext.writeBack(workspace.access()));
  }

  @AfterAll
  void stop() {
    component.close();
  }

  @Test
  void leaves_the_counts_that_the_server_tells_in_headers_and_the_body_alone() {
    Exchange inserted = execute("INSERT INTO " + table + " (id) VALUES (1), (2), (3)");
    Exchange updated = execute("UPDATE " + table + " SET t = 'new' WHERE id IN (10, 11)");
    Exchange merged =
        execute(
            "MERGE INTO "
                + table
                + " t USING (SELECT explode(array(11, 9)) AS id) s ON t.id = s.id"
                + " WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)");
    Exchange defined = execute("CREATE VIEW " + workspace.name("defined") + " AS SELECT 1 AS one");

    assertThat(inserted.getMessage().getBody()).isEqualTo("untouched");
    assertThat(inserted.getMessage().getHeaders())
        .contains(
            entry(DatabricksConstants.ROW_COUNT, 3L),
            entry(DatabricksConstants.INSERTED_ROWS, 3L),
            entry(DatabricksConstants.CONNECTION, "local"))
        .doesNotContainKeys(DatabricksConstants.UPDATED_ROWS);
    assertThat(updated.getMessage().getHeaders())
        .contains(entry(DatabricksConstants.ROW_COUNT, 2L));
    assertThat(merged.getMessage().getHeaders())
        .contains(
            entry(DatabricksConstants.ROW_COUNT, 2L),
            entry(DatabricksConstants.INSERTED_ROWS, 1L),
            entry(DatabricksConstants.UPDATED_ROWS, 0L),
            entry(DatabricksConstants.DELETED_ROWS, 1L));
    assertThat(defined.getMessage().getHeaders())
        .doesNotContainKeys(DatabricksConstants.ROW_COUNT, DatabricksConstants.INSERTED_ROWS);
  }

  @Test
  void binds_named_parameters_of_every_type() {
    Map<String, Object> values = new HashMap<>();
    values.put("t", "it's :l ? -- \"x\" 😀");
    values.put("l", Long.MAX_VALUE);
    values.put("d", 0.1);
    values.put("m", new BigDecimal("1234567890123456.7891"));
    values.put("b", true);
    values.put("at", Instant.parse("2024-01-02T03:04:05.123456Z"));
    values.put("ntz", LocalDateTime.parse("2024-03-31T02:30:00.000001"));
    values.put("day", LocalDate.parse("2024-02-29"));
    values.put("n", null);

    Exchange exchange =
        execute(
            "INSERT INTO " + table + " SELECT 30, :t, :l, :d, :m, :b, :at, :ntz, :day, :n", values);

    assertThat(exchange.getException()).isNull();
    assertThat(
            component.query(
                List.class, "", "SELECT * EXCEPT (id) FROM " + table + " WHERE id = 30", Map.of()))
        .isEqualTo(List.of(values));
  }

  @Test
  void binds_the_elements_of_a_list() {
    Exchange deleted =
        execute("DELETE FROM " + table + " WHERE id IN (:ids)", Map.of("ids", List.of(20, 22, 23)));

    assertThat(deleted.getMessage().getHeaders())
        .contains(entry(DatabricksConstants.ROW_COUNT, 3L));
  }

  @Test
  void refuses_statements_that_read() {
    assertFails(
        execute("SELECT 1"),
        Reason.INVALID,
        "databricks:execute runs statements that change something (INSERT, UPDATE, DELETE, MERGE, COPY INTO, CREATE, ALTER,"
            + " DROP, GRANT and others); this one starts with another word. Use databricks:query for statements that read.");
  }

  @Test
  void says_why_a_statement_failed_and_repeats_neither_it_nor_its_values() {
    Exchange missing = execute("INSERT INTO main.nowhere.t VALUES ('hush')");

    assertThat(missing.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.NOT_FOUND))
        .hasMessageStartingWith("Cannot execute the statement on connection 'local': ")
        .message()
        .doesNotContain("hush");
  }

  @Test
  void finds_a_statement_whose_reply_was_lost_and_sends_it_no_second_time() {
    findsStatementAfter(500);
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(ints = {0, 429, 503})
  void so_it_does_after_any_other_reply(int status) {
    findsStatementAfter(status);
  }

  private void findsStatementAfter(int status) {
    workspace.knobs().clearCalls();
    workspace.knobs().add(Fault.on(STATEMENTS, status).afterTheEffect());

    Exchange exchange = insert(1000 + status, 2000 + status);

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getHeaders())
        .contains(entry(DatabricksConstants.INSERTED_ROWS, 2L));
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements")).isEqualTo(1);
    assertThat(rows(1000 + status, 2000 + status)).isEqualTo(2);
  }

  /** Both look into the history at the same time, which takes seconds. */
  @Tag("matrix")
  @Test
  void where_no_history_shows_the_statement_only_the_rate_limit_says_that_it_never_ran() {
    workspace.knobs().clearCalls();
    workspace.knobs().add(Fault.on(STATEMENTS, 0));
    CompletableFuture<Exchange> lost = CompletableFuture.supplyAsync(() -> insert(41));
    Awaitility.await().until(() -> workspace.knobs().count("POST", "/api/2.0/sql/statements") == 1);
    workspace.knobs().add(Fault.on(STATEMENTS, 429));

    Exchange throttled = insert(42);

    assertOutcomeUnknown(lost.join());
    assertThat(throttled.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.THROTTLED));
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements")).isEqualTo(2);
    assertThat(rows(41, 42)).isZero();
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void nor_is_the_outcome_known_after_any_other_reply(int status) {
    workspace.knobs().clearCalls();
    workspace.knobs().add(Fault.on(STATEMENTS, status));

    assertOutcomeUnknown(insert(3000 + status));
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements")).isEqualTo(1);
    assertThat(rows(3000 + status)).isZero();
  }

  private static void assertOutcomeUnknown(Exchange exchange) {
    assertFails(
        exchange,
        Reason.OUTCOME_UNKNOWN,
        "Cannot execute the statement on connection 'local': the reply was lost, and the query history does not show the"
            + " statement. It may have run: look at the table before you send it again.");
  }

  @Test
  void does_not_know_the_outcome_where_the_history_cannot_be_read_either() {
    workspace.knobs().add(Fault.on(STATEMENTS, 429).afterTheEffect());
    workspace.knobs().add(Fault.on(HISTORY, 403).times(10));

    Exchange exchange = insert(50);

    assertFails(
        exchange,
        Reason.OUTCOME_UNKNOWN,
        "Cannot execute the statement on connection 'local': the reply was lost, and the query history cannot be read. It may"
            + " have run: look at the table before you send it again.");
    assertThat(rows(50)).isEqualTo(1);
  }

  @Test
  void replaces_a_refused_token_because_a_refused_statement_never_ran() {
    execute("CREATE VIEW " + workspace.name("before_revocation") + " AS SELECT 1 AS one");
    workspace.knobs().revokeTokens();

    assertThat(insert(60).getException()).isNull();
    assertThat(rows(60)).isEqualTo(1);
  }

  @Tag("matrix")
  @Test
  void cancels_a_statement_that_takes_too_long_and_does_not_know_what_it_did() {
    Exchange exchange =
        execute(
            "INSERT INTO "
                + table
                + " (id) SELECT -1 FROM range(0, 100000000000, 1, 1) WHERE hash(id) % 7 = 8",
            Map.of(),
            "&statementTimeout=1s");

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.OUTCOME_UNKNOWN))
        .hasMessageContaining("it took longer than 1 s (statementTimeout) and was cancelled");
    assertThat(rows(-1)).isZero();
  }

  /** Inserts a row for each id. */
  private Exchange insert(int... ids) {
    return execute(
        "INSERT INTO " + table + " (id) VALUES " + texts(ids).collect(joining("), (", "(", ")")));
  }

  /** The rows with these ids. */
  private long rows(int... ids) {
    String sql = "SELECT count(*) FROM " + table + " WHERE id IN ";
    return Long.parseLong(
        workspace
            .statements()
            .run(sql + texts(ids).collect(joining(", ", "(", ")")))
            .get(0)
            .get(0));
  }

  private static Stream<String> texts(int... ids) {
    return IntStream.of(ids).mapToObj(String::valueOf);
  }

  private Exchange execute(String sql) {
    return execute(sql, Map.of());
  }

  private Exchange execute(String sql, Map<String, Object> values) {
    return execute(sql, values, "");
  }

  private Exchange execute(String sql, Map<String, Object> values, String options) {
    return component.send(
        "databricks:execute?statementFrom=property" + options,
        e -> {
          e.setProperty(DatabricksConstants.STATEMENT_PROPERTY, sql);
          e.getMessage().setHeader(DatabricksConstants.PARAMETERS, values);
          e.getMessage().setBody("untouched");
        });
  }

  private static void assertFails(Exchange exchange, Reason reason, String message) {
    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(reason))
        .hasMessage(message);
  }
}
