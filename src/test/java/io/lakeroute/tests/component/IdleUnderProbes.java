// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.Knobs.Call;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.Warehouses;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.awaitility.Awaitility;

/**
 * Uses a connection in every way there is, lets its warehouse fall asleep, and then only asks for
 * its health, once a second. For one run.
 */
final class IdleUnderProbes {
  private static final Duration PROBE = Duration.ofSeconds(1);

  private final LocalWorkspace workspace;

  /** What happened while nobody used the connection. */
  record Outcome(int probes, List<Call> calls, String state) {}

  IdleUnderProbes(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  Outcome run(Duration time) {
    Map<String, String> keys = with(servicePrincipal(workspace.access()), "idleTimeout", "10s");
    try (var component = ComponentContext.start(keys, ComponentContext::enableHealthChecks)) {
      workspace.knobs().clearCalls();
      use(component);
      workspace.knobs().set("idleStopSeconds", 10);
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> closed() == opened() && Warehouses.state(workspace).equals("STOPPED"));
      assertThat(opened()).as("sessions that were used").isPositive();
      workspace.knobs().clearCalls();

      int probes = probe(component, time);

      List<Call> calls = workspace.knobs().calls();
      return new Outcome(probes, calls, Warehouses.state(workspace));
    } finally {
      workspace.knobs().set("idleStopSeconds", 0);
      Warehouses.start(workspace);
    }
  }

  private static void use(ComponentContext component) {
    component.query(List.class, "&flow=one", "SELECT 1 AS one", Map.of());
    component.query(List.class, "&flow=other", "SELECT 1 AS one", new HashMap<>());
    assertThat(component.batches("SELECT id FROM range(10)", Map.of())).hasSize(10);
    for (String uri : List.of("jdbc:local", "databricks:catalog", "databricks:verify")) {
      assertThat(component.send(uri, e -> e.getMessage().setBody("SELECT 1")).getException())
          .isNull();
    }
  }

  private static int probe(ComponentContext component, Duration time) {
    long until = System.nanoTime() + time.toNanos();
    int[] probes = {0};
    Awaitility.await()
        .atMost(time.plusMinutes(1))
        .pollInterval(PROBE)
        .until(
            () -> {
              assertThat(HealthCheckHelper.invokeReadiness(component.camel()))
                  .isNotEmpty()
                  .allMatch(result -> result.getState() == HealthCheck.State.UP);
              probes[0]++;
              return System.nanoTime() - until >= 0;
            });
    return probes[0];
  }

  private long opened() {
    return workspace.knobs().count("POST", "/api/2.0/sql/warehouses/[0-9a-f]+/sessions");
  }

  private long closed() {
    return workspace.knobs().count("DELETE", "/api/2.0/sql/sessions/.+");
  }
}
