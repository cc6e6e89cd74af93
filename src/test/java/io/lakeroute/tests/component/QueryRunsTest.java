// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.run.Hashes;
import io.lakeroute.databricks.run.RecordId;
import io.lakeroute.databricks.store.RunState;
import io.lakeroute.tests.component.Importing.Delivered;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The consumer {@code query} with a statement of its own, run after run, over real HTTP. */
@ExtendWith(LocalWorkspaceExtension.class)
class QueryRunsTest {

  @TempDir Path store;
  private final LocalWorkspace workspace;

  QueryRunsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void tables(LocalWorkspace workspace) {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s AS SELECT id, concat('n', id) AS note FROM range(6)"
                .formatted(workspace.name("six")));
  }

  private Importing querying(String sql, String options) {
    return Importing.query(workspace, store, "sql=RAW(" + sql + ")&" + options, Map.of());
  }

  private static List<Object> header(Delivered delivered, String name) {
    return delivered.headers().stream().map(headers -> headers.get(name)).toList();
  }

  @Test
  void delivers_all_rows_in_batches_with_ids_and_so_does_the_next_run() {
    String sql = "SELECT id, note FROM six WHERE id < :most ORDER BY id";
    Importing querying =
        querying(sql, "parameters.most=5&keys=id&batchSize=2&stream=five&readOnly=true");

    Delivered first = querying.run();
    Delivered second = querying.run();

    assertThat(first.values("id")).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(first.values("_record_id"))
        .first()
        .isEqualTo(new RecordId("local/query/five").of(0L));
    assertThat(header(first, DatabricksConstants.BATCH_INDEX)).containsExactly(0L, 1L, 2L);
    assertThat(header(first, DatabricksConstants.BATCH_OFFSET)).containsExactly(0L, 2L, 4L);
    assertThat(header(first, DatabricksConstants.BATCH_ROWS)).containsExactly(2, 2, 1);
    assertThat(header(first, DatabricksConstants.RUN_COMPLETE)).containsExactly(false, false, true);
    assertThat(first.headers().get(0))
        .containsEntry(DatabricksConstants.KEYS, List.of("id"))
        .containsEntry(DatabricksConstants.INCREMENTAL, false)
        .containsEntry(DatabricksConstants.RUN_KEY, "local/query/five")
        .doesNotContainKeys(
            DatabricksConstants.TABLE, DatabricksConstants.TABLE_ID, DatabricksConstants.VERSION);
    assertThat((String) first.headers().get(0).get(DatabricksConstants.SCHEMA))
        .contains("\"note\"", "\"_record_id\"");
    assertThat(first.run().outcome().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(first.run().counts().delivered()).isEqualTo(5);
    assertThat(first.run().counts().bytes()).as("from storage").isPositive();
    assertThat(first.run().range().sqlSha256()).isEqualTo(Hashes.sha256(sql));
    assertThat(first.run().scope().object()).isEmpty();
    assertThat(first.run().details()).isEmpty();
    assertThat(second.rows()).isEqualTo(first.rows());
  }

  @Test
  void a_result_without_rows_is_one_message() {
    Delivered none = querying("SELECT id FROM six WHERE id < 0", "stream=none").run();

    assertThat(none.headers())
        .singleElement()
        .satisfies(
            headers ->
                assertThat(headers)
                    .containsEntry(DatabricksConstants.RUN_COMPLETE, true)
                    .containsEntry(DatabricksConstants.BATCH_ROWS, 0));
    assertThat(none.run().outcome().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void without_a_key_copies_of_a_row_have_ids_of_their_own() {
    Delivered copies =
        querying(
                "SELECT id FROM VALUES (7), (7), (7), (8) AS t(id) ORDER BY id",
                "stream=copies&batchSize=2")
            .run();

    RecordId ids = new RecordId("local/query/copies");
    assertThat(copies.values("_record_id"))
        .containsExactly(ids.of(7L, 0L), ids.of(7L, 1L), ids.of(7L, 2L), ids.of(8L, 0L));
  }

  @Tag("matrix")
  @Test
  void a_retry_after_the_first_batch_could_deliver_other_rows_so_the_next_run_begins_anew() {
    Importing querying =
        querying(
            "SELECT id FROM six ORDER BY id",
            "keys=id&batchSize=2&runRetryDelay=10ms&stream=unpinned");
    AtomicInteger messages = new AtomicInteger();

    Delivered broken =
        querying.run(
            exchange -> {
              if (messages.incrementAndGet() == 2) {
                throw new DatabricksException(Reason.UNAVAILABLE, "The target is away.");
              }
            });
    Delivered next = querying.run();

    assertThat(broken.values("id")).containsExactly(0L, 1L);
    assertThat(broken.run().outcome().state()).isEqualTo(RunState.FAILED);
    assertThat(broken.run().outcome().reason()).contains(Reason.UNAVAILABLE);
    assertThat(broken.run().outcome().message()).contains("The target is away.");
    assertThat(broken.run().attempts()).isEqualTo(2);
    assertThat(next.values("id")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(header(next, DatabricksConstants.BATCH_OFFSET)).containsExactly(0L, 2L, 4L);
  }

  @Tag("matrix")
  @Test
  void a_retry_before_the_first_batch_simply_runs_again() {
    AtomicInteger messages = new AtomicInteger();

    Delivered run =
        querying("SELECT id FROM six ORDER BY id", "keys=id&runRetryDelay=10ms&stream=first")
            .run(
                exchange -> {
                  if (messages.incrementAndGet() == 1) {
                    throw new DatabricksException(Reason.THROTTLED, "The target is busy.");
                  }
                });

    assertThat(run.run().outcome().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.run().attempts()).isEqualTo(2);
    assertThat(run.values("id")).hasSize(6);
  }

  @Tag("matrix")
  @Test
  void columns_that_cannot_be_delivered_fail_the_run() {
    Delivered missing = querying("SELECT id FROM six", "keys=id,ID&stream=missing").run();
    Delivered taken = querying("SELECT id, 1 AS _Record_Id FROM six", "stream=taken").run();

    assertThat(missing.run().outcome().reason()).contains(Reason.CONFIGURATION);
    assertThat(missing.run().outcome().message())
        .contains("The statement of local/query/missing has no column ID. It has id.");
    assertThat(taken.run().outcome().message())
        .contains(
            "The statement of local/query/taken has the column _record_id, which is added to each"
                + " row. Give it another name in the statement.");
  }

  @Tag("matrix")
  @Test
  void a_dry_run_counts_the_rows_and_shows_no_value() {
    Importing querying =
        querying(
            "SELECT id FROM six WHERE note <> :hush ORDER BY id;",
            "parameters.hush=n3&keys=id&stream=dry");
    Importing shown = querying("SHOW TABLES", "stream=shown");

    Map<?, ?> dry = querying.dryRun();

    assertThat(dry.get("rows")).isEqualTo(5L);
    assertThat(dry.get("halfway")).isEqualTo(false);
    assertThat(dry.get("statements"))
        .isEqualTo(
            List.of(
                Map.of(
                    "sql",
                    "SELECT id FROM six WHERE note <> :hush ORDER BY id;",
                    "parameters",
                    Map.of())));
    assertThat((Long) shown.dryRun().get("rows")).isPositive();
  }
}
