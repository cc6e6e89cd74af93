// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.main.Main;

/** The application as it is shipped, on free ports, over a stand-in for Databricks; thread-safe. */
final class RestApplication implements AutoCloseable {

  static final String KEY = "a-key-that-only-tests-know";
  static final String OTHER_KEY = "another-key-that-only-tests-know";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Main main = new Main(Lakeroute.class);
  private final int port = freePort();
  private final int managementPort = freePort();
  private final ECKey issuerKey;
  private final String token;

  RestApplication(StandInDatabricks databricks, Path folder) throws Exception {
    this(databricks, folder, Map.of());
  }

  /**
   * @param settings more of them, or others
   */
  RestApplication(StandInDatabricks databricks, Path folder, Map<String, String> settings)
      throws Exception {
    issuerKey = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
    token = tokenOf("none");
    Path keys = folder.resolve("jwks.json");
    Files.writeString(keys, new JWKSet(issuerKey).toPublicJWKSet().toString());
    main.bind("databricks", databricks);
    set("camel.server.port", String.valueOf(port));
    set("camel.management.port", String.valueOf(managementPort));
    set(
        "lakeroute.rest.apiKeys",
        "old=" + "0".repeat(64) + ",web=" + sha256(KEY) + ",shop=" + sha256(OTHER_KEY));
    set("lakeroute.rest.jwt.issuer", "https://issuer.example.org");
    set("lakeroute.rest.jwt.audience", "lakeroute");
    set("lakeroute.rest.jwt.keys", "file:" + keys);
    set("lakeroute.interactions.mappings", "classpath:mappings/one/*.yaml");
    set("lakeroute.interactions.connection", "shop");
    set("lakeroute.interactions.cursor.secretKey", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    settings.forEach(this::set);
    try {
      main.start();
    } catch (Exception e) {
      main.stop();
      throw e;
    }
  }

  private static String sha256(String key) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
  }

  int port() {
    return port;
  }

  /** A token of the issuer that the application trusts. */
  String token() {
    return token;
  }

  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
  }

  HttpRequest.Builder managementRequest(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + target));
  }

  HttpResponse<String> get(String target) {
    return send(request(target).header("X-API-Key", KEY));
  }

  /** Asks without waiting for the answer. */
  CompletableFuture<HttpResponse<String>> begin(String target) {
    return http.sendAsync(
        request(target).header("X-API-Key", KEY).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** How many requests are not ended yet. */
  int open() {
    return main.getCamelContext().getInflightRepository().size();
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    main.stop();
  }

  private void set(String name, String value) {
    main.addOverrideProperty(name, value);
  }

  /** A token of the issuer with this claim {@code tenant}. */
  String tokenOf(Object tenant) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("1").build(),
            new JWTClaimsSet.Builder()
                .issuer("https://issuer.example.org")
                .audience("lakeroute")
                .subject("crm")
                .claim("tenant", tenant)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build());
    jwt.sign(new ECDSASigner(issuerKey));
    return jwt.serialize();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
