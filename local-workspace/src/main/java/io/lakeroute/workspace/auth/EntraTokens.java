// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tokens of a Microsoft Entra tenant, which Azure Databricks takes as they are; none are trusted
 * until a test names the issuer; safe for threads.
 */
public final class EntraTokens {

  /** What Databricks is called in every Entra tenant. */
  private static final String DATABRICKS = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** A tenant's issuer and its public keys. */
  private record Tenant(String issuer, String jwks) {}

  private volatile Optional<Tenant> tenant = Optional.empty();

  /** Trusts {@code issuer} with the keys in {@code jwks}, and no other. */
  public void trust(JsonNode json) {
    tenant = Optional.of(new Tenant(json.path("issuer").asText(), json.path("jwks").toString()));
  }

  /** The application that a token of the tenant stands for; empty for other tokens. */
  Optional<String> principal(String text) {
    var token = tenant.flatMap(trusted -> ForeignToken.parse(text).filter(t -> fits(t, trusted)));
    if (token.isPresent() && token.get().expiresAt().isBefore(Instant.now().plus(MARGIN))) {
      throw Authenticator.refused(403, "Token is expiring within 30 seconds. (token expired)");
    }
    return token.map(t -> t.claim("appid"));
  }

  private static boolean fits(ForeignToken token, Tenant tenant) {
    return tenant.issuer().equals(token.claims().getIssuer())
        && token.claims().getAudience().contains(DATABRICKS)
        && token.signedBy(tenant.jwks());
  }
}
