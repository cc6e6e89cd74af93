// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The Kubernetes API as far as it is about one Secret. Safe for threads. */
final class StandInKubernetes implements AutoCloseable {

  static final String TOKEN = "account-token";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final String path;
  private ObjectNode secret = JSON.createObjectNode();
  private int version = 1;

  StandInKubernetes(String namespace, String name) throws IOException {
    path = "/api/v1/namespaces/" + namespace + "/secrets/" + name;
    secret.putObject("metadata").put("name", name).put("resourceVersion", "1");
    secret.putObject("data");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized void hold(String entry, String value) {
    ((ObjectNode) secret.path("data"))
        .put(entry, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
  }

  synchronized String value(String entry) {
    return new String(
        Base64.getDecoder().decode(secret.path("data").path(entry).asText()),
        StandardCharsets.UTF_8);
  }

  synchronized String text() {
    return secret.toString();
  }

  /** Somebody else changes something. */
  synchronized void touch() {
    ((ObjectNode) secret.path("metadata")).put("resourceVersion", String.valueOf(++version));
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      reply(exchange, 401);
    } else if (!exchange.getRequestURI().getPath().equals(path)) {
      reply(exchange, 404);
    } else if (exchange.getRequestMethod().equals("GET")) {
      reply(exchange, 200);
    } else {
      ObjectNode patch = (ObjectNode) JSON.readTree(body);
      boolean latest =
          patch.at("/metadata/resourceVersion").asText().equals(String.valueOf(version));
      if (latest) {
        merge(secret, patch);
        touch();
      }
      reply(exchange, latest ? 200 : 409);
    }
  }

  /** RFC 7396. */
  private static void merge(ObjectNode target, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            member -> {
              if (member.getValue().isNull()) {
                target.remove(member.getKey());
              } else if (member.getValue() instanceof ObjectNode inner) {
                merge(target.withObjectProperty(member.getKey()), inner);
              } else {
                target.set(member.getKey(), member.getValue());
              }
            });
  }

  private void reply(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      byte[] body =
          (status == 200 ? secret : JSON.createObjectNode())
              .toString()
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
