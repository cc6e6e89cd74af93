// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.tests.workspace.ForwardProxy;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The connection keys {@code proxy.*} against a real proxy, over plain HTTP. */
@ExtendWith(LocalWorkspaceExtension.class)
class ProxyTest {
  private final LocalWorkspace workspace;

  ProxyTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Test
  void tokens_statements_links_and_rest_calls_go_through_the_proxy() throws Exception {
    int port = workspace.access().host().getPort();
    try (var proxy = ForwardProxy.start("someone", "p:w")) {
      var keys =
          keys(
              proxy,
              Map.of(
                  "host", "http://only-the-proxy.localhost:" + port,
                  "allowPlainHttp", "true",
                  "proxy.username", "someone",
                  "proxy.password", "p:w"));
      try (var component = ComponentContext.start(keys)) {
        assertThat(one(component)).isEqualTo(List.of(Map.of("one", 1L)));
        assertThat(component.send("databricks:verify", e -> {}).getException()).isNull();
        long bytes =
            component.read(
                "&outputType=stream",
                "SELECT id, uuid() AS text FROM range(300000)",
                body -> ((InputStream) body).transferTo(OutputStream.nullOutputStream()));
        assertThat(bytes).isGreaterThan(300_000 * 36L);
      }

      assertThat(proxy.lines())
          .anyMatch(line -> line.contains(".localhost:%d/oidc/".formatted(port)));
      assertThat(proxy.lines()).anyMatch(line -> line.contains("/results/"));
    }
  }

  @Test
  void a_host_that_is_excepted_is_reached_directly() throws Exception {
    try (var proxy = ForwardProxy.start()) {
      var keys = keys(proxy, Map.of("proxy.nonProxyHosts", "localhost,127.0.0.1"));
      try (var component = ComponentContext.start(keys)) {
        assertThat(one(component)).isEqualTo(List.of(Map.of("one", 1L)));
      }

      assertThat(proxy.lines()).isEmpty();
    }
  }

  @Test
  void a_wrong_password_at_the_proxy_is_said_and_not_shown() throws Exception {
    try (var proxy = ForwardProxy.start("someone", "right")) {
      var keys =
          keys(proxy, Map.of("proxy.username", "someone", "proxy.password", "not-the-password"));
      try (var component = ComponentContext.start(keys)) {
        assertThat(catchThrowable(() -> one(component)))
            .isInstanceOf(DatabricksException.class)
            .hasMessageContaining("407")
            .message()
            .doesNotContain("not-the-password");
      }
      assertThat(proxy.lines()).as("what was let through").isEmpty();
    }
  }

  private Map<String, String> keys(ForwardProxy proxy, Map<String, String> more) {
    Map<String, String> keys = new HashMap<>(ComponentContext.servicePrincipal(workspace.access()));
    keys.put("proxy.host", "127.0.0.1");
    keys.put("proxy.port", String.valueOf(proxy.port()));
    keys.putAll(more);
    return keys;
  }

  private static List<?> one(ComponentContext component) {
    return component.query(List.class, "", "SELECT 1 AS one", Map.of());
  }
}
