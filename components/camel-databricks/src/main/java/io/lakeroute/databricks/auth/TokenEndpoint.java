// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import com.databricks.sdk.core.http.HttpClient;
import com.databricks.sdk.core.http.Request;
import com.databricks.sdk.core.http.Response;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.databricks.waiting.Repetition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks OAuth token endpoints for access tokens. Thread-safe. */
final class TokenEndpoint {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final InstantSource clock;

  TokenEndpoint(HttpClient http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * A fresh token.
   *
   * @param headers beside those of a form
   * @throws TokenRefused when the endpoint says no
   * @throws UncheckedIOException when it says nothing
   */
  AccessToken ask(String url, Map<String, String> headers, Map<String, String> form) {
    return Repetition.of(() -> askOnce(url, headers, form));
  }

  static Map<String, String> basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
  }

  private AccessToken askOnce(String url, Map<String, String> headers, Map<String, String> form) {
    Request request =
        new Request("POST", url, encode(form))
            .withHeaders(headers)
            .withHeader("Content-Type", "application/x-www-form-urlencoded")
            .withHeader("Accept", "application/json");
    Instant asked = clock.instant();
    try {
      Response response = http.execute(request);
      JsonNode reply = json(response);
      String token = reply.path("access_token").asText();
      if (response.getStatusCode() >= 300 || token.isEmpty()) {
        throw new TokenRefused(
            response.getStatusCode(),
            reply.path("error").asText(reply.path("error_code").asText()),
            reply.path("error_description").asText());
      }
      // RFC 6749 only recommends expires_in; without it, the shortest life that is common.
      long seconds = reply.path("expires_in").asLong(3600);
      return new AccessToken(token, asked, asked.plusSeconds(seconds));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(Response response) throws IOException {
    try (InputStream body = response.getBody()) {
      byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
      try {
        return JSON.readTree(bytes);
      } catch (IOException notJson) {
        return JSON.missingNode(); // A proxy's page, say: the status tells enough.
      }
    }
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
