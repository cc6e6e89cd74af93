// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lakeroute.workspace.knobs.Settings;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Issues and checks access tokens (signed JWTs, nothing is stored per token); safe for threads. */
public final class Tokens {

  private final byte[] key;
  private final Settings settings;

  private final Set<String> revokedCredentials = ConcurrentHashMap.newKeySet();

  /** Tokens issued up to this moment are refused. */
  private volatile Instant revokedUntil = Instant.EPOCH;

  /**
   * @param key under which tokens are signed, at least 32 bytes
   */
  public Tokens(byte[] key, Settings settings) {
    this.key = key.clone();
    this.settings = settings;
  }

  /**
   * What a token is issued for.
   *
   * @param credential the id of the secret, or whatever else was shown
   * @param until when what was shown ends, and the token with it at the latest
   */
  record Grant(String principal, String credential, Instant until) {}

  /** A token with its lifetime in seconds. */
  record Issued(String token, long seconds) {}

  Issued issue(String issuer, Grant grant) throws JOSEException {
    var now = Instant.now();
    var lifetime = settings.get(Settings.Key.TOKEN_LIFETIME);
    var left = Duration.between(now, grant.until());
    lifetime = left.compareTo(lifetime) < 0 ? left : lifetime;
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(grant.principal())
            .jwtID(UUID.randomUUID().toString())
            .claim("scope", "all-apis")
            .claim("credential", grant.credential())
            .claim("issued_at_ms", now.toEpochMilli())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .build();
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    jwt.sign(new MACSigner(key));
    return new Issued(jwt.serialize(), lifetime.toSeconds());
  }

  /** The principal that a token stands for; empty when it is forged, expired or revoked. */
  Optional<String> principal(String token) {
    try {
      var jwt = SignedJWT.parse(token);
      if (!jwt.verify(new MACVerifier(key))) {
        return Optional.empty();
      }
      var claims = jwt.getJWTClaimsSet();
      var issued = Instant.ofEpochMilli(claims.getLongClaim("issued_at_ms"));
      var expires = claims.getExpirationTime().toInstant();
      return expires.isAfter(Instant.now())
              && issued.isAfter(revokedUntil)
              && !revokedCredentials.contains(claims.getStringClaim("credential"))
          ? Optional.of(claims.getSubject())
          : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  /** Refuses what was issued so far: all of it, or what was had with {@code secret_id}. */
  public void revoke(JsonNode which) {
    if (which.has("secret_id")) {
      revokedCredentials.add(which.get("secret_id").asText());
    } else {
      revokedUntil = Instant.now();
    }
  }
}
