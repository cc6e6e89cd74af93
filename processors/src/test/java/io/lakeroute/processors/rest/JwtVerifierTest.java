// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtVerifierTest {

  private static final String ISSUER = "https://issuer.example.org";

  @TempDir private Path folder;
  private ECKey key;
  private JwtVerifier verifier;

  @BeforeEach
  void publishTheIssuersKeys() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
    Path keys = folder.resolve("jwks.json");
    Files.writeString(keys, new JWKSet(key).toPublicJWKSet().toString());
    verifier = new JwtVerifier("file:" + keys, ISSUER, "lakeroute");
  }

  @Test
  void knows_the_subject_of_a_valid_token() throws Exception {
    assertThat(subject(claims().build())).contains("crm");
    assertThat(subject(claims().audience(java.util.List.of("x", "lakeroute")).build()))
        .contains("crm");
  }

  @Test
  void refuses_tokens_that_are_not_for_us_or_not_valid_now() throws Exception {
    refused(signed(claims().issuer("https://other.example.org").build(), key));
    refused(signed(claims().audience("other").build(), key));
    refused(signed(claims().audience((String) null).build(), key));
    refused(signed(claims().subject(null).build(), key));
    refused(signed(claims().expirationTime(null).build(), key));
    refused(signed(claims().expirationTime(in(-120)).build(), key));
    refused(signed(claims().notBeforeTime(in(120)).build(), key));
  }

  @Test
  void refuses_tokens_that_the_issuer_did_not_sign() throws Exception {
    refused(signed(claims().build(), new ECKeyGenerator(Curve.P_256).keyID("1").generate()));
    refused(new PlainJWT(claims().build()).serialize());
    SignedJWT withSecret = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    withSecret.sign(new MACSigner(new byte[32]));
    refused(withSecret.serialize());
    String good = signed(claims().build(), key);
    refused(good.substring(0, good.length() - 4) + "AAAA");
    refused("");
    refused("no.token.atall");
  }

  @Test
  void refuses_to_start_with_keys_that_cannot_be_read() {
    assertThatThrownBy(() -> new JwtVerifier("file:no-such-file.json", ISSUER, "lakeroute"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The keys of the token issuer cannot be read from file:no-such-file.json: ");
    assertThatThrownBy(() -> new JwtVerifier("http://issuer.example.org", ISSUER, "lakeroute"))
        .hasMessage(
            "The keys of the token issuer must be a JWKS at file:<path> or https://<address>");
  }

  @Test
  void gives_the_claims_of_a_valid_token() throws Exception {
    String token = signed(claims().claim("tenant", "acme").build(), key);

    assertThat(verifier.claims(token).orElseThrow()).containsEntry("tenant", "acme");
  }

  private Optional<Object> subject(JWTClaimsSet claims) throws Exception {
    return verifier.claims(signed(claims, key)).map(all -> all.get("sub"));
  }

  private void refused(String token) {
    assertThat(verifier.claims(token)).isEmpty();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("lakeroute")
        .subject("crm")
        .expirationTime(in(60));
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private static String signed(JWTClaimsSet claims, ECKey key) throws JOSEException {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("1").build(), claims);
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }
}
