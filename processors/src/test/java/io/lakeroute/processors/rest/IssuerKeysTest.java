// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerKeysTest {

  private static final String KEYS = "{\"keys\":[]}";

  private final AtomicInteger followed = new AtomicInteger();
  private final HttpServer server;

  IssuerKeysTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          followed.incrementAndGet();
          exchange.sendResponseHeaders(200, KEYS.length());
          try (exchange) {
            exchange
                .getResponseBody()
                .write(KEYS.getBytes(java.nio.charset.StandardCharsets.UTF_8));
          }
        });
    server.createContext(
        "/redirect/",
        exchange -> {
          String status = exchange.getRequestURI().getPath().substring("/redirect/".length());
          exchange.getResponseHeaders().set("Location", url("/keys"));
          exchange.sendResponseHeaders(Integer.parseInt(status), -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void are_taken_from_the_issuers_address() throws IOException {
    assertThat(new IssuerKeys().retrieveResource(URI.create(url("/keys")).toURL()).getContent())
        .isEqualTo(KEYS);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void are_not_taken_from_where_a_redirect_points(int status) {
    assertThatThrownBy(
            () -> new IssuerKeys().retrieveResource(URI.create(url("/redirect/" + status)).toURL()))
        .isInstanceOf(IOException.class);
    assertThat(followed).hasValue(0);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }
}
