// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.with;
import static io.lakeroute.tests.component.ComponentContext.writeBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.databricks.sdk.service.sql.ListQueryHistoryRequest;
import com.databricks.sdk.service.sql.QueryStatus;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation on a workspace whose process is stopped, and after it goes on. */
@Tag("matrix")
class PausedWorkspaceTest {
  private static final Duration LONGEST = Duration.ofSeconds(7);
  private static final String TIMEOUT = "&statementTimeout=2s";
  private static final Map<String, String> OPERATIONS =
      Map.of(
          "list", "databricks:query?sql=SELECT 1 AS one",
          "stream", "databricks:query?outputType=stream&sql=SELECT 1 AS one",
          "execute", "databricks:execute?sql=DELETE FROM main.default.paused WHERE id < 0",
          "write", "databricks:write:main.default.paused?writeMode=merge&keys=id",
          "catalog", "databricks:catalog?outputType=list",
          "sample", "databricks:catalog:main.default.paused?action=sample",
          "verify", "databricks:verify?outputType=list");

  /** What came of an operation, and how long that took. */
  private record Ended(Exchange answer, Duration after) {}

  @TempDir private Path folder;

  @Test
  void ends_in_time_and_works_when_the_process_goes_on() throws Exception {
    try (WorkspaceProcess process = WorkspaceProcess.start(folder.resolve("workspace"))) {
      var workspace = LocalWorkspace.of(process, "default");
      workspace.statements().run("CREATE TABLE main.default.paused (id INT)");
      try (var component =
          ComponentContext.start(with(writeBack(workspace.access()), "maxConcurrent", "10"))) {
        works(component);
        process.pause();
        Map<String, Ended> ended = all(component, TIMEOUT);
        process.resume();

        ended.forEach(
            (name, end) -> {
              System.out.printf("%s: %d ms%n", name, end.after().toMillis());
              assertThat(end.after()).as(name).isLessThan(LONGEST);
              if (!name.equals("verify")) {
                assertThat(end.answer().getException())
                    .as(name)
                    .isInstanceOfSatisfying(
                        DatabricksException.class,
                        e ->
                            assertThat(e.getReason())
                                .isIn(Reason.UNAVAILABLE, Reason.OUTCOME_UNKNOWN));
              }
            });
        works(component);
        await().untilAsserted(() -> assertThat(running(workspace)).isEmpty());
      }
    }
  }

  private static void works(ComponentContext component) throws Exception {
    all(component, "")
        .forEach((name, end) -> assertThat(end.answer().getException()).as(name).isNull());
  }

  private static Map<String, Ended> all(ComponentContext component, String options)
      throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(OPERATIONS.size());
    try {
      Map<String, Future<Ended>> ends = new LinkedHashMap<>();
      OPERATIONS.forEach(
          (name, uri) ->
              ends.put(
                  name,
                  callers.submit(
                      () -> {
                        long start = System.nanoTime();
                        Exchange answer =
                            component.send(
                                uri + options,
                                e ->
                                    e.getMessage()
                                        .setBody(name.equals("write") ? "{\"id\": 1}" : null));
                        return new Ended(answer, Duration.ofNanos(System.nanoTime() - start));
                      })));
      Map<String, Ended> all = new LinkedHashMap<>();
      for (var end : ends.entrySet()) {
        all.put(end.getKey(), end.getValue().get());
      }
      return all;
    } finally {
      callers.shutdownNow();
    }
  }

  private static List<String> running(LocalWorkspace workspace) {
    List<String> running = new ArrayList<>();
    Identities.of(workspace)
        .admin()
        .queryHistory()
        .list(new ListQueryHistoryRequest().setMaxResults(1000L))
        .getRes()
        .forEach(
            query -> {
              if (query.getStatus() == QueryStatus.RUNNING
                  || query.getStatus() == QueryStatus.QUEUED
                  || query.getStatus() == QueryStatus.STARTED) {
                running.add(query.getQueryId());
              }
            });
    return running;
  }
}
