// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.service.iam.CreateServicePrincipalRequest;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens of a Microsoft Entra tenant, which a workspace on Azure takes as they are. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class EntraTest {
  private static final String DATABRICKS = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
  private static final Duration HOUR = Duration.ofHours(1);

  private final IdentityProvider tenant =
      new IdentityProvider("https://sts.windows.net/" + UUID.randomUUID() + "/");
  private final LocalWorkspace workspace;
  private final String application = UUID.randomUUID().toString();

  EntraTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeEach
  void make_the_application_known_to_the_workspace() {
    workspace.knobs().trustEntra(tenant);
    Identities.of(workspace)
        .admin()
        .servicePrincipalsV2()
        .create(
            new CreateServicePrincipalRequest()
                .setApplicationId(application)
                .setDisplayName("Entra application"));
  }

  @Test
  void a_token_of_the_tenant_is_its_application() {
    var reply = me(tenant.token(HOUR, claims(DATABRICKS, application)));

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("userName").asText()).isEqualTo(application);
  }

  @Test
  void tokens_for_others_by_others_and_of_unknown_applications_are_refused() {
    var impostor = new IdentityProvider(tenant.issuer());

    assertRefused(tenant.token(HOUR, claims("https://storage.azure.com", application)));
    assertRefused(impostor.token(HOUR, claims(DATABRICKS, application)));
    assertRefused(tenant.token(HOUR, claims(DATABRICKS, UUID.randomUUID().toString())));
  }

  @Test
  void a_token_in_its_last_30_seconds_is_refused() {
    var reply = me(tenant.token(Duration.ofSeconds(29), claims(DATABRICKS, application)));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().path("message").asText())
        .startsWith("Token is expiring within 30 seconds. (token expired)");
  }

  private void assertRefused(String token) {
    var reply = me(token);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().path("message").asText()).startsWith("Invalid access token.");
  }

  private Rest.Reply me(String token) {
    return Rest.bearer(token).get(workspace.access().url("/api/2.0/preview/scim/v2/Me"));
  }

  private static Map<String, String> claims(String audience, String application) {
    return Map.of("aud", audience, "appid", application);
  }
}
