// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.application;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service that takes each Idempotency-Key once and refuses it with 409 afterwards, on a loopback
 * port. Safe for threads.
 */
public final class IdempotentService implements AutoCloseable {

  private static final String TOKEN = "a-token-that-only-tests-know";

  private final HttpServer server;
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger lostReplies = new AtomicInteger();

  public IdempotentService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (key == null
        || !exchange.getRequestMethod().equals("POST")
        || !("Bearer " + TOKEN).equals(authorization)) {
      exchange.sendResponseHeaders(400, -1);
    } else if (!keys.add(key)) {
      refusals.incrementAndGet();
      exchange.sendResponseHeaders(409, -1);
    } else {
      body.lines().forEach(lines::add);
      if (lostReplies.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
        exchange.sendResponseHeaders(201, -1);
      }
    }
    exchange.close();
  }

  /** Takes what comes so often without an answer. */
  public void loseReplies(int times) {
    lostReplies.set(times);
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/leads";
  }

  public String token() {
    return TOKEN;
  }

  /** What was taken. */
  public List<String> lines() {
    return lines;
  }

  public int refusals() {
    return refusals.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
