package io.lakeroute.tests.component;

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
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
  private ComponentContext component;

  ExecuteTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() {
    component = ComponentContext.start(ComponentContext.writeBack(workspace.access()));
  }

  @AfterAll
  void stop() {
    component.close();
  }

  @Test
  void leaves_the_counts_that_the_server_tells_in_headers_and_the_body_alone() {
    String table = table("counts", "id INT, name STRING");

    Exchange inserted = execute("INSERT INTO " + table + " VALUES (1,'a'),(2,'b'),(3,'c')");
    Exchange updated = execute("UPDATE " + table + " SET name = 'x' WHERE id > 1");
    Exchange merged =
        execute(
            "MERGE INTO "
                + table
                + " t USING (SELECT explode(array(2, 9)) AS id) s ON t.id = s.id"
                + " WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)");
    Exchange defined = execute("ALTER TABLE " + table + " ADD COLUMNS (more STRING)");

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
    String table =
        table(
            "bound",
            "t STRING, l BIGINT, d DOUBLE, m DECIMAL(20,4), b BOOLEAN, at TIMESTAMP, ntz TIMESTAMP_NTZ, day DATE, n STRING");
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
        execute("INSERT INTO " + table + " SELECT :t, :l, :d, :m, :b, :at, :ntz, :day, :n", values);

    assertThat(exchange.getException()).isNull();
    assertThat(component.query(List.class, "", "SELECT * FROM " + table, Map.of()))
        .isEqualTo(List.of(values));
  }

  @Test
  void binds_the_elements_of_a_list() {
    String table = table("listed", "id INT");
    execute("INSERT INTO " + table + " VALUES (1), (2), (3), (4)");

    Exchange deleted =
        execute("DELETE FROM " + table + " WHERE id IN (:ids)", Map.of("ids", List.of(1, 3, 4)));

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

  @ParameterizedTest
  @ValueSource(ints = {0, 429, 500, 503})
  void finds_a_statement_whose_reply_was_lost_and_sends_it_no_second_time(int status) {
    String table = table("after_" + status, "id INT");
    workspace.knobs().clearCalls();
    workspace.knobs().add(Fault.on(STATEMENTS, status).afterTheEffect());

    Exchange exchange = execute("INSERT INTO " + table + " VALUES (1), (2)");

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getHeaders())
        .contains(entry(DatabricksConstants.INSERTED_ROWS, 2L));
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements")).isEqualTo(1);
    assertThat(rows(table)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 503})
  void does_not_know_the_outcome_where_no_history_shows_the_statement(int status) {
    String table = table("before_" + status, "id INT");
    workspace.knobs().clearCalls();
    workspace.knobs().add(Fault.on(STATEMENTS, status));

    Exchange exchange = execute("INSERT INTO " + table + " VALUES (1)");

    assertFails(
        exchange,
        Reason.OUTCOME_UNKNOWN,
        "Cannot execute the statement on connection 'local': the reply was lost, and the query history does not show the"
            + " statement. It may have run: look at the table before you send it again.");
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements")).isEqualTo(1);
    assertThat(rows(table)).isZero();
  }

  @Test
  void does_not_know_the_outcome_where_the_history_cannot_be_read_either() {
    String table = table("blind", "id INT");
    workspace.knobs().add(Fault.on(STATEMENTS, 429).afterTheEffect());
    workspace.knobs().add(Fault.on(HISTORY, 403).times(10));

    Exchange exchange = execute("INSERT INTO " + table + " VALUES (1)");

    assertFails(
        exchange,
        Reason.OUTCOME_UNKNOWN,
        "Cannot execute the statement on connection 'local': the reply was lost, and the query history cannot be read. It may"
            + " have run: look at the table before you send it again.");
    assertThat(rows(table)).isEqualTo(1);
  }

  @Test
  void is_throttled_where_the_rate_limit_stopped_a_statement_that_never_ran() {
    String table = table("throttled", "id INT");
    workspace.knobs().add(Fault.on(STATEMENTS, 429));

    Exchange exchange = execute("INSERT INTO " + table + " VALUES (1)");

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.THROTTLED));
    assertThat(rows(table)).isZero();
  }

  @Test
  void replaces_a_refused_token_because_a_refused_statement_never_ran() {
    String table = table("refused", "id INT");
    execute("INSERT INTO " + table + " VALUES (1)");
    workspace.knobs().revokeTokens();

    assertThat(execute("INSERT INTO " + table + " VALUES (2)").getException()).isNull();
    assertThat(rows(table)).isEqualTo(2);
  }

  @Test
  void cancels_a_statement_that_takes_too_long_and_does_not_know_what_it_did() {
    String table = table("slow", "id BIGINT");

    Exchange exchange =
        execute(
            "INSERT INTO " + table + " SELECT id FROM range(100000000000) WHERE hash(id) % 7 = 8",
            Map.of(),
            "&statementTimeout=6s");

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.OUTCOME_UNKNOWN))
        .hasMessageContaining("it took longer than 6 s (statementTimeout) and was cancelled");
    assertThat(rows(table)).isZero();
  }

  private String table(String name, String columns) {
    String table = workspace.name(name);
    workspace.statements().run("CREATE TABLE " + table + " (" + columns + ")");
    return table;
  }

  private long rows(String table) {
    return Long.parseLong(
        workspace.statements().run("SELECT count(*) FROM " + table).get(0).get(0));
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
