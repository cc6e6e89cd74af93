// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operation {@code query} over real HTTP. */
class QueryTest extends ComponentFixture {

  QueryTest(LocalWorkspace workspace) {
    super(workspace);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM range(1) SELECT id",
        "-- first\n(FROM range(1) SELECT id)",
        "DESC QUERY SELECT 1 AS id",
        "( VALUES (1) )",
        "EXPLAIN SELECT 1"
      })
  void gives_the_rows_of_each_kind_of_statement_that_reads(String sql) {
    assertThat(component.query(List.class, "", sql, Map.of())).hasSize(1);
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
                + "&sql=SELECT count(*) FROM range(100000000000) WHERE hash(id) % 7 = 1",
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
