// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Warehouses;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operation {@code verify} and the health check: which step fails, and nothing is woken. */
@ExtendWith(LocalWorkspaceExtension.class)
class VerifyTest {
  private final LocalWorkspace workspace;
  private final Map<String, String> keys;

  VerifyTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.keys = servicePrincipal(workspace.access());
  }

  @Test
  void every_step_of_a_good_connection_succeeds() {
    assertThat(verify(keys))
        .containsExactly("token true", "warehouse true", "statement true", "catalog true");
  }

  @Test
  void a_wrong_host_fails_at_the_token() {
    assertThat(verify(with(keys, "host", "http://127.0.0.1:9"))).containsExactly("token false");
  }

  @Test
  void a_wrong_secret_fails_at_the_token() {
    assertThat(verify(with(keys, "clientSecret", "wrong"))).containsExactly("token false");
  }

  @Test
  void an_unknown_warehouse_fails_at_the_warehouse() {
    assertThat(verify(with(keys, "httpPath", "/sql/1.0/warehouses/0000000000000000")))
        .containsExactly("token true", "warehouse false");
  }

  @Test
  void a_missing_catalog_fails_at_the_statement_or_the_catalog() {
    assertThat(verify(with(keys, "catalog", "no_such_catalog")).get(2)).endsWith("false");
  }

  @Test
  void probes_leave_a_stopped_warehouse_asleep_and_say_up() {
    try (var component = ComponentContext.start(keys, ComponentContext::enableHealthChecks)) {
      component.query(List.class, "", "SELECT 1", Map.of());
      Warehouses.stop(workspace);

      var checks = HealthCheckHelper.invokeReadiness(component.camel());

      assertThat(checks)
          .filteredOn(result -> result.getCheck().getId().equals("producer:databricks-local"))
          .singleElement()
          .satisfies(
              result -> {
                assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
                assertThat(result.getDetails()).containsEntry("warehouse.state", "STOPPED");
              });
      assertThat(Warehouses.state(workspace)).isEqualTo("STOPPED");
    } finally {
      Warehouses.start(workspace);
    }
  }

  /** Each step with whether it worked. */
  private static List<String> verify(Map<String, String> keys) {
    try (var component = ComponentContext.start(keys)) {
      Exchange exchange = component.send("databricks:verify?warehouseStartTimeout=20s", e -> {});
      assertThat(exchange.getException()).isNull();
      List<?> steps = (List<?>) exchange.getMessage().getBody(Map.class).get("steps");
      assertThat(steps)
          .allSatisfy(
              step -> {
                Map<?, ?> map = (Map<?, ?>) step;
                assertThat((String) map.get("detail")).isNotEmpty();
                assertThat(((String) map.get("remedy")).isEmpty()).isEqualTo(map.get("ok"));
              });
      return steps.stream()
          .map(step -> ((Map<?, ?>) step).get("step") + " " + ((Map<?, ?>) step).get("ok"))
          .toList();
    }
  }
}
