// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.application;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An HTTP API that keeps what it gets and answers as a test says; for one test at a time. */
public final class Receiver implements AutoCloseable {

  /** A request as it arrived; names of headers in lower case. */
  public record Request(String method, String path, Map<String, String> headers, String body) {
    public String key() {
      return headers.get("idempotency-key");
    }
  }

  /** An answer, or none: status 0 closes the connection, and -1 sends a byte at a time, slowly. */
  public record Answer(int status, Map<String, String> headers, String body) {
    public static final Answer RESET = new Answer(0, Map.of(), "");
    public static final Answer TRICKLE = new Answer(-1, Map.of(), "");

    public static Answer of(int status) {
      return new Answer(status, Map.of(), "");
    }

    public static Answer json(String body) {
      return new Answer(200, Map.of("Content-Type", "application/json"), body);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<InetSocketAddress> peers = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Answer> answers = request -> Answer.of(200);

  public Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Answers from now on, and forgets what there was. */
  public void answer(Function<Request, Answer> answers) {
    requests.clear();
    this.answers = answers;
  }

  /** Answers in turn; the last one again and again. */
  public void answer(Answer... turns) {
    answer(request -> turns[Math.min(requests.size(), turns.length) - 1]);
  }

  public List<Request> requests() {
    return requests;
  }

  /** How many connections there were. */
  public int connections() {
    return peers.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    peers.add(exchange.getRemoteAddress());
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    Request request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    requests.add(request);
    Answer answer = answers.apply(request);
    if (answer.status() > 0) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } else if (answer.status() < 0) {
      trickle(exchange);
    }
    exchange.close();
  }

  private void trickle(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      while (!closed.await(200, TimeUnit.MILLISECONDS)) {
        body.write(' ');
        body.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
