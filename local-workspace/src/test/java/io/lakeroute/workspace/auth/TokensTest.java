package io.lakeroute.workspace.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Requests;
import io.lakeroute.workspace.knobs.Settings;
import org.junit.jupiter.api.Test;

class TokensTest {

  private static final String ISSUER = "http://127.0.0.1:8470/oidc";

  private final Tokens tokens = tokens((byte) 1);

  @Test
  void knows_the_principal_of_a_token_it_issued() throws Exception {
    var issued = tokens.issue(ISSUER);
    assertThat(tokens.principal(issued.token())).contains("sp-1");
    assertThat(issued.seconds()).isEqualTo(3600);
  }

  @Test
  void refuses_a_token_signed_with_another_key() throws Exception {
    assertThat(tokens.principal(tokens((byte) 2).issue(ISSUER).token())).isEmpty();
  }

  @Test
  void refuses_what_was_issued_before_a_revocation() throws Exception {
    String token = tokens.issue(ISSUER).token();
    tokens.revokeIssued();
    assertThat(tokens.principal(token)).isEmpty();
  }

  @Test
  void refuses_what_is_no_token() {
    assertThat(tokens.principal("dapi00")).isEmpty();
  }

  @Test
  void takes_the_personal_token_and_tells_a_missing_credential_from_a_bad_one() {
    var authenticator = new Authenticator(credentials((byte) 1), tokens);
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
    return new Tokens(credentials(key), new Settings());
  }

  private static Credentials credentials(byte key) {
    byte[] signingKey = new byte[32];
    signingKey[0] = key;
    return new Credentials("sp-1", "secret-1", "dapi1", signingKey);
  }
}
