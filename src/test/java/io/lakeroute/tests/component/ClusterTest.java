// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.databricks.sdk.service.compute.State;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.warehouse.WarehouseStarter;
import io.lakeroute.tests.workspace.Clusters;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Warehouses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Connections whose HTTP path is a cluster's: Thrift only, started and waited for. */
@ExtendWith(LocalWorkspaceExtension.class)
class ClusterTest {
  private static final String THRIFT = "POST " + Clusters.HTTP_PATH;
  private static final String CLUSTER = "Cluster " + Clusters.ID;

  private final LocalWorkspace workspace;
  private final Map<String, String> keys;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(WarehouseStarter.class);

  ClusterTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.keys =
        with(
            with(servicePrincipal(workspace.access()), "httpPath", Clusters.HTTP_PATH),
            "writeBack",
            "true");
  }

  @BeforeEach
  void terminate() {
    Clusters.terminate(workspace);
    workspace.knobs().clearCalls();
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  @Test
  void lists_and_streams_come_over_thrift_and_wake_no_warehouse() {
    Warehouses.stop(workspace);
    try (var component = ComponentContext.start(keys)) {
      assertThat(one(component)).isEqualTo(List.of(Map.of("one", 1L)));
      assertThat(component.batches("SELECT id FROM range(3)", Map.of())).hasSize(3);

      assertThat(workspace.knobs().calls()).anyMatch(call -> call.is("POST", Clusters.HTTP_PATH));
      assertThat(workspace.knobs().calls())
          .noneMatch(call -> call.path().startsWith("/api/2.0/sql/statements"));
      assertThat(Warehouses.state(workspace)).isEqualTo("STOPPED");
    } finally {
      Warehouses.start(workspace);
    }
  }

  @Tag("matrix")
  @Test
  void a_terminated_cluster_is_started_and_waited_for_and_the_log_tells() {
    assertThat(logOfAStart(1))
        .containsExactly(
            CLUSTER + " of connection 'local' is STOPPED; waiting at most 300 s for it to run",
            CLUSTER + " of connection 'local' runs after N s");
  }

  @Tag("matrix")
  @Test
  void the_log_tells_of_a_long_wait_while_it_lasts() {
    assertThat(logOfAStart(13))
        .containsExactly(
            CLUSTER + " of connection 'local' is STOPPED; waiting at most 300 s for it to run",
            CLUSTER + " of connection 'local' is STARTING after N s",
            CLUSTER + " of connection 'local' runs after N s");
  }

  private List<String> logOfAStart(int seconds) {
    workspace.knobs().set("clusterStartSeconds", seconds);
    try (var component = ComponentContext.start(keys)) {
      assertThat(one(component)).isEqualTo(List.of(Map.of("one", 1L)));
    }
    assertThat(workspace.knobs().count("POST", "/api/2.1/clusters/start")).isEqualTo(1);
    return log.list.stream()
        .map(event -> event.getFormattedMessage().replaceAll("\\d+ s$", "N s"))
        .toList();
  }

  @Test
  void the_wait_is_bounded_and_its_failure_says_so() {
    workspace.knobs().set("clusterStartSeconds", 60);
    try (var component = ComponentContext.start(keys)) {
      Exchange failed =
          component.send(
              "databricks:query?warehouseStartTimeout=1s&statementFrom=property",
              e -> e.setProperty("CamelDatabricksStatement", "SELECT 1"));

      assertFails(
          failed,
          Reason.UNAVAILABLE,
          CLUSTER
              + " of connection 'local' did not run within 1 s (warehouseStartTimeout). It goes on starting; try again"
              + " later.");
    }
  }

  /** The state of a cluster says RUNNING before its Thrift server answers. */
  @Tag("matrix")
  @Test
  void a_cluster_that_runs_and_opens_no_session_yet_is_waited_for() {
    workspace.knobs().add(Fault.on(THRIFT, 503).header("Retry-After", "1").times(4));
    try (var component = ComponentContext.start(keys)) {
      assertThat(one(component)).isEqualTo(List.of(Map.of("one", 1L)));
    }
    workspace.knobs().add(Fault.on(THRIFT, 503).times(4));
    try (var component = ComponentContext.start(keys)) {
      assertThat(one(component)).isEqualTo(List.of(Map.of("one", 1L)));
    }
  }

  @Tag("matrix")
  @Test
  void a_cluster_that_wants_to_be_left_alone_for_ten_minutes_does_not_hold_the_caller() {
    try (var component = ComponentContext.start(keys)) {
      one(component);
      workspace.knobs().add(Fault.on(THRIFT, 503).header("Retry-After", "600"));
      long start = System.nanoTime();

      Exchange failed = component.send("databricks:query?sql=SELECT 1", e -> {});

      assertFails(
          failed,
          Reason.UNAVAILABLE,
          "Cannot run the statement on connection 'local': the service does not answer as it should (HTTP 503). Try"
              + " again later.");
      assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
    }
  }

  @Test
  void a_session_that_ended_with_its_cluster_is_replaced() {
    try (var component = ComponentContext.start(keys)) {
      one(component);
      Clusters.terminate(workspace);

      assertThat(one(component)).isEqualTo(List.of(Map.of("one", 1L)));
    }
  }

  @Test
  void verify_says_that_a_cluster_speaks_thrift_only() {
    try (var component = ComponentContext.start(keys)) {
      Exchange exchange = component.send("databricks:verify", e -> {});

      Map<?, ?> answer = exchange.getMessage().getBody(Map.class);
      assertThat(answer.get("ok")).isEqualTo(true);
      List<?> steps = (List<?>) answer.get("steps");
      assertThat(steps.stream().map(step -> ((Map<?, ?>) step).get("step")).toList())
          .isEqualTo(List.of("token", "cluster", "statement", "catalog"));
      assertThat(((Map<?, ?>) steps.get(1)).get("detail"))
          .isEqualTo(
              "the cluster is STOPPED. It speaks Thrift only: results come through the driver, and execute and write"
                  + " need a connection with warehouseId");
    }
  }

  @Tag("matrix")
  @Test
  void probes_leave_a_terminated_cluster_as_it_is_and_say_up() {
    try (var component = ComponentContext.start(keys, ComponentContext::enableHealthChecks)) {
      one(component);
      Clusters.terminate(workspace);

      var checks = HealthCheckHelper.invokeReadiness(component.camel());

      assertThat(checks)
          .isNotEmpty()
          .allMatch(result -> result.getState() == HealthCheck.State.UP)
          .anyMatch(result -> "STOPPED".equals(result.getDetails().get("cluster.state")));
      assertThat(Clusters.state(workspace)).isEqualTo(State.TERMINATED);
    }
  }

  @Test
  void changes_are_refused_at_start() {
    try (var component = ComponentContext.start(keys)) {
      for (String uri : List.of("databricks:execute?sql=DELETE FROM t", "databricks:write:a.b.c")) {
        assertThat(catchThrowable(() -> component.send(uri, e -> {})))
            .rootCause()
            .hasMessage(
                "Connection 'local' leads to a cluster, which takes no statements that change something. Use a"
                    + " connection with warehouseId.");
      }
    }
  }

  @Test
  void a_cluster_that_does_not_exist_is_said() {
    try (var component =
        ComponentContext.start(with(keys, "httpPath", "/sql/protocolv1/o/0/0101-000000-nowhere"))) {
      assertFails(
          component.send("databricks:query?sql=SELECT 1", e -> {}),
          Reason.NOT_FOUND,
          "Cluster 0101-000000-nowhere of connection 'local' is DELETED. Give the connection another warehouseId or"
              + " httpPath.");
    }
  }

  @Test
  void a_principal_that_may_not_use_it_is_told_what_it_needs() {
    var stranger = Identities.of(workspace).warehouseUser("Not of the cluster");
    Map<String, String> other = new HashMap<>(servicePrincipal(stranger.access()));
    other.put("httpPath", Clusters.HTTP_PATH);
    try (var component = ComponentContext.start(other)) {
      assertFails(
          component.send("databricks:query?sql=SELECT 1", e -> {}),
          Reason.FORBIDDEN,
          "Cannot ask for the state of cluster "
              + Clusters.ID
              + " on connection 'local': permission is denied (HTTP 403). Check the principal's CAN USE on the"
              + " warehouse or CAN ATTACH TO on the cluster, and its grants in Unity Catalog.");
    }
  }

  private static List<?> one(ComponentContext component) {
    return component.query(List.class, "", "SELECT 1 AS one", Map.of());
  }

  private static void assertFails(Exchange exchange, Reason reason, String message) {
    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(reason))
        .hasMessage(message);
  }
}
