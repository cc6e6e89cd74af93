// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that keeps every request and answers as a test says. Safe for threads. */
public final class Recorder implements AutoCloseable {

  private record Answer(int status, String location, String body) {}

  private final HttpServer server;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  public Recorder() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers a method and path with JSON. */
  public Recorder answers(String request, String body) {
    answers.put(request, new Answer(200, "", body));
    return this;
  }

  /** Answers a method and path by sending its caller elsewhere. */
  public Recorder redirects(String request, int status, String location) {
    answers.put(request, new Answer(status, location, ""));
    return this;
  }

  /** What arrived, as {@code GET /path}, oldest first. */
  public List<String> received() {
    return List.copyOf(received);
  }

  /** The values of the header Authorization that arrived. */
  public List<String> credentials() {
    return List.copyOf(credentials);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      received.add(request);
      credentials.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
      Answer answer = answers.getOrDefault(request, new Answer(404, "", "{}"));
      if (!answer.location().isEmpty()) {
        exchange.getResponseHeaders().set("Location", answer.location());
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
