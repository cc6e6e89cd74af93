// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Requests;
import io.lakeroute.workspace.identity.Principals;
import io.lakeroute.workspace.knobs.Settings;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

  private static final String ISSUER = "http://127.0.0.1:8470/oidc";

  private static final Tokens.Grant GRANT = new Tokens.Grant("sp-1", "secret-1", Instant.MAX);

  @TempDir private Path folder;

  private final Tokens tokens = tokens((byte) 1);

  @Test
  void knows_the_principal_of_a_token_it_issued() throws Exception {
    var issued = tokens.issue(ISSUER, GRANT);
    assertThat(tokens.principal(issued.token())).contains("sp-1");
    assertThat(issued.seconds()).isEqualTo(3600);
  }

  @Test
  void refuses_a_token_signed_with_another_key() throws Exception {
    assertThat(tokens.principal(tokens((byte) 2).issue(ISSUER, GRANT).token())).isEmpty();
  }

  @Test
  void refuses_what_was_issued_before_a_revocation() throws Exception {
    String token = tokens.issue(ISSUER, GRANT).token();
    tokens.revoke(Json.object());
    assertThat(tokens.principal(token)).isEmpty();
  }

  @Test
  void refuses_what_was_had_with_a_revoked_secret_and_nothing_else() throws Exception {
    String other = tokens.issue(ISSUER, new Tokens.Grant("sp-1", "secret-2", Instant.MAX)).token();
    String token = tokens.issue(ISSUER, GRANT).token();
    tokens.revoke(Json.object().put("secret_id", "secret-1"));
    assertThat(tokens.principal(token)).isEmpty();
    assertThat(tokens.principal(other)).contains("sp-1");
  }

  @Test
  void gives_no_token_that_outlives_what_it_was_issued_for() throws Exception {
    var grant = new Tokens.Grant("sp-1", "policy-1", Instant.now().plusSeconds(60));
    assertThat(tokens.issue(ISSUER, grant).seconds()).isBetween(58L, 60L);
  }

  @Test
  void refuses_what_is_no_token() {
    assertThat(tokens.principal("dapi00")).isEmpty();
  }

  @Test
  void takes_the_personal_token_and_tells_a_missing_credential_from_a_bad_one() {
    var credentials = new Credentials("sp-1", "secret-1", "dapi1", new byte[32]);
    var principals = new Principals(folder.resolve("principals.json"), credentials::administrators);
    var authenticator = new Authenticator(credentials, tokens, new EntraTokens(), principals);
    var withToken = Requests.of("GET", "/x", "Authorization", "Bearer dapi1");
    assertThat(authenticator.principal(withToken)).isEqualTo("developer@localhost");
    assertThatThrownBy(() -> authenticator.principal(Requests.of("GET", "/x")))
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith("Credential was not sent or was of an unsupported type");
    var withBad = Requests.of("GET", "/x", "Authorization", "Bearer dapi2");
    assertThatThrownBy(() -> authenticator.principal(withBad))
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith("Invalid access token. [ReqId: ");
  }

  private static Tokens tokens(byte key) {
    byte[] signingKey = new byte[32];
    signingKey[0] = key;
    return new Tokens(signingKey, new Settings());
  }
}
