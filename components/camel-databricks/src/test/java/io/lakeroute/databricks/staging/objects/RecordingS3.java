// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that takes what comes and keeps how it was asked. Safe for threads. */
final class RecordingS3 implements AutoCloseable {

  /** One request. */
  record Request(String method, String target, Headers headers, byte[] body) {
    String header(String name) {
      return headers.getFirst(name);
    }
  }

  /** Answers a request. */
  @FunctionalInterface
  interface Answer {
    int status(Request request);
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Answer answer = request -> 200;
  private volatile boolean hanging;

  RecordingS3() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  void answer(Answer next) {
    answer = next;
  }

  /** From now on, no request is answered. */
  void hang() {
    hanging = true;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              body);
      requests.add(request);
      if (hanging) {
        closed.await();
        return;
      }
      int status = answer.status(request);
      exchange.getResponseHeaders().set("ETag", "\"tag\"");
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
      byte[] reply = reply(status).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, reply.length);
      exchange.getResponseBody().write(reply);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String reply(int status) {
    return status == 200
        ? "<Result><UploadId>up-1</UploadId><IsTruncated>false</IsTruncated></Result>"
        : "<Error><Code>InvalidAccessKeyId</Code><Message>The key hush-id is not known, secret hush-key</Message></Error>";
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
