// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.ImportApplication;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code runs.camel.yaml} as callers see it, beside the import flow. */
@ExtendWith(LocalWorkspaceExtension.class)
class RunsRestTest {

  private static final String MOUNT = "/data/v1";

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  RunsRestTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s AS SELECT id, TIMESTAMP'2026-01-01T00:00:00Z' AS at FROM range(10)"
                .formatted(workspace.name("events")));
  }

  @Test
  void tells_of_runs_and_has_them_begin_again_anew_or_end() throws Exception {
    try (var app = start(Map.of("lakeroute.import.stream", "my events"))) {
      app.awaitRun();
      String flow = "/flows/default/snapshot/my%20events/";

      JsonNode run = json(200, get(app, "/runs")).get(0);
      assertThat(run.path("key").asText()).isEqualTo("default/snapshot/my events");
      assertThat(run.path("state").asText()).isEqualTo("SUCCEEDED");
      assertThat(run.path("delivered").asInt()).isEqualTo(10);
      assertThat(run.has("percent")).isFalse();
      assertThat(json(200, get(app, "/runs/" + run.path("id").asText()))).isEqualTo(run);

      JsonNode dry = json(200, post(app, flow + "dry-run"));
      assertThat(dry.path("rows").asInt()).isZero();
      assertThat(dry.path("statements")).isNotEmpty();

      JsonNode begun = json(202, post(app, flow + "run"));
      assertThat(begun.path("key").asText()).isEqualTo("default/snapshot/my events");
      assertThat(begun.path("started").asBoolean()).isTrue();
      assertThat(app.awaitRun()).containsEntry("delivered", 0L);
      assertThat(json(200, post(app, flow + "reset")).path("reset").asBoolean()).isTrue();
      assertThat(json(200, post(app, flow + "dry-run")).path("rows").asInt()).isEqualTo(10);
      json(202, post(app, flow + "run"));
      assertThat(app.awaitRun()).containsEntry("delivered", 10L);
      assertThat(json(200, post(app, flow + "cancel")).path("cancelled").asBoolean()).isFalse();

      assertThat(json(200, get(app, "/runs?key=default/snapshot/my%20events"))).hasSize(3);
      assertThat(json(200, get(app, "/runs?key=default/snapshot/other"))).isEmpty();
      assertThat(json(200, get(app, "/runs?state=SUCCEEDED"))).hasSize(3);
      assertThat(json(200, get(app, "/runs?state=FAILED"))).isEmpty();
    }
  }

  @Tag("matrix")
  @Test
  void shows_progress_while_a_run_is_under_way_and_cancels_it() throws Exception {
    Semaphore batches = new Semaphore(3);
    try (var app =
        start(
            Map.of(
                "camel.server.path", MOUNT,
                "lakeroute.import.batchSize", "2",
                "lakeroute.import.audit", "true",
                "lakeroute.import.sink", "seda:slow?waitForTaskToComplete=Always"))) {
      app.camel()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from("seda:slow").process(exchange -> batches.acquire());
                }
              });
      String flow =
          MOUNT + "/flows/default/snapshot/" + run(app).path("key").asText().split("/")[2] + "/";
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(run(app).path("rowsRead").asInt()).isEqualTo(6));

      JsonNode underWay = run(app);
      assertThat(underWay.path("state").asText()).isEqualTo("RUNNING");
      assertThat(underWay.path("total").asInt()).isEqualTo(10);
      assertThat(underWay.path("percent").asInt()).isEqualTo(60);
      assertThat(underWay.path("rowsPerSecond").isIntegralNumber()).isTrue();
      problem(
          409,
          "CONFLICT",
          "The flow is running; cancel the run or wait for its end",
          post(app, flow + "reset"));
      problem(
          409,
          "CONFLICT",
          "The flow is running; cancel the run or wait for its end",
          post(app, flow + "run"));

      assertThat(json(200, post(app, flow + "cancel")).path("cancelled").asBoolean()).isTrue();
      nothing("", MOUNT + "/runs", get(app, MOUNT + "/runs/"));
      batches.release(10);
      assertThat(app.awaitRun()).containsEntry("state", "CANCELLED").containsEntry("delivered", 8L);
    }
  }

  @Tag("matrix")
  @Test
  void shows_what_a_sync_did_and_has_it_begin_again_anew_or_end() throws Exception {
    sql(
        "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT id FROM range(10)");
    Semaphore batches = new Semaphore(1_000);
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:rest.camel.yaml,classpath:runs.camel.yaml,classpath:change-sync.camel.yaml");
    settings.put("lakeroute.sync.stream", "my changes");
    settings.put("lakeroute.sync.keys", "id");
    settings.put("lakeroute.sync.batchSize", "2");
    settings.put("lakeroute.sync.sink", "seda:slow?waitForTaskToComplete=Always");
    try (var app =
        ImportApplication.startSync(
            workspace.access(), folder, workspace.name("changes"), settings)) {
      app.camel()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from("seda:slow").process(exchange -> batches.acquire());
                }
              });
      app.awaitRun();
      String flow = "/flows/default/sync/my%20changes/";
      JsonNode run = run(app, "/runs");
      assertThat(run.path("key").asText()).isEqualTo("default/sync/my changes");
      assertThat(run.path("delivered").asInt()).isEqualTo(10);
      assertThat(run.path("details")).hasToString("{\"inserted\":10,\"updated\":0,\"deleted\":0}");
      assertThat(json(200, get(app, "/runs/" + run.path("id").asText()))).isEqualTo(run);

      sql("DELETE FROM %s WHERE id < 3");
      JsonNode dry = json(200, post(app, flow + "dry-run"));
      assertThat(dry.path("rows").asInt()).isEqualTo(3);
      assertThat(dry.path("statements")).isNotEmpty();
      json(202, post(app, flow + "run"));
      assertThat(app.awaitRun().get("details"))
          .isEqualTo(Map.of("inserted", 0, "updated", 0, "deleted", 3));
      assertThat(json(200, post(app, flow + "reset")).path("reset").asBoolean()).isTrue();
      assertThat(json(200, post(app, flow + "dry-run")).path("rows").asInt()).isEqualTo(7);

      batches.drainPermits();
      batches.release(1);
      json(202, post(app, flow + "run"));
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(run(app, "/runs?state=RUNNING").path("rowsRead").asInt())
                      .isEqualTo(2));
      assertThat(run(app, "/runs?state=RUNNING").path("details"))
          .hasToString("{\"inserted\":2,\"updated\":0,\"deleted\":0}");
      assertThat(json(200, post(app, flow + "cancel")).path("cancelled").asBoolean()).isTrue();
      batches.release(10);
      assertThat(app.awaitRun()).containsEntry("state", "CANCELLED").containsEntry("delivered", 4L);
    }
  }

  @Test
  void answers_what_is_wrong_with_a_problem() throws Exception {
    try (var app = start(Map.of())) {
      app.awaitRun();

      problem(404, "NOT_FOUND", "There is no run with this id", get(app, "/runs/none"));
      for (String key :
          new String[] {
            "default/snapshot/none",
            "other/snapshot/none",
            "default/snap%2Fshot/none",
            "default/snapshot/none%20"
          }) {
        problem(
            404,
            "NOT_FOUND",
            "There is no flow of this name",
            post(app, "/flows/" + key + "/cancel"));
      }
      problem(
          400,
          "INVALID",
          "state is one of RUNNING, SUCCEEDED, SHORT, FAILED, CANCELLED, STOPPED, UNKNOWN",
          get(app, "/runs?state=lost"));
      problem(
          400,
          "INVALID",
          "unknown query parameter 'limit'; allowed: key, state",
          get(app, "/runs?limit=1"));
      for (String path :
          new String[] {"/runs/none/", "/runs/x/../none", "/runs/x/%2e%2e/none", "/./runs/none"}) {
        nothing(path, "/runs/{id}", get(app, path));
      }
      nothing("/runs/", "/runs", get(app, "/runs/"));
      String flow = "/flows/default/snapshot/none/cancel";
      for (String path :
          new String[] {
            flow + "/", "/x/.." + flow, flow + "/../cancel", "/flows/x/%2E%2E/.." + flow
          }) {
        nothing(path, "/flows/{tenant}/{flow}/{name}/{action}", post(app, path));
      }
      HttpResponse<String> anonymous =
          Application.send(HttpRequest.newBuilder(app.application().url("/runs")).GET());
      assertThat(anonymous.statusCode()).isEqualTo(401);
      assertThat(get(app, "/flows/default/snapshot/none/delete").statusCode()).isEqualTo(404);
    }
  }

  private ImportApplication start(Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:rest.camel.yaml,classpath:runs.camel.yaml,classpath:snapshot-import.camel.yaml");
    settings.put("lakeroute.import.timestampColumn", "at");
    settings.put("lakeroute.import.keys", "id");
    settings.putAll(more);
    return ImportApplication.start(workspace.access(), folder, workspace.name("events"), settings);
  }

  private static JsonNode run(ImportApplication app) throws Exception {
    return run(app, MOUNT + "/runs");
  }

  private static JsonNode run(ImportApplication app, String path) throws Exception {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> json(200, get(app, path)).path(0), node -> !node.isMissingNode());
  }

  private void sql(String statement) {
    workspace.statements().run(statement.formatted(workspace.name("changes")));
  }

  private static HttpResponse<String> get(ImportApplication app, String path) {
    return app.application().get(path);
  }

  private static HttpResponse<String> post(ImportApplication app, String path) {
    return Application.send(app.application().request(path).POST(BodyPublishers.noBody()));
  }

  private static JsonNode json(int status, HttpResponse<String> response) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return Rest.JSON.readTree(response.body());
  }

  private static void nothing(String path, String operation, HttpResponse<String> response)
      throws Exception {
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(404);
    assertThat(Rest.JSON.readTree(response.body()).path("detail").asText())
        .as(path)
        .isEqualTo("there is nothing at this path; the operation is at " + operation);
  }

  private static void problem(
      int status, String reason, String detail, HttpResponse<String> response) throws Exception {
    JsonNode problem = json(status, response);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(problem.path("reason").asText()).isEqualTo(reason);
    assertThat(problem.path("detail").asText()).isEqualTo(detail);
  }
}
