// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.service.sql.ListQueryHistoryRequest;
import com.databricks.sdk.service.sql.QueryInfo;
import io.lakeroute.tests.component.Syncing.Synced;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a run costs the warehouse depends on the changes, not on the table. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class ChangesCostTest {

  @TempDir Path store;
  private final LocalWorkspace workspace;

  ChangesCostTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  private record Cost(int statements, long bytes) {}

  private Cost cost(String name, long rows) throws Exception {
    String table = workspace.name(name);
    workspace
        .statements()
        .run(
            "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT id, concat('note-', id) AS note, CAST(id AS DOUBLE) / 7 AS x FROM range(%d)"
                .formatted(table, rows));
    try (Syncing syncing =
        new Syncing(workspace, store.resolve(name), name, "keys=id&bootstrap=none")) {
      syncing.run();
      workspace
          .statements()
          .run("UPDATE %s SET note = 'changed' WHERE id < 10000".formatted(table));
      Synced changes = syncing.run();
      assertThat(changes.rows()).hasSize(10_000);
      List<QueryInfo> sent = statements((String) changes.run().get("id"));
      return new Cost(
          sent.size(), sent.stream().mapToLong(query -> query.getMetrics().getReadBytes()).sum());
    }
  }

  /** Those of a run, which their query tag names. */
  private List<QueryInfo> statements(String run) {
    return Identities.of(workspace)
        .admin()
        .queryHistory()
        .list(new ListQueryHistoryRequest().setIncludeMetrics(true).setMaxResults(100L))
        .getRes()
        .stream()
        .filter(query -> query.getQueryTags() != null)
        .filter(query -> query.getQueryTags().stream().anyMatch(t -> run.equals(t.getValue())))
        .toList();
  }

  @Test
  void ten_thousand_changes_cost_the_same_in_a_hundred_times_larger_table() throws Exception {
    Cost small = cost("small", 100_000);
    Cost large = cost("large", 10_000_000);
    System.out.printf("small: %s%nlarge: %s%n", small, large);

    assertThat(small.statements()).isBetween(1, 4);
    assertThat(large.statements()).isBetween(1, 4);
    assertThat(small.bytes()).isPositive();
    assertThat((double) large.bytes() / small.bytes()).isLessThanOrEqualTo(1.5);
  }

  @Test
  void a_first_run_sends_four_statements_at_most() {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT id FROM range(3)"
                .formatted(workspace.name("first")));
    try (Syncing syncing = new Syncing(workspace, store.resolve("first"), "first", "keys=id")) {
      // The first statement of a connection looks at its time zone, once.
      syncing.run();
      syncing.reset();
      Synced first = syncing.run();

      assertThat(first.rows()).hasSize(3);
      assertThat(statements((String) first.run().get("id"))).hasSizeBetween(1, 4);
    }
  }
}
