// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Plain HTTP with JSON bodies, without retries: what a client sends and sees. Safe for threads. */
public final class Rest {
  public static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /** A reply; {@code json} is missing where the body is none. */
  public record Reply(int status, java.net.http.HttpHeaders headers, byte[] bytes) {

    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      try {
        return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
      } catch (IOException e) {
        throw new AssertionError("Not JSON, status %d: %s".formatted(status, text()), e);
      }
    }
  }

  private final Map<String, String> headers;

  /** Calls with these headers on every request. */
  public Rest(Map<String, String> headers) {
    this.headers = Map.copyOf(headers);
  }

  public static Rest anonymous() {
    return new Rest(Map.of());
  }

  public static Rest bearer(String token) {
    return new Rest(Map.of("Authorization", "Bearer " + token));
  }

  public Reply get(URI url) {
    return send(HttpRequest.newBuilder(url).GET());
  }

  public Reply delete(URI url) {
    return send(HttpRequest.newBuilder(url).DELETE());
  }

  public Reply head(URI url) {
    return send(HttpRequest.newBuilder(url).method("HEAD", BodyPublishers.noBody()));
  }

  /** Puts bytes as they are. */
  public Reply put(URI url, byte[] body) {
    return send(
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(body)));
  }

  /** Posts JSON: a map, a list or a {@link JsonNode}. */
  public Reply post(URI url, Object body) {
    return json("POST", url, body);
  }

  public Reply patch(URI url, Object body) {
    return json("PATCH", url, body);
  }

  private Reply json(String method, URI url, Object body) {
    try {
      return send(
          HttpRequest.newBuilder(url)
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Reply postForm(URI url, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Reply send(HttpRequest.Builder request) {
    headers.forEach(request::setHeader);
    try {
      HttpResponse<byte[]> response =
          HTTP.send(request.timeout(Duration.ofMinutes(2)).build(), BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
