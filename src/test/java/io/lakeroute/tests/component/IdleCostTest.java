// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.PortRelay;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What connections cost that nobody uses. */
@ExtendWith(LocalWorkspaceExtension.class)
class IdleCostTest {
  private static final int TENANTS = 100;

  private final LocalWorkspace workspace;

  IdleCostTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Test
  void a_hundred_tenants_cost_neither_thread_nor_socket_until_they_are_used() throws Exception {
    workspace.knobs().clearCalls();
    try (PortRelay relay = PortRelay.start(workspace.access().host().getPort())) {
      List<String> ofOne = threadsOf(relay, 1);
      try (var component = start(relay, TENANTS)) {
        assertThat(relay.accepted()).isZero();
        assertThat(workspace.knobs().calls()).isEmpty();

        assertThat(ask(component, "tenant-7").getException()).isNull();

        assertThat(relay.accepted()).as("the relay sees what is used").isPositive();
        assertThat(workspace.knobs().count("POST", "/oidc/v1/token")).isEqualTo(1);
        assertThat(workspace.knobs().count("POST", "/api/2.0/sql/warehouses/.*/sessions"))
            .isEqualTo(1);
      }
      assertThat(ofOne).as("threads of one tenant").isEqualTo(threadsOf(relay, TENANTS));
    }
  }

  /** The 10 minutes of it are in {@link IdleProof}. */
  @Tag("matrix")
  @Test
  void a_sleeping_warehouse_is_asked_for_its_state_and_for_nothing_else() {
    var outcome = new IdleUnderProbes(workspace).run(Duration.ofSeconds(20));

    assertThat(outcome.probes()).isGreaterThan(13);
    assertThat(outcome.calls())
        .hasSize(outcome.probes())
        .allMatch(call -> call.is("GET", "/api/2.0/sql/warehouses/[0-9a-f]{16}"));
    assertThat(outcome.state()).isEqualTo("STOPPED");
  }

  /** Names, without numbers, of the threads that come with a context that is not used. */
  private List<String> threadsOf(PortRelay relay, int tenants) throws IOException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (var component = start(relay, tenants)) {
      assertThat(component.camel().getRoutes()).hasSize(1);
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> !before.contains(thread))
          .map(thread -> thread.getName().replaceAll("\\d+", ""))
          .sorted()
          .toList();
    }
  }

  private ComponentContext start(PortRelay relay, int tenants) {
    Map<String, String> keys =
        with(servicePrincipal(workspace.access()), "host", "http://127.0.0.1:" + relay.port());
    Map<String, Map<String, String>> connections = new TreeMap<>();
    IntStream.range(0, tenants).forEach(i -> connections.put("tenant-" + i, keys));
    var component = ComponentContext.startAll(connections, ComponentContext::enableHealthChecks);
    try {
      component
          .camel()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from("direct:ask")
                      .toF(
                          "databricks:query?tenants=%s&sql=SELECT 1 AS one",
                          connections.keySet().stream().collect(Collectors.joining(",")));
                }
              });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return component;
  }

  private static Exchange ask(ComponentContext component, String tenant) {
    return component.send(
        "direct:ask", e -> e.getMessage().setHeader(DatabricksConstants.TENANT, tenant));
  }
}
