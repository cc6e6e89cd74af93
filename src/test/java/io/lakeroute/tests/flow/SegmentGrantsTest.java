// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.Grants;
import io.lakeroute.tests.workspace.Grants.Grant;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each source of a model that the service principal may not read is named, with its grant. */
@ExtendWith(LocalWorkspaceExtension.class)
class SegmentGrantsTest {

  @TempDir private Path folder;
  private final LocalWorkspace workspace;
  private final Grants grants;
  private final Grant canUse;
  private final Grant scores;
  private final Grant products;
  private Identity principal;

  SegmentGrantsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.grants = Grants.of(workspace);
    this.canUse = new Grant("CAN USE", "Warehouse", workspace.access().warehouseId());
    this.scores = select("scores");
    this.products = select("products");
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    SegmentModelsTest.declare(workspace);
  }

  @BeforeEach
  void grant() {
    principal = Identities.of(workspace).servicePrincipal("reader");
    String schema = workspace.access().catalog() + "." + workspace.access().schema();
    List.of(
            canUse,
            new Grant("USE CATALOG", "Catalog", workspace.access().catalog()),
            new Grant("USE SCHEMA", "Schema", schema),
            select("customers"),
            select("purchases"),
            scores,
            products)
        .forEach(grant -> grants.give(grant, principal));
    Shop.write(
        folder.resolve("shop.model.yaml"),
        """
        model: shop
        population: customers
        sources:
          customers: {table: %s, key: customer_id, fields: {tier: tier}}
          scores: {table: %s, key: customer_id, fields: {bread: bread}}
          purchases:
            table: %s
            key: household_id
            many: true
            fields: {category: product.category}
            lookups: {product: {table: %s, on: {product_id: product_id}}}
        """
            .formatted(
                workspace.name("customers"),
                scores.name(),
                workspace.name("purchases"),
                products.name()));
  }

  @Test
  void verify_names_each_source_that_may_not_be_read() throws Exception {
    try (Application application = Application.start(settings())) {
      JsonNode fine = verify(application);
      assertThat(fine.at("/0/ok").asBoolean()).isTrue();
      assertThat(fine.at("/0/sources").findValuesAsText("name"))
          .containsExactly("customers", "scores", "purchases", "purchases.product");

      takeTwo();
      requireTwo(verify(application));
      assertThat(application.get("/segments/verify?model=none").statusCode()).isEqualTo(404);

      grants.take(canUse, principal);
      HttpResponse<String> refused = application.get("/segments/verify");
      assertThat(refused.statusCode()).as("nothing is known of the tables").isEqualTo(502);
      assertThat(refused.body()).contains("CAN USE on Warehouse");
    }
  }

  @Tag("matrix")
  @Test
  void a_start_names_all_tables_that_may_not_be_read() {
    takeTwo();

    assertThatThrownBy(() -> Application.start(settings()))
        .satisfies(
            e ->
                assertThat(messages(e))
                    .contains(
                        "the columns of " + scores.name() + " cannot be read",
                        " Besides, the columns of " + products.name() + " cannot be read"));
  }

  @Tag("matrix")
  @Test
  void a_tenant_whose_models_cannot_be_used_is_verified() throws Exception {
    takeTwo();
    Map<String, String> settings = settings();
    settings.put("lakeroute.segments.tenants", "acme=default");
    settings.put("lakeroute.segments.adHoc", "true");
    settings.put("lakeroute.rest.tenants", "test=acme");

    try (Application application = Application.start(settings)) {
      assertThat(application.get("/segments/fields?model=shop").statusCode()).isEqualTo(502);
      requireTwo(verify(application));
    }
  }

  @Tag("matrix")
  @Test
  void a_route_verifies_models_that_cannot_be_used() throws IOException {
    takeTwo();
    String route =
        """
        - route:
            from:
              uri: direct:verify
              steps:
                - to:
                    uri: kamelet:databricks-segment-action
                    parameters:
                      action: verify
                      models: file:%s/*.model.yaml
        """
            .formatted(folder);

    try (UserRoutes routes = UserRoutes.start(principal.access(), route)) {
      Exchange verified = routes.send("direct:verify", null, Map.of());

      assertThat(verified.getException()).isNull();
      requireTwo(Rest.JSON.readTree(verified.getMessage().getBody(String.class)));
    }
  }

  private void takeTwo() {
    grants.take(products, principal);
    grants.take(scores, principal);
  }

  private void requireTwo(JsonNode verified) {
    assertThat(verified.at("/0/ok").asBoolean()).isFalse();
    assertThat(verified.at("/0/sources").findValuesAsText("ok"))
        .containsExactly("true", "false", "true", "false");
    assertThat(verified.at("/0/sources/3/detail").asText())
        .isEqualTo(
            "The connection's service principal does not have SELECT on Table %s; grant it"
                .formatted(products.name()));
    assertThat(verified.toString()).doesNotContain(principal.access().clientSecret());
  }

  private static String messages(Throwable failure) {
    StringBuilder messages = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      messages.append(each.getMessage()).append('\n');
    }
    return messages.toString();
  }

  private static JsonNode verify(Application application) throws IOException {
    HttpResponse<String> reply = application.get("/segments/verify");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return Rest.JSON.readTree(reply.body());
  }

  private Grant select(String table) {
    return new Grant("SELECT", "Table", workspace.name(table));
  }

  private Map<String, String> settings() {
    Map<String, String> settings = Application.connection(principal.access());
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:rest.camel.yaml,classpath:segments.camel.yaml");
    settings.put("lakeroute.segments.models", "file:" + folder + "/*.model.yaml");
    settings.put("lakeroute.segments.definitions", "");
    return settings;
  }
}
