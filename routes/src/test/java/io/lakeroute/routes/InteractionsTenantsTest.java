// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The REST API for callers of several tenants, who try to reach each other. */
class InteractionsTenantsTest {

  private static final StandInDatabricks DATABRICKS = new StandInDatabricks();
  private static final List<String> ASKED = new CopyOnWriteArrayList<>();
  @TempDir private static Path folder;

  private static RestApplication application;

  @BeforeAll
  static void start() throws Exception {
    for (String tenant : List.of("acme", "globex")) {
      DATABRICKS.table(
          tenant + ".shop.purchases",
          "customer_id BIGINT\nbought_at TIMESTAMP\nbasket STRING\nline BIGINT\namount DECIMAL(10,2)");
      Path mapping =
          Files.createDirectories(folder.resolve(tenant)).resolve("store.interactions.yaml");
      Files.writeString(
          mapping,
          """
          name: store
          source: %s.shop.purchases
          crosswalk: customer_id
          type: purchase
          timestamp: bought_at
          key: [basket, line]
          attributes: {value: amount}
          """
              .formatted(tenant));
    }
    DATABRICKS.answer(
        statement -> {
          ASKED.add(
              statement.connection()
                  + " "
                  + statement.sql().replaceAll("(?s).*FROM `(\\w+)`.*", "$1"));
          return List.of(purchase(1), purchase(0));
        });
    DATABRICKS.refuse("connection-b", new DatabricksException(Reason.FORBIDDEN, "no grant"));
    application =
        new RestApplication(
            DATABRICKS,
            folder,
            Map.of(
                "lakeroute.interactions.mappings", "file:" + folder + "/{tenant}/*.yaml",
                "lakeroute.interactions.tenants", "acme=connection-a,globex=connection-b",
                "lakeroute.rest.tenants", "web=acme,shop=globex",
                "lakeroute.rest.jwt.tenantClaim", "tenant"));
    assertThat(get(RestApplication.OTHER_KEY, "42", "").statusCode())
        .as("a tenant without grants neither stops the start nor the others")
        .isEqualTo(502);
    DATABRICKS.accept("connection-b");
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  @Test
  void each_key_and_token_reaches_its_tenant_through_its_connection() throws Exception {
    ASKED.clear();

    assertThat(get(RestApplication.KEY, "42", "").statusCode()).isEqualTo(200);
    assertThat(get(RestApplication.OTHER_KEY, "42", "").statusCode()).isEqualTo(200);
    assertThat(bearer(application.tokenOf("globex")).statusCode()).isEqualTo(200);

    assertThat(ASKED)
        .containsExactly("connection-a acme", "connection-b globex", "connection-b globex");
  }

  @Test
  void no_header_or_parameter_of_a_caller_changes_the_tenant() {
    ASKED.clear();

    application.send(
        application
            .request("/profiles/42/interactions")
            .header("X-API-Key", RestApplication.KEY)
            .header("CamelDatabricksTenant", "globex")
            .header("LakerouteTenant", "globex")
            .header("tenant", "globex"));
    HttpResponse<String> parameter =
        get(RestApplication.KEY, "42", "?CamelDatabricksTenant=globex");

    assertThat(ASKED).containsExactly("connection-a acme");
    assertThat(parameter.statusCode()).isEqualTo(400);
  }

  @Test
  void a_cursor_of_one_tenant_is_refused_for_the_other() {
    String body = get(RestApplication.KEY, "42", "?limit=1").body();
    String cursor = body.replaceAll(".*\"next\":\"([^\"]+)\".*", "$1");

    assertThat(get(RestApplication.KEY, "42", "?limit=1&cursor=" + cursor).statusCode())
        .isEqualTo(200);
    HttpResponse<String> stolen = get(RestApplication.OTHER_KEY, "42", "?limit=1&cursor=" + cursor);
    assertThat(stolen.statusCode()).isEqualTo(400);
    assertThat(stolen.body()).contains("'cursor' does not belong to this request");
  }

  @Test
  void a_caller_without_a_tenant_may_do_nothing() throws Exception {
    for (Object claim : new Object[] {null, "", List.of("acme"), Map.of("acme", 1)}) {
      HttpResponse<String> response = bearer(application.tokenOf(claim));

      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.body())
          .contains("These credentials belong to no tenant", "\"reason\":\"NOT_ALLOWED\"");
    }
  }

  @Test
  void a_tenant_that_the_flow_does_not_serve_is_refused_without_naming_those_it_serves()
      throws Exception {
    HttpResponse<String> response = bearer(application.tokenOf("initech"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .contains("must name a tenant that this flow serves")
        .doesNotContain("initech", "acme", "globex");
  }

  private static HttpResponse<String> get(String key, String profile, String query) {
    return application.send(
        application
            .request("/profiles/" + profile + "/interactions" + query)
            .header("X-API-Key", key));
  }

  private static HttpResponse<String> bearer(String token) {
    return application.send(
        application
            .request("/profiles/42/interactions")
            .header("Authorization", "Bearer " + token));
  }

  private static Map<String, Object> purchase(int second) {
    return Map.of(
        "bought_at",
        Instant.ofEpochSecond(1735689600L + second),
        "basket",
        "b",
        "line",
        1L,
        "amount",
        new BigDecimal("9.50"));
  }
}
