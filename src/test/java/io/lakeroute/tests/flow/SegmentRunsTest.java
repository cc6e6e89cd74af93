// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The list of segments shows the runs of {@code databricks-segment-source}. */
@ExtendWith(LocalWorkspaceExtension.class)
class SegmentRunsTest {
  @TempDir private Path folder;

  private final LocalWorkspace workspace;

  SegmentRunsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    SegmentShop.fill(workspace);
  }

  @Test
  void the_last_run_of_a_segment_is_listed() throws Exception {
    run(folder.resolve("store"));
  }

  private void run(Path store) throws Exception {
    SegmentShop.write(workspace, folder);
    Instant before = Instant.now();
    Map<String, String> running = settings("acme", store);
    running.merge(
        "camel.main.routesIncludePattern", ",file:" + route(), (shown, mine) -> shown + mine);
    try (Application application = Application.start(running)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(120))
          .untilAsserted(
              () -> assertThat(listed(application, "emailable").has("lastRun")).isTrue());
      JsonNode run = listed(application, "emailable").path("lastRun");

      assertThat(run.path("count").asInt()).isEqualTo(5);
      assertThat(Instant.parse(run.path("at").asText())).isAfter(before);
      assertThat(listed(application, "bread").has("lastRun")).isFalse();
    }
  }

  @Tag("matrix")
  @Test
  void a_caller_sees_the_last_run_of_its_own_tenant() throws Exception {
    Path store = folder.resolve("store-of-two");
    run(store);
    try (Application application = Application.start(settings("acme", store))) {
      assertThat(listed(application, "emailable").at("/lastRun/count").asInt()).isEqualTo(5);
    }
    try (Application application = Application.start(settings("globex", store))) {
      assertThat(listed(application, "emailable").has("lastRun")).isFalse();
    }
  }

  @Tag("matrix")
  @Test
  void a_list_opens_no_store_that_nobody_set_up() throws Exception {
    SegmentShop.write(workspace, folder);
    Path store = Path.of("lakeroute-store");

    try (Application application = Application.start(SegmentShop.settings(workspace, folder))) {
      assertThat(listed(application, "emailable").path("generation").asInt()).isEqualTo(1);
    }

    assertThat(store).doesNotExist();
  }

  @Tag("matrix")
  @Test
  void a_run_does_not_start_on_another_connection_than_that_of_its_model() throws Exception {
    SegmentShop.write(workspace, folder);
    Path model = folder.resolve("shop.model.yaml");
    Files.writeString(
        model, Files.readString(model).replace("model: shop", "model: shop\nconnection: globex"));
    Map<String, String> running = settings("acme", folder.resolve("store-of-none"));
    running.put("camel.main.routesIncludePattern", "file:" + route());

    assertThatThrownBy(() -> Application.start(running))
        .hasStackTraceContaining(
            "The model names the connection globex, and the option connection is");
  }

  private static JsonNode listed(Application application, String segment) throws Exception {
    for (JsonNode each : Rest.JSON.readTree(application.get("/segments").body())) {
      if (each.path("name").asText().equals(segment)) {
        return each;
      }
    }
    throw new AssertionError("no segment " + segment);
  }

  /** Two tenants with connections of their own to one workspace, asked by one of them. */
  private Map<String, String> settings(String caller, Path store) {
    Map<String, String> settings = SegmentShop.settings(workspace, folder);
    Application.connection(workspace.access())
        .forEach(
            (key, value) -> {
              settings.put(key.replace(".default.", ".acme."), value);
              settings.put(key.replace(".default.", ".globex."), value);
            });
    settings.put("databricks.store.directory", store.toString());
    settings.put("lakeroute.segments.tenants", "acme,globex");
    settings.put("lakeroute.rest.tenants", "test=" + caller);
    return settings;
  }

  private Path route() throws Exception {
    return Files.writeString(
        folder.resolve("acme.camel.yaml"),
        """
        - route:
            from:
              uri: kamelet:databricks-segment-source
              parameters:
                models: "file:%s/*.model.yaml"
                definitions: "file:%s/*.segment.yaml"
                segment: emailable
                connection: acme
                frequency: once
              steps:
                - to: log:members?showBody=false
        """
            .formatted(folder.toAbsolutePath(), folder.toAbsolutePath()));
  }
}
