// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The operation {@code runs}: what people do with imports besides waiting for them. */
@ExtendWith(LocalWorkspaceExtension.class)
class RunsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path store;
  private final LocalWorkspace workspace;
  private final List<Object> ids = new CopyOnWriteArrayList<>();

  RunsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  /** One table that a test inserts into, and one that all others leave as it is. */
  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    for (String name : List.of("dry", "still")) {
      workspace
          .statements()
          .run(
              """
              CREATE TABLE %s AS SELECT CAST(id AS BIGINT) AS id, at FROM VALUES
                (1, TIMESTAMP'2026-01-01T12:00:00Z'), (2, TIMESTAMP'2026-01-01T13:00:00Z'),
                (3, TIMESTAMP'2026-01-01T14:00:00Z'), (4, NULL) AS t(id, at)
              """
                  .formatted(workspace.name(name)));
    }
  }

  private String key(String table) {
    return "local/snapshot/databricks_" + workspace.name(table).replace('.', '_');
  }

  /** A context that imports a table once a month, which is never while a test runs. */
  private ComponentContext importing(String table, String options) throws Exception {
    return importing(table, options, new CountDownLatch(0));
  }

  /**
   * @param first the first batch of a run waits for it
   */
  private ComponentContext importing(String table, String options, CountDownLatch first)
      throws Exception {
    Map<String, String> properties = new HashMap<>();
    ComponentContext.servicePrincipal(workspace.access())
        .forEach((key, value) -> properties.put("databricks.connections.local." + key, value));
    properties.put("databricks.store.directory", store.toString());
    ComponentContext component = ComponentContext.startWith(properties);
    component
        .camel()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("databricks:snapshot:%s?connection=local&frequency=monthly&timestampColumn=at&keys=id%s"
                        .formatted(workspace.name(table), options))
                    .process(
                        exchange -> {
                          exchange.getMessage().getBody(RecordBatch.class).asMaps().stream()
                              .map(row -> row.get("id"))
                              .forEach(ids::add);
                          first.await();
                        });
              }
            });
    return component;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> act(ComponentContext component, String action, String table) {
    return component.ask(
        Map.class,
        "databricks:runs?connection=local&action=" + action,
        Map.of(DatabricksConstants.RUN_KEY, key(table)));
  }

  private void awaitState(ComponentContext component, Object runId, String state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        component.ask(
                            Map.class,
                            "databricks:runs?connection=local&action=get",
                            Map.of(DatabricksConstants.RUN_ID, runId)))
                    .containsEntry("state", state));
  }

  private void run(ComponentContext component, String table) {
    awaitState(component, whenFree(component, "run", table).get("runId"), "SUCCEEDED");
  }

  /** A run says that it is over a moment before the next one may begin. */
  private Map<String, Object> whenFree(ComponentContext component, String action, String table) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(
            e -> e instanceof DatabricksException d && d.getReason() == Reason.CONFLICT)
        .until(() -> act(component, action, table), answer -> true);
  }

  @Tag("matrix")
  @Test
  void a_dry_run_shows_statements_and_counts_and_delivers_nothing() throws Exception {
    try (ComponentContext component =
        importing("dry", "&filter=RAW(id <> 2)&nullTimestamps=ignore")) {
      Map<String, Object> first = act(component, "dry-run", "dry");
      assertThat(ids).isEmpty();
      run(component, "dry");
      assertThat(ids).containsExactly(1L, 3L);
      workspace
          .statements()
          .run(
              "INSERT INTO %s VALUES (5, TIMESTAMP'2026-01-01T15:00:00Z')"
                  .formatted(workspace.name("dry")));
      Map<String, Object> second = act(component, "dry-run", "dry");

      String name = "`" + workspace.name("dry").replace(".", "`.`") + "` VERSION AS OF 0";
      assertThat(first)
          .containsEntry("key", key("dry"))
          .containsEntry("toVersion", 0L)
          .containsEntry("fromWatermark", null)
          .containsEntry("halfway", false)
          .containsEntry("rows", 2L)
          .containsEntry("filtered", 1L)
          .containsEntry("ignored", 1L);
      assertThat(statements(first))
          .last()
          .isEqualTo(
              Map.of(
                  "sql",
                  "SELECT `id`, `at` FROM %s WHERE `at` IS NOT NULL AND (id <> 2\n) ORDER BY `at` NULLS LAST, `id`"
                      .formatted(name),
                  "parameters",
                  Map.of()));
      assertThat(second)
          .containsEntry("rows", 1L)
          .containsEntry("fromVersion", 0L)
          .containsEntry("fromWatermark", "2026-01-01T14:00:00Z");
      assertThat(ids).as("nothing more").containsExactly(1L, 3L);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> statements(Map<String, Object> dryRun) {
    return (List<Map<String, Object>>) dryRun.get("statements");
  }

  @Tag("matrix")
  @Test
  void a_reset_makes_the_next_run_begin_anew() throws Exception {
    try (ComponentContext component = importing("still", "")) {
      run(component, "still");
      run(component, "still");
      assertThat(ids).containsExactly(1L, 2L, 3L, 4L);

      assertThat(whenFree(component, "reset", "still")).containsEntry("reset", true);
      run(component, "still");

      assertThat(ids).containsExactly(1L, 2L, 3L, 4L, 1L, 2L, 3L, 4L);
    }
  }

  @Test
  void a_cancelled_run_ends_after_its_batch_and_the_next_goes_on_behind_it() throws Exception {
    CountDownLatch batch = new CountDownLatch(1);
    try (ComponentContext component = importing("still", "&batchSize=1", batch)) {
      Object runId = act(component, "run", "still").get("runId");
      Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(ids).containsExactly(1L));
      assertThatThrownBy(() -> act(component, "run", "still"))
          .isInstanceOfSatisfying(
              DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.CONFLICT))
          .hasMessage(key("still") + " is running already. Wait for its end, or cancel it.");

      assertThat(act(component, "cancel", "still")).containsEntry("cancelled", true);
      batch.countDown();
      awaitState(component, runId, "CANCELLED");
      assertThat(act(component, "dry-run", "still"))
          .containsEntry("halfway", true)
          .containsEntry("rows", 3L);
      run(component, "still");

      assertThat(ids).containsExactly(1L, 2L, 3L, 4L);
    }
  }
}
