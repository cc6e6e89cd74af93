// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lakeroute.workspace.identity.FederationPolicy;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/** A JWT that somebody else signed, to be believed only after its signature was checked. */
record ForeignToken(SignedJWT jwt, JWTClaimsSet claims) {

  /** What Databricks takes. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

  /** Empty when the text is no JWT with an end. */
  static Optional<ForeignToken> parse(String text) {
    try {
      var jwt = SignedJWT.parse(text);
      var claims = jwt.getJWTClaimsSet();
      return claims.getExpirationTime() == null
          ? Optional.empty()
          : Optional.of(new ForeignToken(jwt, claims));
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  Instant expiresAt() {
    return claims.getExpirationTime().toInstant();
  }

  /** Whether it is good now, by its own times. */
  boolean current() {
    var now = Instant.now();
    var from = Optional.ofNullable(claims.getNotBeforeTime()).map(time -> time.toInstant());
    return now.isBefore(expiresAt()) && from.filter(now::isBefore).isEmpty();
  }

  boolean fits(FederationPolicy policy) {
    return policy.issuer().equals(claims.getIssuer())
        && !Collections.disjoint(policy.audiences(), claims.getAudience())
        && policy.subject().equals(claim(policy.subjectClaim()));
  }

  String claim(String name) {
    return claims.getClaim(name) instanceof String text ? text : "";
  }

  /** Whether one of these public keys, as JSON, fits the signature. */
  boolean signedBy(String jwks) {
    try {
      return ALGORITHMS.contains(jwt.getHeader().getAlgorithm())
          && JWKSet.parse(jwks).getKeys().stream().anyMatch(this::signedBy);
    } catch (ParseException e) {
      return false;
    }
  }

  private boolean signedBy(JWK key) {
    try {
      Optional<JWSVerifier> verifier =
          key instanceof RSAKey rsa
              ? Optional.of(new RSASSAVerifier(rsa))
              : key instanceof ECKey ec ? Optional.of(new ECDSAVerifier(ec)) : Optional.empty();
      return verifier.isPresent() && jwt.verify(verifier.get());
    } catch (JOSEException e) {
      return false; // another kind of key than the token's
    }
  }
}
