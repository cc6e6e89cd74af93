// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.auth;

import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.identity.FederationPolicy;
import io.lakeroute.workspace.identity.Principals;
import io.lakeroute.workspace.identity.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Decides on what a principal shows to get a token; safe for threads. */
public final class OAuthGrants {

  static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  private final Principals principals;
  private final Secrets secrets;

  public OAuthGrants(Principals principals, Secrets secrets) {
    this.principals = principals;
    this.secrets = secrets;
  }

  /** For a client id and its secret, from HTTP Basic or else from the form. */
  Tokens.Grant clientCredentials(Request request, Map<String, String> form) {
    String[] client = client(request, form);
    return secrets
        .find(client[0], client[1])
        .map(secret -> new Tokens.Grant(client[0], secret.id(), Instant.MAX))
        .orElseThrow(OAuthGrants::unknownClient);
  }

  /**
   * For a token of an issuer that one of the principal's policies trusts. What is wrong with a
   * subject token is an {@code invalid_request}, as RFC 8693 has it.
   */
  Tokens.Grant tokenExchange(Map<String, String> form) {
    String client = form.getOrDefault("client_id", "");
    var principal = principals.find(client).orElseThrow(OAuthGrants::unknownClient);
    if (!JWT.equals(form.get("subject_token_type"))) {
      throw invalid("subject_token_type must be " + JWT);
    }
    var token =
        ForeignToken.parse(form.getOrDefault("subject_token", ""))
            .orElseThrow(() -> invalid("subject_token is no JWT with an expiry time"));
    Optional<FederationPolicy> policy =
        principal.policies().stream().filter(token::fits).findFirst();
    if (policy.isEmpty()) {
      throw invalid(
          "No federation policy of service principal %s fits issuer '%s', audience %s and subject '%s'"
              .formatted(
                  client,
                  token.claims().getIssuer(),
                  token.claims().getAudience(),
                  token.claim("sub")));
    }
    if (!token.signedBy(policy.get().jwks())) {
      throw invalid("The subject token is not signed with RS256 or ES256 by a key of its issuer");
    }
    if (!token.current()) {
      throw invalid("The subject token has expired, or is not valid yet");
    }
    return new Tokens.Grant(client, policy.get().uid(), token.expiresAt());
  }

  private static RuntimeException unknownClient() {
    return OAuthResource.error(401, "invalid_client", "Client authentication failed");
  }

  private static RuntimeException invalid(String description) {
    return OAuthResource.error(400, "invalid_request", description);
  }

  private static String[] client(Request request, Map<String, String> form) {
    String header = request.header("Authorization").orElse("");
    if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return new String[] {
        form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", "")
      };
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
      String[] sides = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return sides.length == 2 ? sides : new String[] {"", ""};
    } catch (IllegalArgumentException e) {
      return new String[] {"", ""};
    }
  }
}
