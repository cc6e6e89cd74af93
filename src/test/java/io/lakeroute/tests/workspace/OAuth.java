// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The client-credentials flow by hand; stateless. */
public final class OAuth {
  private static final Map<String, String> GRANT =
      Map.of("grant_type", "client_credentials", "scope", "all-apis");

  private OAuth() {}

  /** A fresh access token of the service principal. */
  public static String token(Workspace workspace) {
    var reply = request(workspace, workspace.clientId(), workspace.clientSecret());
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("access_token").asText();
  }

  /** The token endpoint's reply to these credentials, sent as HTTP Basic. */
  public static Rest.Reply request(Workspace workspace, String clientId, String clientSecret) {
    String credentials = clientId + ":" + clientSecret;
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return new Rest(Map.of("Authorization", "Basic " + basic))
        .postForm(workspace.url("/oidc/v1/token"), GRANT);
  }

  /** The token endpoint's reply to a workload's own token. */
  public static Rest.Reply exchange(Workspace workspace, String clientId, String subjectToken) {
    return Rest.anonymous()
        .postForm(
            workspace.url("/oidc/v1/token"),
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token_type", "urn:ietf:params:oauth:token-type:jwt",
                "subject_token", subjectToken,
                "client_id", clientId,
                "scope", "all-apis"));
  }
}
