// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.core.DatabricksError;
import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.service.oauth2.CreateServicePrincipalSecretRequest;
import com.databricks.sdk.service.oauth2.CreateServicePrincipalSecretResponse;
import com.databricks.sdk.service.oauth2.SecretInfo;
import com.databricks.sdk.service.oauth2.ServicePrincipalSecretsProxyAPI;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Secrets of service principals in the local workspace, as databricks-sdk-java rotates them. */
@ExtendWith(LocalWorkspaceExtension.class)
class SecretsTest {
  private final LocalWorkspace workspace;
  private final Identities identities;

  SecretsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
  }

  @Test
  void an_old_and_a_new_secret_overlap_until_the_old_one_is_deleted() {
    var one = identities.servicePrincipal("Rotates");
    var secrets = one.client().servicePrincipalSecretsProxy();
    String old = list(secrets, one.id()).get(0).getId();
    String issued = OAuth.token(one.access());

    String fresh = create(secrets, one.id(), "3600s").getSecret();
    assertThat(tokenStatus(one.access(), one.access().clientSecret())).isEqualTo(200);
    assertThat(tokenStatus(one.access(), fresh)).isEqualTo(200);
    secrets.delete(one.id(), old);

    var refused = OAuth.request(one.access(), one.name(), one.access().clientSecret());
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text())
        .isEqualTo(
            "{\"error\":\"invalid_client\",\"error_description\":\"Client authentication failed\"}");
    assertThat(tokenStatus(one.access(), fresh)).isEqualTo(200);
    assertThat(call(issued)).as("a token issued before").isEqualTo(200);

    workspace.knobs().revokeTokens(old);

    assertThat(call(issued)).as("a token of the deleted secret, revoked").isEqualTo(403);
    assertThat(call(OAuth.token(one.access().withCredentials(one.name(), fresh)))).isEqualTo(200);
  }

  @Test
  void a_secret_is_shown_once_and_says_when_it_ends() {
    var one = identities.servicePrincipal("Shown once");
    var secrets = identities.admin().servicePrincipalSecretsProxy();

    var made = create(secrets, one.id(), "7200s");

    assertThat(made.getSecret()).isNotEmpty();
    assertThat(Instant.parse(made.getExpireTime())).isCloseTo(in(Duration.ofHours(2)), second());
    assertThat(list(secrets, one.id()))
        .hasSize(2)
        .allSatisfy(secret -> assertThat(secret.toString()).doesNotContain(made.getSecret()))
        .extracting(SecretInfo::getStatus)
        .containsOnly("ACTIVE");
    assertThat(Instant.parse(list(secrets, one.id()).get(0).getExpireTime()))
        .as("the default")
        .isCloseTo(in(Duration.ofDays(730)), second());
  }

  @Test
  void an_expired_secret_gets_no_token() {
    var one = identities.servicePrincipal("Ends soon");
    var secrets = identities.admin().servicePrincipalSecretsProxy();
    String brief = create(secrets, one.id(), "1s").getSecret();

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> tokenStatus(one.access(), brief) == 401);

    assertThat(list(secrets, one.id()))
        .extracting(SecretInfo::getStatus)
        .containsExactly("ACTIVE", "EXPIRED");
  }

  @Test
  void a_sixth_secret_and_a_life_beyond_two_years_are_refused() {
    var one = identities.servicePrincipal("Greedy");
    var secrets = identities.admin().servicePrincipalSecretsProxy();

    assertThatThrownBy(() -> create(secrets, one.id(), "63072001s"))
        .hasMessage("lifetime '63072001s' is not between 1s and 63072000s.");
    for (int i = 0; i < 4; i++) {
      create(secrets, one.id(), "60s");
    }

    assertThatThrownBy(() -> create(secrets, one.id(), "60s"))
        .isInstanceOf(DatabricksError.class)
        .hasMessage(
            "Service principal %s already has 5 secrets, the most it may have."
                .formatted(one.id()));
  }

  @Test
  void a_principal_manages_its_own_secrets_and_no_others() {
    var one = identities.servicePrincipal("Nosy");
    var other = identities.servicePrincipal("Private");

    assertThatThrownBy(() -> create(one.client().servicePrincipalSecretsProxy(), other.id(), "60s"))
        .isInstanceOf(PermissionDenied.class)
        .hasMessage("You do not have permission to manage service principal %s.", other.id());
  }

  @Test
  void a_deleted_principal_gets_nothing_any_more() {
    var one = identities.servicePrincipal("Leaves");
    String issued = OAuth.token(one.access());

    identities.admin().servicePrincipalsV2().delete(one.id());

    assertThat(tokenStatus(one.access(), one.access().clientSecret())).isEqualTo(401);
    assertThat(call(issued)).isEqualTo(403);
  }

  private int call(String token) {
    return Rest.bearer(token).get(workspace.access().url("/api/2.0/preview/scim/v2/Me")).status();
  }

  private static int tokenStatus(Workspace access, String secret) {
    return OAuth.request(access, access.clientId(), secret).status();
  }

  private static CreateServicePrincipalSecretResponse create(
      ServicePrincipalSecretsProxyAPI secrets, String principalId, String lifetime) {
    return secrets.create(
        new CreateServicePrincipalSecretRequest()
            .setServicePrincipalId(principalId)
            .setLifetime(lifetime));
  }

  private static List<SecretInfo> list(ServicePrincipalSecretsProxyAPI secrets, String id) {
    List<SecretInfo> all = new ArrayList<>();
    secrets.list(id).forEach(all::add);
    return all;
  }

  private static Instant in(Duration time) {
    return Instant.now().plus(time);
  }

  private static TemporalUnitWithinOffset second() {
    return new TemporalUnitWithinOffset(10, ChronoUnit.SECONDS);
  }
}
