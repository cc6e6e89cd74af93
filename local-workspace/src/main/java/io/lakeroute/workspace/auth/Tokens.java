package io.lakeroute.workspace.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.lakeroute.workspace.knobs.Settings;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;

/** Issues and checks access tokens (signed JWTs, nothing is stored per token); safe for threads. */
public final class Tokens {

  private final Credentials credentials;
  private final Settings settings;

  /** Tokens issued up to this moment are refused. */
  private volatile Instant revokedUntil = Instant.EPOCH;

  public Tokens(Credentials credentials, Settings settings) {
    this.credentials = credentials;
    this.settings = settings;
  }

  /** A token for the service principal, with its lifetime in seconds. */
  record Issued(String token, long seconds) {}

  Issued issue(String issuer) throws JOSEException {
    var now = Instant.now();
    var lifetime = settings.get(Settings.Key.TOKEN_LIFETIME);
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(credentials.clientId())
            .jwtID(UUID.randomUUID().toString())
            .claim("scope", "all-apis")
            .claim("issued_at_ms", now.toEpochMilli())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .build();
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    jwt.sign(new MACSigner(credentials.signingKey()));
    return new Issued(jwt.serialize(), lifetime.toSeconds());
  }

  /** The service principal that a token stands for; empty when it is forged, expired or revoked. */
  Optional<String> principal(String token) {
    try {
      var jwt = SignedJWT.parse(token);
      if (!jwt.verify(new MACVerifier(credentials.signingKey()))) {
        return Optional.empty();
      }
      var claims = jwt.getJWTClaimsSet();
      var issued = Instant.ofEpochMilli(claims.getLongClaim("issued_at_ms"));
      var expires = claims.getExpirationTime().toInstant();
      return expires.isAfter(Instant.now()) && issued.isAfter(revokedUntil)
          ? Optional.of(claims.getSubject())
          : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  public void revokeIssued() {
    revokedUntil = Instant.now();
  }
}
