// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.lakeroute.workspace.auth.Authenticator;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.RequestBody;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.knobs.Faults;
import io.lakeroute.workspace.knobs.RequestLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The workspace's HTTP or HTTPS port on the loopback address: credentials, faults and the log of
 * requests around the routes.
 */
public final class WorkspaceServer implements AutoCloseable {

  /** Statements are answered within 50 s, so this many callers may wait at once. */
  private static final int THREADS = 96;

  private static final Logger LOG = LogManager.getLogger(WorkspaceServer.class);

  private final Router router;
  private final Authenticator authenticator;
  private final Faults faults;
  private final RequestLog requests;
  private final HttpServer server;
  private final ExecutorService threads;

  static {
    // Read when the JDK's server class loads. Without nodelay a small reply waits 40 ms; an idle
    // connection closed before its client's pool gives it up fails that client's next call.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "600");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
  }

  /** Takes the port at once (0: any free one); requests are answered after {@link #start}. */
  public WorkspaceServer(
      int port,
      Optional<Tls> tls,
      Router router,
      Authenticator authenticator,
      Faults faults,
      RequestLog requests)
      throws IOException {
    this.router = router;
    this.authenticator = authenticator;
    this.faults = faults;
    this.requests = requests;
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    if (tls.isPresent()) {
      var https = HttpsServer.create(address, 0);
      https.setHttpsConfigurator(new HttpsConfigurator(tls.get().context()));
      this.server = https;
    } else {
      this.server = HttpServer.create(address, 0);
    }
    this.threads = Executors.newFixedThreadPool(THREADS, WorkspaceServer::thread);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "http");
    thread.setDaemon(true);
    return thread;
  }

  /** Where it answers. */
  public String url() {
    return scheme() + "://127.0.0.1:" + server.getAddress().getPort();
  }

  private String scheme() {
    return server instanceof HttpsServer ? "https" : "http";
  }

  public void start() {
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = new Call(read(exchange));
      var reply = call.reply();
      call.request.content().discard();
      requests.add(call.request, reply.status());
      if (reply.status() == Faults.NO_REPLY) {
        return; // closing an unanswered exchange drops the connection
      }
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      boolean empty = reply.length() == 0 || call.request.method().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), empty ? -1 : Math.max(reply.length(), 0));
      if (!empty) {
        reply.body().writeTo(new PiecewiseOutput(exchange.getResponseBody()));
      }
    }
  }

  private Request read(HttpExchange exchange) {
    URI uri = exchange.getRequestURI();
    return new Request(
        scheme(),
        exchange.getRequestMethod(),
        uri.getPath(),
        query(uri.getRawQuery()),
        exchange.getRequestHeaders(),
        new RequestBody(exchange.getRequestBody()),
        Map.of(),
        "");
  }

  private static Map<String, List<String>> query(String raw) {
    var query = new HashMap<String, List<String>>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] sides = pair.split("=", 2);
      query
          .computeIfAbsent(decode(sides[0]), name -> new ArrayList<>())
          .add(sides.length == 2 ? decode(sides[1]) : "");
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** One request on its way: keeps the caller's name for the log once it is known. */
  private final class Call {

    private Request request;

    Call(Request request) {
      this.request = request;
    }

    Response reply() {
      try {
        LoopbackOnly.check(request);
      } catch (ApiException e) {
        return e.response();
      }
      var fault = faults.take(request);
      if (fault.isPresent() && !fault.get().after()) {
        return fault.get().response();
      }
      var reply = answer();
      return fault.map(Faults.Fault::response).orElse(reply);
    }

    private Response answer() {
      try {
        var match = router.find(request.method(), request.path());
        String principal = match.route().open() ? "" : authenticator.principal(request);
        request = request.withRoute(match.variables(), principal);
        return match.route().handler().handle(request);
      } catch (ApiException e) {
        return e.response();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ApiException(503, "TEMPORARILY_UNAVAILABLE", "The workspace is stopping.")
            .response();
      } catch (Exception | LinkageError e) {
        LOG.error("{} {} failed", request.method(), request.path(), e);
        return new ApiException(500, "INTERNAL_ERROR", String.valueOf(e.getMessage())).response();
      }
    }
  }
}
