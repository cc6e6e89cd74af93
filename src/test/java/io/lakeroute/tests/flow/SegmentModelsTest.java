// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Warehouses;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Models are proposed from what a schema declares. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class SegmentModelsTest {

  @TempDir private Path folder;
  private final LocalWorkspace workspace;
  private final String schema;

  SegmentModelsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.schema = workspace.access().catalog() + "." + workspace.access().schema();
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    declare(workspace);
  }

  /** Customers with purchases, both of which declare their keys, and scores in a view. */
  static void declare(LocalWorkspace workspace) {
    for (String sql :
        List.of(
            "CREATE TABLE %1$s (customer_id BIGINT NOT NULL PRIMARY KEY, tier STRING, extra MAP<STRING, STRING>)",
            "INSERT INTO %1$s SELECT id, IF(id < 3, 'gold', 'silver'), NULL FROM range(10)",
            "CREATE TABLE %2$s (product_id BIGINT NOT NULL PRIMARY KEY, category STRING)",
            "INSERT INTO %2$s VALUES (0, 'BREAD'), (1, 'MILK')",
            "CREATE TABLE %3$s (household_id BIGINT, product_id BIGINT, sold_at TIMESTAMP,"
                + " FOREIGN KEY (household_id) REFERENCES %1$s (customer_id),"
                + " FOREIGN KEY (product_id) REFERENCES %2$s (product_id))",
            "INSERT INTO %3$s SELECT c.id, p.id, TIMESTAMP'2026-11-01 10:00:00Z' FROM range(4) c JOIN range(2) p",
            "CREATE VIEW %4$s AS SELECT customer_id, customer_id / 10D AS bread FROM %1$s")) {
      workspace
          .statements()
          .run(
              sql.formatted(
                  workspace.name("customers"),
                  workspace.name("products"),
                  workspace.name("purchases"),
                  workspace.name("scores")));
    }
  }

  @Test
  void a_proposed_model_is_used_as_it_is_and_wakes_no_warehouse() throws Exception {
    Map<String, String> settings = settings(workspace.access().schema());
    String yaml;
    settings.put("lakeroute.segments.models", "");
    settings.put("lakeroute.segments.definitions", "");
    Warehouses.stop(workspace);
    try (Application application = Application.start(settings)) {
      HttpResponse<String> reply =
          application.get("/segments/propose?population=customers&schema=" + schema);
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
      assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/yaml");
      yaml = reply.body();
      assertThat(application.get("/segments").body()).isEqualTo("[]");
      for (String name :
          List.of("{{databricks.connections.default.clientSecret}}", "customers)&action=drop")) {
        for (String query :
            List.of(
                "population=" + Rest.encode(name), "population=a&tables=" + Rest.encode(name))) {
          HttpResponse<String> refused =
              application.get("/segments/propose?schema=" + schema + "&" + query);
          assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
          assertThat(refused.body())
              .contains("names of tables and schemas cannot have {{, }} or )")
              .doesNotContain(workspace.access().clientSecret());
        }
      }
      assertThat(Warehouses.state(workspace)).isEqualTo("STOPPED");
    } finally {
      Warehouses.start(workspace);
    }

    Files.writeString(folder.resolve("proposed.model.yaml"), yaml);
    settings.put("lakeroute.segments.models", "file:" + folder + "/*.model.yaml");
    try (Application application = Application.start(settings)) {
      String model = yaml.lines().filter(line -> line.startsWith("model: ")).toList().get(0);
      assertThat(
              count(
                  application,
                  model.substring(7),
                  "{\"field\":\"purchases\",\"match\":{\"mode\":\"exactly\",\"threshold\":1},\"value\":{\"combinator\":\"and\","
                      + "\"rules\":[{\"field\":\"products_category\",\"operator\":\"=\",\"value\":\"BREAD\"}]}},"
                      + "{\"field\":\"customers.tier\",\"operator\":\"=\",\"value\":\"gold\"}"))
          .isEqualTo(3);
    }
  }

  @Test
  void a_source_that_is_not_declared_is_used_once_its_comment_is_removed() throws Exception {
    Map<String, String> settings = settings(workspace.access().schema());
    settings.put("lakeroute.segments.models", "");
    settings.put("lakeroute.segments.definitions", "");
    String yaml;
    try (Application application = Application.start(settings)) {
      yaml =
          application
              .get("/segments/propose?population=customers&schema=" + schema)
              .body()
              .replaceAll("(?m)^  # (scores:|  )", "  $1");
    }
    Files.writeString(
        folder.resolve("taken.model.yaml"), yaml.replaceFirst("(?m)^model: .*$", "model: taken"));
    settings.put("lakeroute.segments.models", "file:" + folder + "/*.model.yaml");

    try (Application application = Application.start(settings)) {
      assertThat(
              count(
                  application,
                  "taken",
                  "{\"field\":\"scores\",\"aggregate\":\"max\",\"of\":\"bread\",\"operator\":\">=\",\"value\":0.8}"))
          .isEqualTo(2);
    }
  }

  @Test
  void nothing_is_proposed_of_schemas_that_an_operator_does_not_name() throws Exception {
    Map<String, String> settings = settings("other");
    SegmentShop.write(workspace, folder);
    settings.put("lakeroute.segments.tenants", "acme=default");
    settings.put("lakeroute.rest.tenants", "test=acme");
    settings.put("lakeroute.segments.proposeFrom", workspace.access().catalog() + ".{tenant}");

    try (Application application = Application.start(settings)) {
      assertThat(
              application
                  .get("/segments/propose?population=customers&schema=" + schema)
                  .statusCode())
          .isEqualTo(403);
      assertThat(
              application
                  .get(
                      "/segments/propose?population=customers&schema="
                          + workspace.access().catalog()
                          + ".acme")
                  .statusCode())
          .as("the tenant's schema does not exist")
          .isEqualTo(404);
      assertThat(application.get("/segments/propose?schema=" + schema + "&x=1").statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void a_route_without_models_proposes_one() {
    String route =
        """
        - route:
            from:
              uri: direct:propose
              steps:
                - to:
                    uri: kamelet:databricks-segment-action
                    parameters:
                      action: propose
                      proposeFrom: %s
        """
            .formatted(schema);
    try (UserRoutes routes = UserRoutes.start(workspace.access(), route)) {
      Exchange proposed =
          routes.send(
              "direct:propose",
              null,
              Map.of("schema", schema, "population", "scores", "key", "customer_id"));

      assertThat(proposed.getException()).isNull();
      assertThat(proposed.getMessage().getBody(String.class))
          .contains("population: scores\n", "# todo: no primary key is declared");
    }
  }

  private Map<String, String> settings(String proposeFrom) {
    Map<String, String> settings = SegmentShop.settings(workspace, folder);
    settings.put(
        "lakeroute.segments.proposeFrom", workspace.access().catalog() + "." + proposeFrom);
    return settings;
  }

  private static int count(Application application, String model, String rules) throws Exception {
    HttpResponse<String> reply =
        application.post(
            "/segments/count",
            "{\"definition\":{\"model\":\"%s\",\"rules\":{\"combinator\":\"and\",\"rules\":[%s]}}}"
                .formatted(model, rules));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return Rest.JSON.readTree(reply.body()).path("count").asInt();
  }
}
