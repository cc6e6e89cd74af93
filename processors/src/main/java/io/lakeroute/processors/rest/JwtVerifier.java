// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks JSON Web Tokens of one issuer: signature by a public key, issuer, audience, times;
 * thread-safe.
 *
 * <p>Keys at an https: address are cached and fetched again when the issuer signs with a new one.
 */
public final class JwtVerifier {

  /** Public-key algorithms only: with a shared secret, whoever can check could also sign. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384);

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /**
   * A verifier of one issuer's tokens.
   *
   * @param keys where the issuer's JWKS is: a {@code file:} path or an {@code https:} address
   * @param issuer the only accepted {@code iss}
   * @param audience must be among {@code aud}
   */
  public JwtVerifier(String keys, String issuer, String audience) {
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source(keys)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp")));
  }

  /**
   * The claims of a valid token, with its subject as {@code sub}.
   *
   * @throws RequestException with {@code UNAVAILABLE} if the issuer's keys cannot be fetched
   */
  public Optional<Map<String, Object>> claims(String token) {
    try {
      return Optional.of(processor.process(token, null).getClaims());
    } catch (RemoteKeySourceException e) {
      throw new RequestException(
          ProblemReason.UNAVAILABLE, "The token issuer's keys cannot be fetched; try again later");
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Optional.empty();
    }
  }

  private static JWKSource<SecurityContext> source(String keys) {
    try {
      if (keys.startsWith("file:")) {
        Path file = Path.of(keys.substring("file:".length()));
        return new ImmutableJWKSet<>(JWKSet.load(file.toFile()));
      }
      if (keys.startsWith("https:")) {
        return JWKSourceBuilder.<SecurityContext>create(URI.create(keys).toURL(), new IssuerKeys())
            .retrying(true)
            .build();
      }
      throw new IllegalArgumentException(
          "The keys of the token issuer must be a JWKS at file:<path> or https://<address>");
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("The address of the token issuer's keys is no URL", e);
    } catch (IOException | ParseException e) {
      throw new IllegalArgumentException(
          "The keys of the token issuer cannot be read from " + keys + ": " + e.getMessage(), e);
    }
  }
}
