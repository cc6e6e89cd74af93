package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.DatabricksConstants;
import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operation {@code query} over real HTTP. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryTest {
  private static final String ALL_TYPES =
      """
      SELECT CAST(-128 AS TINYINT) ti, CAST(1 AS SMALLINT) si, 2 i, 9223372036854775807 bi,
        CAST(1.5 AS FLOAT) f, CAST(2.25 AS DOUBLE) d, CAST(12.340 AS DECIMAL(38,3)) de, true b,
        'é😀' s, X'00FF' x, DATE'1999-12-31' da, TIMESTAMP'2024-07-01 03:04:05.123456Z' ts,
        TIMESTAMP_NTZ'2024-07-01 03:04:05.123456' ntz, array(1, 2) a, map('a', 1) m,
        named_struct('x', 1, 'y', 'p') st, CAST(NULL AS STRING) n
      """;

  private final LocalWorkspace workspace;
  private ComponentContext component;

  QueryTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() {
    component = ComponentContext.start(workspace.access());
  }

  @AfterAll
  void stop() {
    component.close();
  }

  @Test
  void gives_each_type_as_the_jdk_value_of_the_design() {
    Map<?, ?> row = component.query(Map.class, "&outputType=one", ALL_TYPES, Map.of());

    assertThat(row.get("x")).isEqualTo(new byte[] {0, (byte) 0xFF});
    Map<Object, Object> rest = new HashMap<>(row);
    rest.remove("x");
    Map<String, Object> expected = new HashMap<>();
    expected.put("ti", -128L);
    expected.put("si", 1L);
    expected.put("i", 2L);
    expected.put("bi", Long.MAX_VALUE);
    expected.put("f", 1.5);
    expected.put("d", 2.25);
    expected.put("de", new BigDecimal("12.340"));
    expected.put("b", true);
    expected.put("s", "é😀");
    expected.put("da", LocalDate.parse("1999-12-31"));
    expected.put("ts", Instant.parse("2024-07-01T03:04:05.123456Z"));
    expected.put("ntz", LocalDateTime.parse("2024-07-01T03:04:05.123456"));
    expected.put("a", List.of(1L, 2L));
    expected.put("m", Map.of("a", 1L));
    expected.put("st", Map.of("x", 1L, "y", "p"));
    expected.put("n", null);
    assertThat(rest).isEqualTo(expected);
  }

  @Test
  void binds_hostile_values_and_gives_them_back() {
    for (String hostile :
        List.of(
            "x' OR '1'='1",
            "'; DROP TABLE t; --",
            ":a ? {b} ${c} {{d}}",
            "\\' \u0000 \n \" ` %",
            "\u202e😀")) {
      assertThat(list("SELECT :v AS v", Map.of("v", hostile)))
          .containsExactly(Map.of("v", hostile));
    }
  }

  @Test
  void binds_every_jdk_type() {
    Map<String, Object> values = new HashMap<>();
    values.put("l", 9007199254740993L);
    values.put("i", 7);
    values.put("d", 1.5);
    values.put("n", new BigDecimal("12.50"));
    values.put("b", true);
    values.put("day", LocalDate.parse("2024-02-29"));
    values.put("at", Instant.parse("2024-07-01T03:04:05.123456Z"));

    assertThat(
            list(
                "SELECT :l + 1 AS l, :i + 1 AS i, :d AS d, :n * 2 AS n, NOT :b AS b, :day AS day,"
                    + " :at AS at",
                values))
        .containsExactly(
            Map.of(
                "l",
                9007199254740994L,
                "i",
                8L,
                "d",
                1.5,
                "n",
                new BigDecimal("25.00"),
                "b",
                false,
                "day",
                LocalDate.parse("2024-02-29"),
                "at",
                Instant.parse("2024-07-01T03:04:05.123456Z")));
  }

  @Test
  void binds_a_null() {
    Map<String, Object> nothing = new HashMap<>();
    nothing.put("v", null);

    assertThat(list("SELECT :v IS NULL AS n", nothing)).containsExactly(Map.of("n", true));
  }

  @Test
  void takes_parameters_from_simple_expressions_before_the_header_before_the_body() {
    Exchange exchange =
        component.send(
            "databricks:query?sql=SELECT :a || :b AS t&parameters.a=RAW(${header.who})",
            e -> {
              e.getMessage().setHeader("who", "me");
              e.getMessage().setHeader(DatabricksConstants.PARAMETERS, Map.of("a", "x", "b", "!"));
            });
    Exchange fromBody =
        component.send(
            "databricks:query?sql=SELECT :b AS t",
            e -> e.getMessage().setBody(Map.of("b", "body")));

    assertThat(exchange.getMessage().getBody(List.class)).containsExactly(Map.of("t", "me!"));
    assertThat(fromBody.getMessage().getBody(List.class)).containsExactly(Map.of("t", "body"));
  }

  @Test
  void names_the_parameter_that_has_no_value() {
    assertFails("SELECT :here, :there", Map.of("here", 1), Reason.INVALID, "there");
  }

  @Test
  void counts_rows_and_says_when_some_were_left() {
    Exchange exchange =
        component.send("databricks:query?maxRows=3&sql=SELECT * FROM range(10)", e -> {});

    assertThat(exchange.getMessage().getBody(List.class)).hasSize(3);
    assertThat(exchange.getMessage().getHeaders())
        .contains(
            entry(DatabricksConstants.CONNECTION, "local"),
            entry(DatabricksConstants.ROW_COUNT, 3L),
            entry(DatabricksConstants.TRUNCATED, true));
  }

  @Test
  void gives_batches() {
    String sizes =
        component.read(
            "&outputType=batches&batchSize=400",
            "SELECT id FROM range(1000) ORDER BY id",
            body -> {
              StringBuilder text = new StringBuilder();
              ((Iterator<?>) body)
                  .forEachRemaining(batch -> text.append(((RecordBatch) batch).size()).append(' '));
              return text.toString();
            });

    assertThat(sizes).isEqualTo("400 400 200 ");
  }

  @Test
  void streams_json_lines_and_csv() {
    String sql = "SELECT id, CAST(id AS DECIMAL(9,2)) AS m FROM range(3) ORDER BY id";

    assertThat(component.read("&outputType=stream", sql, QueryTest::text))
        .isEqualTo("{\"id\":0,\"m\":0.00}\n{\"id\":1,\"m\":1.00}\n{\"id\":2,\"m\":2.00}\n");
    assertThat(component.read("&outputType=stream&format=csv", sql, QueryTest::text))
        .isEqualToNormalizingNewlines("id,m\n0,0.00\n1,1.00\n2,2.00\n");
  }

  @Test
  void cancels_a_statement_that_takes_too_long() {
    Exchange exchange =
        component.send(
            "databricks:query?statementTimeout=1s"
                + "&sql=SELECT count(*) FROM range(100000000000) WHERE hash(id) %25 7 = 1",
            e -> {});

    assertThat(exchange.getException()).isInstanceOf(DatabricksException.class);
    assertThat(exchange.getException().getMessage())
        .contains("statementTimeout")
        .doesNotContain("hash");
    assertThat(list("SELECT 1 AS one", Map.of())).containsExactly(Map.of("one", 1L));
  }

  @Test
  void chooses_the_reason_by_the_failure_and_shows_no_statement() {
    assertFails("SELECT * FROM secret_nope", Map.of(), Reason.NOT_FOUND, "");
    assertFails("SELEC secret_text", Map.of(), Reason.INVALID, "");
    assertFails("SELECT CAST('secret_value' AS INT)", Map.of(), Reason.INVALID, "");
  }

  private void assertFails(String sql, Map<String, Object> values, Reason reason, String says) {
    Exchange exchange =
        component.send(
            "databricks:query?statementFrom=property",
            e -> {
              e.setProperty(DatabricksConstants.STATEMENT_PROPERTY, sql);
              e.getMessage().setHeader(DatabricksConstants.PARAMETERS, values);
            });
    assertThat(exchange.getException())
        .as(sql)
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(reason))
        .hasMessageContaining(says)
        .message()
        .doesNotContain("secret_text", "secret_value");
  }

  @SuppressWarnings("unchecked")
  private List<Object> list(String sql, Map<String, Object> parameters) {
    return component.query(List.class, "", sql, parameters);
  }

  private static String text(Object body) throws IOException {
    try (InputStream in = (InputStream) body) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
