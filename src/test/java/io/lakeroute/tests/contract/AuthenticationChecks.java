// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens: what the component fetches, and how it is refused. */
interface AuthenticationChecks extends Checks {

  @Test
  default void discovery_names_the_token_endpoint() {
    var discovery =
        Rest.anonymous().get(workspace().url("/oidc/.well-known/oauth-authorization-server"));

    assertThat(discovery.status()).isEqualTo(200);
    assertThat(discovery.json().path("token_endpoint").asText())
        .isEqualTo(workspace().url("/oidc/v1/token").toString());
  }

  @Test
  default void a_service_principal_gets_a_signed_token_that_says_when_it_ends() throws IOException {
    Instant asked = Instant.now();

    JsonNode reply =
        OAuth.request(workspace(), workspace().clientId(), workspace().clientSecret()).json();

    assertThat(reply.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(reply.path("scope").asText()).isEqualTo("all-apis");
    String[] jwt = reply.path("access_token").asText().split("\\.");
    assertThat(jwt).hasSize(3);
    JsonNode claims = Rest.JSON.readTree(Base64.getUrlDecoder().decode(jwt[1]));
    assertThat(URI.create(claims.path("iss").asText()).getHost())
        .isEqualTo(workspace().host().getHost());
    assertThat(claims.path("exp").asLong())
        .isCloseTo(
            asked.getEpochSecond() + reply.path("expires_in").asLong(),
            org.assertj.core.data.Offset.offset(30L));
  }

  @Test
  default void credentials_may_come_in_the_form() {
    var reply =
        Rest.anonymous()
            .postForm(
                workspace().url("/oidc/v1/token"),
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "scope",
                    "all-apis",
                    "client_id",
                    workspace().clientId(),
                    "client_secret",
                    workspace().clientSecret()));

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("access_token").asText()).isNotEmpty();
  }

  @Test
  default void a_wrong_secret_is_an_invalid_client() {
    var reply = OAuth.request(workspace(), workspace().clientId(), "not-the-secret");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().path("error").asText()).isEqualTo("invalid_client");
  }

  @Test
  default void a_personal_access_token_is_a_credential() {
    assumeFalse(workspace().token().isEmpty(), "the workspace was given without one");

    var reply = Rest.bearer(workspace().token()).get(workspace().url("/api/2.0/sql/warehouses"));

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("warehouses")).isNotEmpty();
  }

  @Test
  default void an_unknown_token_is_refused_as_such() {
    var reply =
        Rest.bearer("dapi00000000000000000000000000000000")
            .get(workspace().url("/api/2.0/sql/warehouses"));

    // Live services answer 403 here, not 401, with a number as error_code.
    assertThat(reply.status()).isIn(401, 403);
    assertThat(reply.json().path("message").asText()).containsIgnoringCase("token");
  }

  @Test
  default void a_missing_credential_is_unauthorized() {
    assertThat(Rest.anonymous().get(workspace().url("/api/2.0/sql/warehouses")).status())
        .isEqualTo(401);
  }
}
