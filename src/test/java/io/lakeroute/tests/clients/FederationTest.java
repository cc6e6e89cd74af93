// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.service.iam.MeRequest;
import com.databricks.sdk.service.oauth2.CreateServicePrincipalFederationPolicyRequest;
import com.databricks.sdk.service.oauth2.FederationPolicy;
import com.databricks.sdk.service.oauth2.OidcFederationPolicy;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.IdentityProvider;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Workloads that show a token of their own platform instead of a secret. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class FederationTest {
  private static final IdentityProvider PLATFORM = new IdentityProvider("https://platform.example");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Map<String, String> CLAIMS =
      Map.of("aud", "databricks", "sub", "system:serviceaccount:crm:sync");

  @TempDir private Path folder;
  private final LocalWorkspace workspace;
  private final Identities identities;

  FederationTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
  }

  @Test
  void a_workload_signs_in_with_the_token_in_its_file() throws IOException {
    var workload = trusted("Workload");
    Path file = Files.writeString(folder.resolve("token"), PLATFORM.token(HOUR, CLAIMS));

    var me = workload(workload, file).currentUser().me(new MeRequest());

    assertThat(me.getUserName()).isEqualTo(workload.name());
  }

  @Test
  void a_policy_is_read_back_and_once_deleted_trusts_nobody() {
    var workload = identities.servicePrincipal("Trusted for a while");
    var policy = identities.trust(workload, PLATFORM, "databricks", CLAIMS.get("sub"));
    var policies = identities.account().servicePrincipalFederationPolicy();
    long id = Long.parseLong(workload.id());

    assertThat(policies.list(id))
        .extracting(FederationPolicy::getPolicyId)
        .containsExactly(policy.getPolicyId());
    assertThat(policies.get(id, policy.getPolicyId()).getOidcPolicy())
        .isEqualTo(
            new OidcFederationPolicy()
                .setIssuer("https://platform.example")
                .setAudiences(policy.getOidcPolicy().getAudiences())
                .setSubject("system:serviceaccount:crm:sync")
                .setSubjectClaim("sub")
                .setJwksJson(PLATFORM.jwks()));
    policies.delete(id, policy.getPolicyId());

    assertThatThrownBy(() -> policies.get(id, policy.getPolicyId())).isInstanceOf(NotFound.class);
    assertThat(
            OAuth.exchange(workload.access(), workload.name(), PLATFORM.token(HOUR, CLAIMS))
                .json()
                .path("error")
                .asText())
        .isEqualTo("invalid_request");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void a_token_that_does_not_fit_is_an_invalid_request(
      String what, String token, String description) {
    var workload = trusted("Wrong " + what);

    var reply = OAuth.exchange(workload.access(), workload.name(), token);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("error").asText()).isEqualTo("invalid_request");
    assertThat(reply.json().path("error_description").asText())
        .isEqualTo(description.replace("{client}", workload.name()));
  }

  static Stream<Arguments> wrong() {
    String noPolicy =
        "No federation policy of service principal {client} fits issuer '%s', audience [%s] and"
            + " subject '%s'";
    String ours = PLATFORM.issuer();
    String subject = CLAIMS.get("sub");
    var stranger = new IdentityProvider("https://stranger.example");
    var impostor = new IdentityProvider(ours);
    return Stream.of(
        Arguments.of(
            "issuer",
            stranger.token(HOUR, CLAIMS),
            noPolicy.formatted(stranger.issuer(), "databricks", subject)),
        Arguments.of(
            "audience",
            PLATFORM.token(HOUR, Map.of("aud", "billing", "sub", subject)),
            noPolicy.formatted(ours, "billing", subject)),
        Arguments.of(
            "subject",
            PLATFORM.token(HOUR, Map.of("aud", "databricks", "sub", "someone")),
            noPolicy.formatted(ours, "databricks", "someone")),
        Arguments.of(
            "signature",
            impostor.token(HOUR, CLAIMS),
            "The subject token is not signed with RS256 or ES256 by a key of its issuer"),
        Arguments.of(
            "time",
            PLATFORM.token(Duration.ofMinutes(-1), CLAIMS),
            "The subject token has expired, or is not valid yet"),
        Arguments.of("form", "not.a.token", "subject_token is no JWT with an expiry time"));
  }

  @Test
  void an_unknown_client_is_told_nothing_more() {
    var reply = OAuth.exchange(workspace.access(), "no-such-client", PLATFORM.token(HOUR, CLAIMS));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().path("error").asText()).isEqualTo("invalid_client");
  }

  @Test
  void a_token_lives_no_longer_than_the_one_it_was_exchanged_for() {
    var workload = trusted("Brief");

    var reply =
        OAuth.exchange(
            workload.access(), workload.name(), PLATFORM.token(Duration.ofSeconds(3), CLAIMS));

    assertThat(reply.json().path("expires_in").asLong()).isBetween(1L, 3L);
    Rest rest = Rest.bearer(reply.json().path("access_token").asText());
    var me = workspace.access().url("/api/2.0/preview/scim/v2/Me");
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> rest.get(me).status() == 403);
  }

  @Test
  void keys_that_would_have_to_be_fetched_are_refused() {
    var workload = identities.servicePrincipal("Remote keys");
    var request =
        new CreateServicePrincipalFederationPolicyRequest()
            .setServicePrincipalId(Long.valueOf(workload.id()))
            .setPolicy(
                new FederationPolicy()
                    .setOidcPolicy(
                        new OidcFederationPolicy()
                            .setIssuer("https://platform.example")
                            .setSubject("sync")));

    assertThatThrownBy(
            () -> identities.account().servicePrincipalFederationPolicy().create(request))
        .isInstanceOf(BadRequest.class)
        .hasMessage("The local workspace fetches no keys: oidc_policy.jwks_json must hold them.");
  }

  private Identity trusted(String name) {
    var workload = identities.servicePrincipal(name);
    identities.trust(workload, PLATFORM, "databricks", CLAIMS.get("sub"));
    return workload;
  }

  private static WorkspaceClient workload(Identity identity, Path tokenFile) {
    return new WorkspaceClient(
        new DatabricksConfig()
            .setHost(identity.access().host().toString())
            .setAuthType("file-oidc")
            .setClientId(identity.name())
            .setOidcTokenFilepath(tokenFile.toString()));
  }
}
