// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.MissingPrivilege;
import io.lakeroute.databricks.error.Reason;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.util.SensitiveUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The REST API of the application as it is shipped. */
class InteractionsRestTest {

  private static final StandInDatabricks DATABRICKS = new StandInDatabricks();
  @TempDir private static Path folder;

  private static RestApplication application;

  @BeforeAll
  static void start() throws Exception {
    DATABRICKS.table(
        "main.shop.purchases",
        "customer_id BIGINT\nbought_at TIMESTAMP\nbasket STRING\nline BIGINT\namount DECIMAL(10,2)");
    application = new RestApplication(DATABRICKS, folder);
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  @Test
  void answers_with_the_interactions_of_a_profile() {
    DATABRICKS.answer(statement -> List.of(purchase(1), purchase(0)));

    HttpResponse<String> response = application.get("/profiles/42/interactions?limit=1");

    assertThat(response.body())
        .startsWith(
            "{\"profile\":\"42\",\"interactions\":[{\"type\":\"purchase\",\"timestamp\":"
                + "\"2025-01-01T00:00:01Z\",\"source\":\"store\",\"attributes\":{\"value\":9.50}}],"
                + "\"next\":\"");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    assertThat(response.headers().map().keySet())
        .as("nothing of the request comes back")
        .containsExactlyInAnyOrder(
            "cache-control", "content-length", "content-type", "x-request-id");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void decodes_ids_and_never_takes_a_header_for_a_parameter() {
    DATABRICKS.answer(statement -> List.of());

    HttpResponse<String> response =
        application.send(
            application
                .request("/profiles/a%20b%2Fc+d/interactions?crosswalk=7&crosswalk=8")
                .header("X-API-Key", RestApplication.KEY)
                .header("id", "other")
                .header("limit", "0")
                .header("From", "me@example.org"));

    assertThat(response.body()).isEqualTo("{\"profile\":\"a b/c+d\",\"interactions\":[]}");
    StandInDatabricks.Statement last =
        DATABRICKS.statements().get(DATABRICKS.statements().size() - 1);
    assertThat(last.parameters()).containsExactly(Map.entry("c0", 7L), Map.entry("c1", 8L));
  }

  @Test
  void refuses_callers_without_a_valid_key() {
    for (String key : new String[] {"", "wrong-key-of-enough-length", RestApplication.KEY + "x"}) {
      HttpResponse<String> response =
          application.send(
              application.request("/profiles/42/interactions").header("X-API-Key", key));

      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate"))
          .contains("Bearer, ApiKey header=\"X-API-Key\"");
      assertThat(response.body())
          .startsWith(
              "{\"type\":\"about:blank\",\"title\":\"Valid credentials are required\",\"status\":401,"
                  + "\"detail\":\"Send a valid token in the header Authorization, or a valid API key"
                  + " in the header X-API-Key\","
                  + "\"reason\":\"CREDENTIALS_REQUIRED\",\"requestId\":\"");
    }
  }

  @Test
  void lets_callers_with_a_token_of_the_issuer_pass() {
    DATABRICKS.answer(statement -> List.of());

    assertThat(bearer(application.token()).statusCode()).isEqualTo(200);
    assertThat(bearer(application.token() + "x").statusCode()).isEqualTo(401);
  }

  @Test
  void refuses_bad_parameters_with_a_problem() {
    refuses("limit=0", "'limit' is '0'; allowed: 1 to 1000");
    refuses("order=up", "'order' is 'up'; allowed: asc, desc");
    refuses("type=visit", "'type' is 'visit'; known types: purchase");
    refuses(
        "cursor=AAAA",
        "'cursor' does not belong to this request; send the value of 'next'"
            + " unchanged, with the same id, crosswalk, type, from, to and order");
    refuses(
        "limt=5",
        "unknown query parameter 'limt'; allowed: crosswalk, cursor, from, limit, order, to, type");
    refuses(
        "id=other",
        "unknown query parameter 'id'; allowed: crosswalk, cursor, from, limit,"
            + " order, to, type");
    refuses("limit=1&limit=2", "query parameter 'limit' may be given only once");
  }

  @Test
  void says_which_grant_is_missing_and_nothing_else() {
    fail(
        new DatabricksException(
            Reason.FORBIDDEN,
            "SELECT secret FROM main.x",
            Optional.empty(),
            0,
            Optional.of(new MissingPrivilege("SELECT", "Table", "main.shop.purchases"))));

    HttpResponse<String> response = application.get("/profiles/42/interactions");

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.body())
        .contains(
            "\"detail\":\"The connection's service principal does not have SELECT on Table"
                + " main.shop.purchases; grant it\",\"reason\":\"FORBIDDEN\"")
        .doesNotContain("secret");
  }

  @Test
  void answers_each_reason_with_its_status() {
    Map<Reason, Integer> statuses =
        Map.of(
            Reason.INVALID, 400,
            Reason.NOT_FOUND, 404,
            Reason.CONFLICT, 409,
            Reason.UNAUTHENTICATED, 502,
            Reason.FORBIDDEN, 502,
            Reason.THROTTLED, 503,
            Reason.UNAVAILABLE, 503,
            Reason.OUTCOME_UNKNOWN, 504,
            Reason.CONFIGURATION, 500);
    for (Reason reason : Reason.values()) {
      fail(new DatabricksException(reason, "SELECT secret", Optional.empty(), 7, Optional.empty()));

      HttpResponse<String> response = application.get("/profiles/42/interactions");

      assertThat(response.statusCode()).as(reason.name()).isEqualTo(statuses.get(reason));
      assertThat(response.body())
          .contains("\"reason\":\"" + reason + "\"")
          .doesNotContain("secret");
      assertThat(response.headers().firstValue("Retry-After"))
          .isEqualTo(response.statusCode() == 503 ? Optional.of("7") : Optional.empty());
    }
  }

  @Test
  void hides_what_went_wrong_inside() {
    fail(new IllegalStateException("secret"));

    HttpResponse<String> response =
        application.send(
            application
                .request("/profiles/42/interactions")
                .header("X-API-Key", RestApplication.KEY)
                .header("X-Request-Id", "my-request.1"));

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Internal error\",\"status\":500,\"detail\":\"The"
                + " request failed; the log says why\",\"reason\":\"INTERNAL\","
                + "\"requestId\":\"my-request.1\"}");
  }

  @Test
  void gives_the_cursor_key_a_name_that_camel_masks_when_it_logs_settings() {
    assertThat(SensitiveUtils.containsSensitive("lakeroute.interactions.cursor.secretKey"))
        .isTrue();
  }

  @Test
  void serves_its_openapi_document() {
    HttpResponse<String> response = application.send(application.request("/openapi.json"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("/profiles/{id}/interactions", "\"crosswalk\"", "X-API-Key", "503")
        .contains("\"url\" : \"http://127.0.0.1:" + application.port() + "\"");
  }

  @Test
  void serves_health_and_metrics_on_the_management_port() {
    for (String path : List.of("/observe/health", "/observe/metrics")) {
      HttpResponse<String> response = application.send(application.managementRequest(path));
      assertThat(response.statusCode()).as(path).isEqualTo(200);
    }
  }

  private static void refuses(String query, String detail) {
    HttpResponse<String> response = application.get("/profiles/42/interactions?" + query);
    assertThat(response.body())
        .startsWith(
            "{\"type\":\"about:blank\",\"title\":\"The request is not valid\",\"status\":400,"
                + "\"detail\":\""
                + detail
                + "\",\"reason\":\"INVALID\",\"requestId\":\"");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  private static HttpResponse<String> bearer(String token) {
    return application.send(
        application
            .request("/profiles/42/interactions")
            .header("Authorization", "Bearer " + token));
  }

  private static void fail(RuntimeException failure) {
    DATABRICKS.answer(
        statement -> {
          throw failure;
        });
  }

  private static Map<String, Object> purchase(int second) {
    return Map.of(
        "amount",
        new BigDecimal("9.50"),
        "bought_at",
        Instant.parse("2025-01-01T00:00:00Z").plusSeconds(second),
        "basket",
        "b",
        "line",
        (long) second);
  }
}
