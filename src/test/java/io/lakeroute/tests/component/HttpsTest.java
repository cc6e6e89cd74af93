// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.ForwardProxy;
import io.lakeroute.tests.workspace.SecureWorkspace;
import io.lakeroute.tests.workspace.SecureWorkspaceExtension;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The connection keys {@code trustStore} and {@code proxy.*}, against a workspace on https. */
@ExtendWith(SecureWorkspaceExtension.class)
class HttpsTest {
  private static final long ROWS = 300_000;

  private final SecureWorkspace workspace;

  HttpsTest(SecureWorkspace workspace) {
    this.workspace = workspace;
  }

  @Tag("matrix")
  @Test
  void statements_and_rest_calls_trust_the_store() {
    try (var component = ComponentContext.start(trusting())) {
      assertThat(one(component)).isEqualTo(List.of(Map.of("one", 1L)));
      assertThat(catalogs(component)).contains("main");
    }
  }

  @Tag("matrix")
  @Test
  void large_results_come_over_https_links() {
    try (var component = ComponentContext.start(trusting())) {
      assertThat(streamed(component)).isEqualTo(ROWS);
    }
  }

  @Tag("matrix")
  @Test
  void a_certificate_that_nobody_trusts_is_said() {
    Map<String, String> keys = ComponentContext.servicePrincipal(workspace.access());

    try (var component = ComponentContext.start(keys)) {
      assertThat(catchThrowable(() -> one(component)))
          .isInstanceOfSatisfying(
              DatabricksException.class,
              e -> assertThat(e.getReason()).isEqualTo(Reason.CONFIGURATION))
          .hasMessageContaining("the TLS certificate is not trusted")
          .hasMessageContaining("trustStore");
    }
  }

  @Tag("matrix")
  @Test
  void statements_and_rest_calls_tunnel_through_the_proxy() throws Exception {
    try (var proxy = ForwardProxy.start("someone", "p:w")) {
      Map<String, String> keys = proxied(proxy);
      keys.put("proxy.username", "someone");
      keys.put("proxy.password", "p:w");
      try (var component = ComponentContext.start(keys)) {
        assertThat(one(component)).isEqualTo(List.of(Map.of("one", 1L)));
        int withStatement = proxy.lines().size();
        assertThat(catalogs(component)).contains("main");
        assertThat(withStatement).as("tokens and statements").isGreaterThan(1);
        assertThat(streamed(component)).isEqualTo(ROWS);
      }
      // The driver asks for its feature flags on 443, whatever the connection's port is.
      assertThat(proxy.lines())
          .containsOnly(
              "CONNECT 127.0.0.1:%d HTTP/1.1".formatted(port()), "CONNECT 127.0.0.1:443 HTTP/1.1");
    }
  }

  private int port() {
    return workspace.access().host().getPort();
  }

  private Map<String, String> trusting() {
    Map<String, String> keys = new HashMap<>(ComponentContext.servicePrincipal(workspace.access()));
    keys.put("trustStore", workspace.trustStore().toString());
    keys.put("trustStorePassword", workspace.trustStorePassword());
    return keys;
  }

  private Map<String, String> proxied(ForwardProxy proxy) {
    Map<String, String> keys = trusting();
    keys.put("proxy.host", "127.0.0.1");
    keys.put("proxy.port", String.valueOf(proxy.port()));
    return keys;
  }

  private static List<?> one(ComponentContext component) {
    return component.query(List.class, "", "SELECT 1 AS one", Map.of());
  }

  private static long streamed(ComponentContext component) {
    return component.read(
        "&outputType=stream",
        "SELECT id, uuid() AS text FROM range(%d)".formatted(ROWS),
        body -> {
          try (var lines =
              new BufferedReader(
                  new InputStreamReader((InputStream) body, StandardCharsets.UTF_8))) {
            return lines.lines().count();
          }
        });
  }

  private static String catalogs(ComponentContext component) {
    Exchange answer = component.send("databricks:catalog?action=catalogs", e -> {});
    assertThat(answer.getException()).isNull();
    return answer.getMessage().getBody(List.class).toString();
  }
}
