// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that refuses whatever it is asked, and repeats in its answers the credentials that it
 * got; for one test.
 */
final class HostileWorkspace implements AutoCloseable {

  /** What it issues as an access token, where it does. */
  static final String TOKEN = "hush-token.hush.hush";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final boolean issuesTokens;

  /**
   * @param issuesTokens whether it refuses requests with a token, or the token already
   */
  HostileWorkspace(boolean issuesTokens) {
    this.issuesTokens = issuesTokens;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (path.endsWith("/oauth-authorization-server")) {
      send(exchange, 200, "{\"token_endpoint\": \"%s/oidc/v1/token\"}".formatted(url()));
    } else if (path.endsWith("/token") && issuesTokens) {
      send(
          exchange,
          200,
          "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": 3600}"
              .formatted(TOKEN));
    } else {
      String text = json(credentials(exchange) + " " + sent);
      int status = path.endsWith("/token") ? 401 : 403;
      send(
          exchange,
          status,
          "{\"error\": \"%1$s\", \"error_description\": \"%1$s\", \"error_code\": \"PERMISSION_DENIED\", \"message\": \"%1$s\"}"
              .formatted(text));
    }
  }

  /** The header as it came, and what it says. */
  private static String credentials(HttpExchange exchange) {
    List<String> headers =
        exchange.getRequestHeaders().getOrDefault("Authorization", List.of("nobody"));
    String header = headers.get(0);
    return header.startsWith("Basic ")
        ? header
            + " "
            + new String(
                Base64.getDecoder().decode(header.substring("Basic ".length())),
                StandardCharsets.UTF_8)
        : header;
  }

  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
