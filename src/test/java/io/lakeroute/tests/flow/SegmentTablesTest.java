// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.Rest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Segments are put into tables: REST, Kamelet, component, local workspace. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SegmentTablesTest {
  @TempDir private static Path folder;

  private final LocalWorkspace workspace;
  private Application application;

  SegmentTablesTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() throws Exception {
    SegmentShop.fill(workspace);
    SegmentShop.write(workspace, folder);
    Shop.write(
        folder.resolve("types.segment.yaml"),
        """
        segment: types
        model: shop
        limit: 3
        returns: [customers.tier, customers.consent, scores.bread,
          {name: total, field: purchases, aggregate: sum, of: value},
          {name: average, field: purchases, aggregate: avg, of: value},
          {name: least, field: purchases, aggregate: min, of: value},
          {name: newest, field: purchases, aggregate: last, of: category},
          {name: kinds, field: purchases, aggregate: countDistinct, of: category}]
        rules: {combinator: and, rules: [{field: purchases, match: {mode: atLeast, threshold: 1}, value:
          {combinator: and, rules: [{field: category, operator: notNull}]}}]}
        """);
    application = Application.start(settings(schema()));
  }

  private Map<String, String> settings(String schema) {
    Map<String, String> settings = SegmentShop.settings(workspace, folder);
    settings.put("databricks.connections.default.writeBack", "true");
    settings.put("databricks.connections.default.catalog", workspace.access().catalog());
    settings.put("databricks.connections.default.onlyCatalogs", workspace.access().catalog());
    settings.put("lakeroute.segments.writeBack", "true");
    settings.put("lakeroute.segments.materializeIn", schema);
    return settings;
  }

  private String schema() {
    return workspace.access().catalog() + "." + workspace.access().schema();
  }

  @AfterAll
  void stop() {
    application.close();
  }

  @Test
  void the_table_is_created_and_says_who_came_and_went_from_then_on() throws Exception {
    String table = workspace.name("agreed");
    JsonNode first = put("emailable", table);
    assertThat(counts(first)).isEqualTo("5 rows, 5 entered, 0 left");
    assertThat(first.path("unpinned")).isEmpty();
    assertThat(first.at("/pin/versions/customers").isIntegralNumber()).isTrue();
    assertThat(keys(table)).containsExactly(1L, 5L, 9L, 13L, 17L);

    run("INSERT INTO %s VALUES (NULL)", "agreed");
    run("UPDATE %s SET consent = customer_id IN (1, 2) WHERE customer_id < 6", "customers");
    JsonNode second = put("emailable", table);

    // 2 came, 5 and the row without a key went.
    assertThat(counts(second)).isEqualTo("5 rows, 1 entered, 2 left");
    assertThat(second.path("version").asLong())
        .isEqualTo(first.path("version").asLong() + 2)
        .isEqualTo(latest(table));
    assertThat(keys(table)).containsExactly(1L, 2L, 9L, 13L, 17L);
    JsonNode again = put("emailable", table, "\"pin\":" + first.path("pin"));
    assertThat(counts(again)).isEqualTo("5 rows, 1 entered, 1 left");
    assertThat(again.path("pin")).isEqualTo(first.path("pin"));
    run("UPDATE %s SET consent = customer_id IN (1, 5) WHERE customer_id < 6", "customers");
  }

  @Test
  void the_members_go_there_by_one_statement_that_the_component_sends_once() throws Exception {
    String table = workspace.name("inside");
    put("bread", table);
    put("bread", table);

    List<String> changes = sent(" (`customer_id`, `email`, `spent`)\nWITH s1 AS (");
    assertThat(changes)
        .hasSize(2)
        .allSatisfy(sql -> assertThat(sql).contains("*/ INSERT OVERWRITE TABLE "));
    assertThat(sent("inside` (`customer_id` BIGINT, `email` STRING, `spent` DECIMAL(20,2))"))
        .hasSize(1);
  }

  @Test
  void the_table_has_the_types_and_the_limit_of_the_statement() throws Exception {
    String table = workspace.name("typed");
    assertThat(counts(put("types", table))).isEqualTo("3 rows, 3 entered, 0 left");
    assertThat(counts(put("types", table))).isEqualTo("3 rows, 0 entered, 0 left");

    JsonNode compiled = ask("compile", "{\"segment\":\"types\"}");
    String sql = compiled.path("sql").asText();
    for (JsonNode parameter : compiled.path("parameters")) {
      sql = sql.replaceAll(":%s\\b".formatted(parameter.path("name").asText()), "1");
    }
    assertThat(workspace.statements().run("DESCRIBE TABLE " + table))
        .isEqualTo(workspace.statements().run("DESCRIBE QUERY " + sql));
  }

  @Test
  void what_an_operator_does_not_allow_is_refused() throws Exception {
    assertThat(refused("emailable", workspace.access().catalog() + ".other.agreed"))
        .isEqualTo(
            "403 tables of segments lie in %s; an operator can change it".formatted(schema()));
    assertThat(refused("emailable", "agreed"))
        .isEqualTo(
            "400 table must be catalog.schema.table: expected a three-part name catalog.schema.object, got 1 part(s)");
    assertThat(
            refused("emailable", schema() + ".`{{databricks.connections.default.clientSecret}}`"))
        .isEqualTo("400 names of tables and schemas cannot have {{, }} or )");
    assertThat(post("materialize", "{\"definition\":{},\"table\":\"x\"}").statusCode())
        .isEqualTo(400);
    assertThat(post("materialize", "{\"segment\":\"emailable\"}").body())
        .contains("the body needs a table");
    assertThat(refused("nobody", workspace.name("none"))).startsWith("404 ");
    try (Application unnamed = Application.start(settings(""))) {
      assertThat(refused(unnamed, "emailable", workspace.name("agreed")))
          .isEqualTo(
              "403 there is no schema for tables of segments; an operator can name one (materializeIn)");
    }
    Map<String, String> off = settings(schema());
    off.put("lakeroute.segments.writeBack", "false");
    off.put("databricks.connections.default.writeBack", "false");
    try (Application reading = Application.start(off)) {
      assertThat(refused(reading, "emailable", workspace.name("agreed")))
          .isEqualTo("403 segments are not put into tables; an operator can allow it (writeBack)");
    }
  }

  @Test
  void a_connection_that_may_not_write_stops_the_start() {
    Map<String, String> settings = settings(schema());
    settings.put("databricks.connections.default.writeBack", "false");

    assertThatThrownBy(() -> Application.start(settings).close())
        .rootCause()
        .hasMessageContaining("writeBack=true");
  }

  @Test
  void a_table_that_others_need_is_refused_as_it_is() throws Exception {
    assertThat(refused("emailable", workspace.name("Customers")))
        .isEqualTo("400 table is a source of the model shop, whose rows would be lost");
    run("CREATE TABLE %s AS SELECT 1L AS customer_id, 'x' AS name", "foreign");
    assertThat(refused("emailable", workspace.name("foreign")))
        .isEqualTo(
            "409 the table has other columns than the segment returns (customer_id BIGINT); name another table, or drop it");
    run("CREATE TABLE %s AS SELECT 'x' AS customer_id", "texts");
    assertThat(refused("emailable", workspace.name("texts"))).startsWith("409 ");
    run("CREATE VIEW %s AS SELECT 1L AS customer_id", "a_view");
    assertThat(refused("emailable", workspace.name("a_view")))
        .startsWith("409 members are put into Delta tables");
    assertThat(keys(workspace.name("foreign"))).containsExactly(1L);
  }

  @Test
  void a_statement_that_fails_leaves_the_rows_as_they_were() throws Exception {
    String table = workspace.name("kept");
    put("bread", table);
    List<Long> before = keys(table);
    run("INSERT INTO %s VALUES (0, 'BREAD')", "products");

    assertThat(refused("bread", table))
        .startsWith("400 Source purchases_product has two rows with the same key");

    assertThat(keys(table)).isEqualTo(before).isNotEmpty();
    run("DELETE FROM %s WHERE product_id = 0", "products");
    run("INSERT INTO %s VALUES (0, 'BREAD')", "products");
  }

  @Test
  void a_pin_that_is_gone_is_a_conflict_and_nothing_is_written() throws Exception {
    String table = workspace.name("pinned");
    put("emailable", table);
    long version = latest(table);

    HttpResponse<String> reply =
        post(
            "materialize",
            "{\"segment\":\"emailable\",\"table\":\"%s\",\"pin\":{\"asOf\":\"2026-11-28T12:00:00Z\",\"versions\":{\"customers\":99}}}"
                .formatted(table));

    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(409);
    assertThat(latest(table)).isEqualTo(version);
  }

  private List<String> sent(String part) {
    List<String> sent = new ArrayList<>();
    Rest.bearer(OAuth.token(workspace.access()))
        .get(workspace.access().url("/api/2.0/sql/history/queries?max_results=1000"))
        .json()
        .path("res")
        .forEach(query -> sent.add(query.path("query_text").asText()));
    return sent.stream().filter(sql -> sql.contains(part)).toList();
  }

  private void run(String sql, String table) {
    workspace.statements().run(sql.formatted(workspace.name(table)));
  }

  private List<Long> keys(String table) {
    return workspace.statements().run("SELECT customer_id FROM " + table + " ORDER BY 1").stream()
        .map(row -> Long.valueOf(row.get(0)))
        .toList();
  }

  private long latest(String table) {
    return Long.parseLong(
        workspace.statements().run("DESCRIBE HISTORY " + table + " LIMIT 1").get(0).get(0));
  }

  private static String counts(JsonNode answer) {
    return "%s rows, %s entered, %s left"
        .formatted(answer.path("rows"), answer.path("entered"), answer.path("left"));
  }

  private JsonNode put(String segment, String table, String... more) throws Exception {
    return ask("materialize", body(segment, table, more));
  }

  private static String body(String segment, String table, String... more) {
    return "{\"segment\":\"%s\",\"table\":\"%s\"%s}"
        .formatted(segment, table, more.length == 0 ? "" : "," + more[0]);
  }

  private JsonNode ask(String action, String body) throws Exception {
    HttpResponse<String> reply = post(action, body);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return Rest.JSON.readTree(reply.body());
  }

  private String refused(String segment, String table) throws Exception {
    return refused(application, segment, table);
  }

  /** Status and detail of a problem. */
  private static String refused(Application asked, String segment, String table) throws Exception {
    HttpResponse<String> reply = post(asked, "materialize", body(segment, table));
    return reply.statusCode() + " " + Rest.JSON.readTree(reply.body()).path("detail").asText();
  }

  private HttpResponse<String> post(String action, String body) {
    return post(application, action, body);
  }

  private static HttpResponse<String> post(Application asked, String action, String body) {
    return Application.send(
        asked
            .request("/segments/" + action)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }
}
