// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A token endpoint with its discovery that answers what it is told to. Safe for threads. */
final class StandInIssuer implements AutoCloseable {

  /** What was sent, with the form's fields decoded. */
  record Sent(String path, String authorization, Map<String, String> form) {}

  private record Answer(int status, String retryAfter, String body) {}

  private final HttpServer server;
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Sent> sent = new ArrayList<>();

  StandInIssuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/oidc/.well-known/oauth-authorization-server", this::discovery);
    server.createContext("/", this::token);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized void answers(int status, String body) {
    answers.add(new Answer(status, "", body));
  }

  synchronized void refusesForNow(int status, String retryAfter) {
    answers.add(new Answer(status, retryAfter, "{}"));
  }

  void issues(String token) {
    answers(200, "{\"access_token\":\"" + token + "\",\"expires_in\":3600}");
  }

  synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  private void discovery(HttpExchange exchange) throws IOException {
    reply(exchange, new Answer(200, "", "{\"token_endpoint\":\"" + url() + "/oidc/v1/token\"}"));
  }

  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new TreeMap<>();
    for (String field : body.split("&")) {
      String[] sides = field.split("=", 2);
      form.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    Answer answer;
    synchronized (this) {
      sent.add(
          new Sent(
              exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders().getOrDefault("Authorization", List.of("")).get(0),
              form));
      answer = answers.isEmpty() ? new Answer(500, "", "{}") : answers.remove();
    }
    reply(exchange, answer);
  }

  private static void reply(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      if (!answer.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
