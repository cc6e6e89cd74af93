// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import com.databricks.internal.apache.thrift.TException;
import com.databricks.internal.apache.thrift.protocol.TBinaryProtocol;
import com.databricks.internal.apache.thrift.transport.TMemoryInputTransport;
import com.databricks.jdbc.model.client.thrift.generated.TCLIService;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands in front of a workspace and takes the text of each statement from the bytes that arrive,
 * by REST or by Thrift. A test says which statements pass, and when; all else is passed on. Safe
 * for threads.
 */
public final class WorkspaceRelay implements AutoCloseable {

  /** Judges a statement before it reaches the workspace. */
  @FunctionalInterface
  public interface Door {

    /** Whether the statement passes; the call takes as long as the statement is to be held back. */
    boolean passes(String statement) throws InterruptedException;
  }

  private static final Set<String> PASSED_ON = Set.of("authorization", "content-type", "accept");

  /** The component asks for it before its first statement without a session. */
  private static final String TIME_ZONE = "SELECT current_timezone()";

  /** What it names must be reached through here, too. */
  private static final String DISCOVERY = "/.well-known/";

  private final Workspace workspace;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Door door;

  public WorkspaceRelay(Workspace workspace, Door door) {
    this.workspace = workspace;
    this.door = door;
    // Read when the JDK's server class loads; without it each small reply waits 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** The workspace, to be reached through here. */
  public Workspace inFront() {
    return new Workspace(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        workspace.httpPath(),
        workspace.clientId(),
        workspace.clientSecret(),
        workspace.token(),
        workspace.catalog(),
        workspace.schema());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Optional<String> statement =
          statement(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body)
              .filter(text -> !text.equals(TIME_ZONE));
      if (statement.isPresent() && !door.passes(statement.get())) {
        reply(
            exchange,
            400,
            "{\"error_code\":\"BAD_REQUEST\",\"message\":\"Heard.\"}"
                .getBytes(StandardCharsets.UTF_8));
      } else {
        passOn(exchange, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<String> statement(String method, String path, byte[] body)
      throws IOException {
    if (!method.equals("POST")) {
      return Optional.empty();
    }
    if (path.matches("/api/2.0/sql/statements/?")) {
      return Optional.of(Rest.JSON.readTree(body).path("statement").textValue());
    }
    if (!path.startsWith("/sql/")) {
      return Optional.empty();
    }
    try {
      var message = new TBinaryProtocol(new TMemoryInputTransport(body));
      if (!message.readMessageBegin().name.equals("ExecuteStatement")) {
        return Optional.empty();
      }
      var call = new TCLIService.ExecuteStatement_args();
      call.read(message);
      return Optional.of(call.getReq().getStatement());
    } catch (TException e) {
      throw new IOException(e);
    }
  }

  private void passOn(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(workspace.host().resolve(exchange.getRequestURI().toString()))
            .version(HttpClient.Version.HTTP_1_1)
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, values.get(0));
              }
            });
    HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
    answer
        .headers()
        .firstValue("content-type")
        .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
    reply(
        exchange,
        answer.statusCode(),
        exchange.getRequestURI().getPath().contains(DISCOVERY)
            ? new String(answer.body(), StandardCharsets.UTF_8)
                .replace(workspace.host().toString(), inFront().host().toString())
                .getBytes(StandardCharsets.UTF_8)
            : answer.body());
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
