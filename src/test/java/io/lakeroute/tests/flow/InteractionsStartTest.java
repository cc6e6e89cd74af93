// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lakeroute.processors.camel.FailureReason;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.ApplicationProcess;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Warehouses;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the application refuses at start, and what it does while the warehouse starts. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class InteractionsStartTest {
  @TempDir private Path mappings;
  private final LocalWorkspace workspace;

  InteractionsStartTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    Shop.fill(workspace);
  }

  @Test
  void a_mapping_with_a_missing_column_is_refused_with_file_column_and_columns() {
    Shop.writeMappings(workspace, mappings);
    Shop.write(
        mappings.resolve("wrong.interactions.yaml"),
        """
        name: wrong
        source: %s
        crosswalk: customer
        type: wrong
        timestamp: bought_on
        key: [customer, basket, line]
        attributes: {value: amount}
        """
            .formatted(workspace.name("purchases")));

    Throwable refused =
        catchThrowable(
            () ->
                Application.start(Application.interactions(workspace.access(), mappings)).close());

    assertThat(FailureReason.of(refused))
        .contains("wrong.interactions.yaml", "bought_on")
        .contains("customer", "bought_at", "basket", "line", "amount");
  }

  @Test
  void a_personal_access_token_is_refused_at_start_in_the_last_line() {
    Shop.writeMappings(workspace, mappings);
    Map<String, String> properties =
        new HashMap<>(Application.interactions(workspace.access(), mappings));
    properties.keySet().removeIf(key -> key.contains("client"));
    properties.put("databricks.connections.default.auth", "pat");
    properties.put("databricks.connections.default.token", workspace.access().token());

    try (ApplicationProcess application = ApplicationProcess.launch("personal-token", properties)) {
      assertThat(application.awaitExit()).isEqualTo(1);
      List<String> lines = application.output().lines().toList();
      assertThat(lines.get(lines.size() - 1))
          .contains("Lakeroute cannot start. ", "personal access token")
          .doesNotContain(workspace.access().token());
    }
  }

  @Test
  void a_starting_warehouse_is_waited_for_and_then_asked_for_later() throws Exception {
    Shop.writeMappings(workspace, mappings);
    Map<String, String> properties =
        new HashMap<>(Application.interactions(workspace.access(), mappings));
    properties.put("lakeroute.interactions.warehouseStartTimeout", "1s");
    Warehouses.stop(workspace);
    workspace.knobs().set("warehouseStartSeconds", 4);
    try (Application application = Application.start(properties)) {
      assertThat(Warehouses.state(workspace)).as("the start wakes nothing").isEqualTo("STOPPED");

      HttpResponse<String> early = application.interactions("p3", "");

      assertThat(early.statusCode()).as(early.body()).isEqualTo(503);
      assertThat(Rest.JSON.readTree(early.body()).path("reason").asText()).isEqualTo("UNAVAILABLE");
      assertThat(early.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> application.interactions("p3", "").statusCode() == 200);
    } finally {
      Warehouses.start(workspace);
    }
  }

  @Test
  void instants_are_right_whatever_the_zone_of_the_process() {
    Shop.writeMappings(workspace, mappings);
    try (ApplicationProcess application =
        ApplicationProcess.start(
            "new-york",
            Application.interactions(workspace.access(), mappings),
            "-Duser.timezone=America/New_York")) {
      var one = application.get("/profiles/p3/interactions").json().path("interactions").path(0);

      assertThat(one.path("timestamp").asText()).isEqualTo("2024-07-01T03:04:05.123456Z");
      assertThat(
              application
                  .get(
                      "/profiles/p3/interactions?from=2024-07-01T03:04:05Z&to=2024-07-01T03:04:06Z")
                  .json()
                  .path("interactions"))
          .hasSize(1);
    }
  }
}
