// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.workspace.auth.Authenticator;
import io.lakeroute.workspace.auth.Credentials;
import io.lakeroute.workspace.auth.EntraTokens;
import io.lakeroute.workspace.auth.Tokens;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Requests;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.identity.Principals;
import io.lakeroute.workspace.knobs.Faults;
import io.lakeroute.workspace.knobs.RequestLog;
import io.lakeroute.workspace.knobs.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackOnlyTest {

  @TempDir private Path folder;

  private static Request with(String header, String value) {
    return Requests.of("POST", "/local/faults", header, value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:8470",
        "LocalHost:1",
        "[::1]:65535",
        "localhost",
        "a-b.localhost:1"
      })
  void takes_the_names_of_the_loopback_address(String name) {
    assertThatCode(() -> LoopbackOnly.check(with("Host", name))).doesNotThrowAnyException();
    for (String scheme : new String[] {"http://", "https://"}) {
      assertThatCode(() -> LoopbackOnly.check(with("Origin", scheme + name)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void takes_clients_that_name_neither() {
    assertThatCode(() -> LoopbackOnly.check(Requests.of("GET", "/local/settings")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "evil.example:8470",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example/127.0.0.1",
        "evil.example@localhost",
        "localhost@evil.example",
        "localhost:8470, evil.example",
        "192.168.1.7:8470",
        "0.0.0.0:8470",
        "[::]:8470",
        "localhost:",
        "localhost:x",
        "null"
      })
  void refuses_every_other_name(String name) {
    for (Request request :
        new Request[] {
          with("Host", name), with("Origin", name), with("Origin", "http://" + name)
        }) {
      assertThatThrownBy(() -> LoopbackOnly.check(request))
          .isInstanceOf(ApiException.class)
          .hasMessageEndingWith(
              " names another machine. The local workspace answers calls to 127.0.0.1, [::1] and localhost only.");
    }
  }

  @Test
  void a_server_answers_a_foreign_page_with_403_whatever_it_asks_for() throws Exception {
    var calls = new AtomicInteger();
    var router =
        new Router()
            .open(
                "POST",
                "/local/faults",
                request -> {
                  calls.incrementAndGet();
                  return Response.json(Json.object());
                });
    try (var server = server(router)) {
      server.start();
      String own = URI.create(server.url()).getAuthority();
      assertThat(status(server, "/local/faults", own, "")).isEqualTo("HTTP/1.1 200 OK");
      assertThat(calls).hasValue(1);
      assertThat(status(server, "/local/faults", "evil.example", "")).startsWith("HTTP/1.1 403");
      assertThat(status(server, "/local/faults", own, "Origin: https://evil.example\r\n"))
          .startsWith("HTTP/1.1 403");
      assertThat(status(server, "/api/2.0/none", "evil.example", "")).startsWith("HTTP/1.1 403");
      assertThat(calls).hasValue(1);
    }
  }

  private WorkspaceServer server(Router router) throws IOException {
    var principals = new Principals(folder.resolve("principals.json"), List::of);
    var credentials = new Credentials("id", "secret", "token", new byte[32]);
    var tokens = new Tokens(new byte[32], new Settings());
    return new WorkspaceServer(
        0,
        Optional.empty(),
        router,
        new Authenticator(credentials, tokens, new EntraTokens(), principals),
        new Faults(),
        new RequestLog());
  }

  private static String status(WorkspaceServer server, String path, String host, String header)
      throws IOException {
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
      String request =
          "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\nConnection: close\r\n%s\r\n"
              .formatted(path, host, header);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return reply.lines().findFirst().orElse("");
    }
  }
}
