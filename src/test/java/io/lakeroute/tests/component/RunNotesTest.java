// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.tests.component.Importing.Delivered;
import io.lakeroute.tests.component.Syncing.Synced;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the steps of a route add to the record of a run that has batches. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class RunNotesTest {

  @TempDir Path store;
  private final LocalWorkspace workspace;

  RunNotesTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  private void sql(String statement, String table) {
    workspace.statements().run(statement.formatted(workspace.name(table)));
  }

  @Test
  void an_import_keeps_the_last_value_of_each_name_and_ends_short() {
    sql("CREATE TABLE %s AS SELECT id FROM range(5)", "noted");
    AtomicInteger batches = new AtomicInteger();

    Delivered run =
        new Importing(workspace, store, "noted", "keys=id&batchSize=2")
            .run(
                exchange -> {
                  int batch = batches.incrementAndGet();
                  exchange.setProperty(
                      DatabricksConstants.DETAILS_PROPERTY, Map.of("at", batch, "b" + batch, true));
                  if (batch == 2) {
                    exchange.setProperty(
                        DatabricksConstants.SHORTFALL_PROPERTY, "One row is missing.");
                  }
                });

    assertThat(run.run().outcome().state()).isEqualTo(RunState.SHORT);
    assertThat(run.run().outcome().message()).contains("One row is missing.");
    assertThat(run.run().counts().delivered()).isEqualTo(5);
    assertThat(run.run().details().orElseThrow())
        .contains("\"at\":3", "\"b1\":true", "\"b2\":true", "\"b3\":true");
  }

  @Test
  void a_sync_keeps_its_own_details_also_when_the_run_is_retried() {
    sql(
        "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT id FROM"
            + " range(6)",
        "noted_sync");
    AtomicInteger batches = new AtomicInteger();
    try (Syncing syncing =
        new Syncing(workspace, store, "noted_sync", "keys=id&batchSize=2&runRetryDelay=1ms")) {
      Synced run =
          syncing.run(
              exchange -> {
                int batch = batches.incrementAndGet();
                exchange.setProperty(
                    DatabricksConstants.DETAILS_PROPERTY, Map.of("inserted", 99, "sent", batch));
                if (batch == 2) {
                  throw new DatabricksException(Reason.UNAVAILABLE, "The target is away.");
                }
              });

      assertThat(run.run()).contains(entry("state", "SUCCEEDED"), entry("attempts", 2));
      assertThat(run.details("inserted")).isEqualTo(6);
      assertThat(run.details("sent")).isEqualTo(4);
      assertThat(run.details("detailsLeftOut")).isEqualTo(1);
    }
  }
}
