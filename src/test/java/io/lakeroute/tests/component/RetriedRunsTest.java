// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.tests.component.Importing.Delivered;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an import whose target or workspace is away for a while. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class RetriedRunsTest {

  private static final String SOON = "keys=id&batchSize=2&runRetryDelay=10ms&audit=true";

  @TempDir Path store;
  private final LocalWorkspace workspace;

  RetriedRunsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void tables(LocalWorkspace workspace) {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s AS SELECT id, IF(id = 3, 'x', 'y') AS kind FROM range(6)"
                .formatted(workspace.name("six")));
    workspace
        .statements()
        .run(
            "CREATE VIEW %s AS SELECT * FROM %s"
                .formatted(workspace.name("six_view"), workspace.name("six")));
  }

  /** Fails once, with the second message. */
  private static Consumer<Exchange> awayOnce(Reason reason) {
    AtomicInteger messages = new AtomicInteger();
    return exchange -> {
      if (messages.incrementAndGet() == 2) {
        throw new DatabricksException(reason, "The target is away.");
      }
    };
  }

  private static List<Object> header(Delivered delivered, String name) {
    return delivered.headers().stream().map(headers -> headers.get(name)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void the_run_goes_on_where_it_was_whether_or_not_runs_are_resumed(String resume) {
    Importing importing =
        new Importing(workspace, store, "six", SOON + "&stream=r" + resume + "&resume=" + resume);

    Delivered run = importing.run(awayOnce(Reason.UNAVAILABLE));

    assertThat(run.run().outcome().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.run().attempts()).isEqualTo(2);
    assertThat(run.run().counts().delivered()).isEqualTo(6);
    assertThat(run.values("id")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(header(run, DatabricksConstants.BATCH_INDEX)).containsExactly(0L, 1L, 2L);
    assertThat(header(run, DatabricksConstants.BATCH_OFFSET)).containsExactly(0L, 2L, 4L);
    assertThat(header(run, DatabricksConstants.RUN_COMPLETE)).containsExactly(false, false, true);
  }

  @Test
  void a_view_may_hold_other_rows_by_then_so_the_next_run_goes_on() {
    Importing importing = new Importing(workspace, store, "six_view", SOON);

    Delivered broken = importing.run(awayOnce(Reason.THROTTLED));
    Delivered next = importing.run();

    assertThat(broken.run().outcome().state()).isEqualTo(RunState.FAILED);
    assertThat(broken.run().outcome().reason()).contains(Reason.THROTTLED);
    assertThat(broken.run().outcome().message()).contains("The target is away.");
    assertThat(broken.values("id")).containsExactly(0L, 1L);
    assertThat(next.run().outcome().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(next.values("id")).endsWith(4L, 5L);
  }

  @Test
  void what_does_not_pass_fails_at_once() {
    Importing importing = new Importing(workspace, store, "six", SOON + "&stream=failing");

    Delivered failed = importing.run(awayOnce(Reason.FORBIDDEN));

    assertThat(failed.run().outcome().reason()).contains(Reason.FORBIDDEN);
    assertThat(failed.run().attempts()).isEqualTo(1);
  }
}
