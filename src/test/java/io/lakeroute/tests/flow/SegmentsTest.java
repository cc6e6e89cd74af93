// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The segments flow whole: REST, compiler, Kamelet, component, local workspace. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SegmentsTest {
  @TempDir private static Path folder;

  private final LocalWorkspace workspace;
  private Application application;

  SegmentsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() throws Exception {
    SegmentShop.fill(workspace);
    SegmentShop.write(workspace, folder);
    application = Application.start(SegmentShop.settings(workspace, folder));
  }

  @AfterAll
  void stop() {
    application.close();
  }

  @Tag("matrix")
  @Test
  void a_named_segment_is_counted_at_a_pin() throws Exception {
    JsonNode answer = ask("count", "{\"segment\":\"bread\",\"asOf\":\"2026-11-28T12:00:00Z\"}");

    // Scores exist for even customers, and are 0.5 or more from 10 on; gold is every third from 1.
    assertThat(answer.path("count").asInt()).isEqualTo(4);
    assertThat(answer.path("population").asInt()).isEqualTo(20);
    assertThat(answer.path("unpinned").toString()).isEqualTo("[\"scores\"]");
    assertThat(answer.at("/pin/versions").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("customers", "purchases", "purchases.product");
  }

  @Test
  void a_preview_has_the_counts_and_the_first_members_by_key() throws Exception {
    JsonNode answer =
        ask("preview", "{\"segment\":\"bread\",\"asOf\":\"2026-11-28T12:00:00Z\",\"limit\":2}");

    assertThat(answer.path("count").asInt()).isEqualTo(4);
    assertThat(answer.path("rows").toString())
        .isEqualTo(
            "[{\"customer_id\":12,\"email\":\"c12@example.com\",\"spent\":66.0},"
                + "{\"customer_id\":14,\"email\":\"c14@example.com\",\"spent\":91.0}]");
  }

  @Tag("matrix")
  @Test
  void a_preview_of_tables_only_reads_them_at_the_same_versions_as_the_count() throws Exception {
    JsonNode answer = ask("preview", "{\"segment\":\"emailable\",\"limit\":100}");

    assertThat(answer.path("unpinned")).isEmpty();
    assertThat(answer.path("rows")).hasSize(answer.path("count").asInt()).hasSize(5);
  }

  @Test
  void a_segment_without_members_still_has_a_population() throws Exception {
    JsonNode answer =
        ask(
            "preview",
            """
            {"definition": {"model": "shop", "rules": {"combinator": "and",
              "rules": [{"field": "scores.bread", "operator": ">", "value": 100}]}}}
            """);

    assertThat(answer.path("count").asInt()).isZero();
    assertThat(answer.path("population").asInt()).isEqualTo(20);
    assertThat(answer.path("rows")).isEmpty();
  }

  @Tag("matrix")
  @Test
  void explain_says_what_each_rule_keeps_out() throws Exception {
    JsonNode answer = ask("explain", "{\"segment\":\"bread\",\"asOf\":\"2026-11-28T12:00:00Z\"}");

    assertThat(answer.path("count").asInt()).isEqualTo(4);
    assertThat(answer.path("rules").toString())
        .isEqualTo(
            "[{\"path\":\"/rules\",\"true\":4,\"wouldAdd\":16},"
                + "{\"path\":\"/rules/rules/0\",\"true\":6,\"wouldAdd\":7},"
                + "{\"path\":\"/rules/rules/1\",\"true\":13,\"wouldAdd\":2},"
                + "{\"path\":\"/rules/rules/2\",\"true\":17,\"wouldAdd\":0}]");
  }

  @Tag("matrix")
  @Test
  void why_shows_what_the_rules_saw_of_one_key() throws Exception {
    JsonNode answer =
        ask("why", "{\"segment\":\"bread\",\"id\":3,\"asOf\":\"2026-11-28T12:00:00Z\"}");

    assertThat(answer.toString())
        .isEqualTo(
            "{\"inPopulation\":true,\"member\":false,\"rules\":["
                + "{\"path\":\"/rules\",\"true\":false},"
                + "{\"path\":\"/rules/rules/0\",\"true\":false,\"observed\":null,"
                + "\"wanted\":{\"operator\":\">=\",\"value\":0.5}},"
                + "{\"path\":\"/rules/rules/1\",\"true\":true,\"observed\":null,"
                + "\"wanted\":{\"operator\":\"!=\",\"value\":\"gold\"}},"
                + "{\"path\":\"/rules/rules/2\",\"true\":false,\"observed\":1,"
                + "\"wanted\":{\"mode\":\"atLeast\",\"threshold\":2}}]}");
    assertThat(ask("why", "{\"segment\":\"bread\",\"id\":\"99\"}").toString())
        .isEqualTo("{\"inPopulation\":false,\"member\":false,\"rules\":[]}");
  }

  @Test
  void compile_sends_nothing() throws Exception {
    JsonNode answer = ask("compile", "{\"segment\":\"bread\",\"asOf\":\"2026-11-28T12:00:00Z\"}");

    assertThat(answer.path("sql").asText()).startsWith("WITH s1 AS (").contains(":p1");
    assertThat(answer.path("parameters").get(0).toString())
        .isEqualTo("{\"name\":\"p1\",\"type\":\"DOUBLE\",\"value\":0.5}");
    assertThat(answer.path("bounds").toString())
        .isEqualTo(
            "[{\"path\":\"/rules/rules/2/window\",\"from\":\"2026-10-29T12:00:00Z\",\"to\":\"2026-11-28T12:00:00Z\"}]");
    assertThat(answer.path("zone").asText()).isEqualTo("UTC");
  }

  @Tag("matrix")
  @Test
  void a_pin_gives_the_same_members_until_its_versions_are_gone() throws Exception {
    JsonNode before = ask("count", "{\"segment\":\"emailable\"}");
    workspace
        .statements()
        .run(
            "UPDATE %s SET consent = FALSE WHERE customer_id = 1"
                .formatted(workspace.name("customers")));
    JsonNode after = ask("count", "{\"segment\":\"emailable\"}");
    String pinned = "{\"segment\":\"emailable\",\"pin\":" + before.path("pin") + "}";

    assertThat(after.path("count").asInt()).isEqualTo(before.path("count").asInt() - 1);
    assertThat(ask("count", pinned).path("count")).isEqualTo(before.path("count"));
    assertThat(ask("preview", pinned).path("rows")).hasSize(before.path("count").asInt());
    HttpResponse<String> gone =
        post("count", pinned.replaceFirst("\"customers\":\\d+", "\"customers\":99"));
    assertThat(gone.statusCode()).as(gone.body()).isEqualTo(409);
    workspace
        .statements()
        .run(
            "UPDATE %s SET consent = TRUE WHERE customer_id = 1"
                .formatted(workspace.name("customers")));
  }

  @Tag("matrix")
  @Test
  void a_key_that_stands_twice_is_refused_with_its_source() throws Exception {
    workspace
        .statements()
        .run("INSERT INTO %s VALUES (0, 'BREAD')".formatted(workspace.name("products")));

    HttpResponse<String> reply = post("count", "{\"segment\":\"bread\"}");

    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
    assertThat(Rest.JSON.readTree(reply.body()).path("detail").asText())
        .startsWith("Source purchases_product has two rows with the same key");
    workspace
        .statements()
        .run(
            "CREATE OR REPLACE TABLE %s AS SELECT DISTINCT * FROM %s VERSION AS OF 1"
                .formatted(workspace.name("products"), workspace.name("products")));
  }

  @Test
  void segments_and_fields_are_listed() throws Exception {
    assertThat(application.get("/segments").body())
        .isEqualTo(
            "[{\"name\":\"bread\",\"generation\":2,\"model\":\"shop\"},"
                + "{\"name\":\"emailable\",\"generation\":1,"
                + "\"title\":\"Customers that agreed to e-mail\",\"model\":\"shop\"}]");
    JsonNode fields = Rest.JSON.readTree(application.get("/segments/fields?model=shop").body());
    assertThat(fields.findValuesAsText("name"))
        .contains("customers.tier", "scores.bread", "purchases", "category");
    assertThat(fields.findValues("rows")).isEmpty();
    workspace
        .statements()
        .run("ANALYZE TABLE %s COMPUTE STATISTICS".formatted(workspace.name("customers")));
    for (JsonNode field :
        Rest.JSON.readTree(application.get("/segments/fields?model=shop").body())) {
      boolean counted = field.path("name").asText().startsWith("customers.");
      assertThat(field.path("rows").asInt()).isEqualTo(counted ? 20 : 0);
    }
    assertThat(application.get("/segments/fields?model=shop&values=purchases.category").body())
        .isEqualTo("[{\"value\":\"SOFT DRINKS\",\"rows\":2},{\"value\":\"BREAD\",\"rows\":1}]");
  }

  @Test
  void a_wrong_definition_is_refused_with_each_place_and_no_value() throws Exception {
    HttpResponse<String> reply =
        post(
            "count",
            """
            {"definition": {"model": "shop", "rules": {"combinator": "and", "rules": [
              {"field": "customers.tier", "operator": "=", "value": 7},
              {"field": "scores.bread", "operator": "contains", "value": "secret-value"}]}}}
            """);

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(Rest.JSON.readTree(reply.body()).path("errors").toString())
        .isEqualTo(
            "[{\"path\":\"/rules/rules/0/value\",\"detail\":\"must be a text, as the column is\"},"
                + "{\"path\":\"/rules/rules/1/operator\",\"detail\":\"is for texts, and the type is DOUBLE\"}]");
    assertThat(reply.body()).doesNotContain("secret-value");
  }

  @Test
  void bad_requests_are_refused_before_anything_is_sent() throws Exception {
    assertThat(post("count", "{\"segment\":\"nobody\"}").statusCode()).isEqualTo(404);
    assertThat(post("count", "{\"segment\":\"bread\",\"limit\":1}").statusCode()).isEqualTo(400);
    assertThat(post("count", "{\"segment\":").statusCode()).isEqualTo(400);
    assertThat(post("preview", "{\"segment\":\"bread\",\"limit\":1000}").statusCode())
        .isEqualTo(400);
    assertThat(post("count", "{\"segment\":\"" + "x".repeat(300_000) + "\"}").statusCode())
        .isEqualTo(413);
    assertThat(application.get("/segments/fields?model=none").statusCode()).isEqualTo(404);
    assertThat(
            post("count", "{\"segment\":\"bread\",\"asOf\":\"+999999999-12-31T23:59:59Z\"}").body())
        .contains("asOf must be a time with an offset (RFC 3339), from 1900 to 9000");
    assertThat(
            post(
                    "count",
                    "{\"segment\":\"bread\",\"pin\":{\"asOf\":\"2026-11-28T12:00:00Z\",\"versions\":{\"x\":1}}}")
                .body())
        .contains("pin.versions names a table that is not read");
  }

  private JsonNode ask(String action, String body) throws Exception {
    HttpResponse<String> reply = post(action, body);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return Rest.JSON.readTree(reply.body());
  }

  private HttpResponse<String> post(String action, String body) {
    return application.post("/segments/" + action, body);
  }
}
