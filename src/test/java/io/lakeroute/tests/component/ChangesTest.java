// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.header.DatabricksConstants;
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

/** The consumer {@code changes}, run after run, over real HTTP. */
@ExtendWith(LocalWorkspaceExtension.class)
class ChangesTest {

  @TempDir Path store;
  private final LocalWorkspace workspace;

  ChangesTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  private void table(String name, String rows) {
    sql(
        "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true)"
            + " AS SELECT CAST(id AS BIGINT) AS id, note FROM VALUES %s AS t(id, note)",
        name, rows);
  }

  private void sql(String statement, String table, Object... more) {
    Object[] names = new Object[more.length + 1];
    names[0] = workspace.name(table);
    System.arraycopy(more, 0, names, 1, more.length);
    workspace.statements().run(statement.formatted(names));
  }

  private Syncing syncing(String table, String options) {
    return new Syncing(workspace, store, table, options);
  }

  @Tag("matrix")
  @Test
  void delivers_the_table_first_and_then_what_changed() {
    table("first", "(1, 'a'), (2, 'b'), (3, 'c')");
    try (Syncing syncing = syncing("first", "keys=id&batchSize=2")) {
      Synced bootstrap = syncing.run();
      sql("INSERT INTO %s VALUES (4, 'd')", "first");
      sql("UPDATE %s SET note = 'B' WHERE id = 2", "first");
      sql("DELETE FROM %s WHERE id = 3", "first");
      Synced changes = syncing.run();
      Synced nothing = syncing.run();

      assertThat(bootstrap.lines("id", "note", "_change_type", "_commit_version"))
          .containsExactly("1 a insert 0", "2 b insert 0", "3 c insert 0");
      assertThat(bootstrap.headers())
          .extracting(h -> h.get(DatabricksConstants.RUN_COMPLETE))
          .containsExactly(false, true);
      assertThat(bootstrap.headers())
          .allSatisfy(
              h ->
                  assertThat(h)
                      .containsEntry(DatabricksConstants.BOOTSTRAP, true)
                      .containsEntry(DatabricksConstants.INCREMENTAL, false));
      assertThat(changes.lines("id", "note", "_change_type", "_commit_version"))
          .containsExactly("2 B update 2", "3 c delete 3", "4 d insert 1");
      assertThat(changes.headers())
          .allSatisfy(
              h ->
                  assertThat(h)
                      .doesNotContainKey(DatabricksConstants.BOOTSTRAP)
                      .containsEntry(DatabricksConstants.INCREMENTAL, true)
                      .containsEntry(DatabricksConstants.VERSION, 3L));
      assertThat(changes.run()).containsEntry("fromVersion", 0L).containsEntry("toVersion", 3L);
      assertThat(changes.run().get("details"))
          .isEqualTo(Map.of("inserted", 1, "updated", 1, "deleted", 1));
      assertThat(nothing.rows()).isEmpty();
      assertThat(nothing.headers())
          .singleElement()
          .satisfies(h -> assertThat(h).containsEntry(DatabricksConstants.RUN_COMPLETE, true));
    }
  }

  @Test
  void changes_of_a_row_are_folded_to_what_they_amount_to() {
    table("folded", "(1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')");
    try (Syncing syncing = syncing("folded", "keys=id&beforeImage=true")) {
      syncing.run();
      sql("UPDATE %s SET note = 'x' WHERE id IN (1, 2, 4)", "folded");
      sql("UPDATE %s SET note = 'A' WHERE id = 1", "folded");
      sql("DELETE FROM %s WHERE id IN (2, 3, 5)", "folded");
      sql("UPDATE %s SET note = 'd' WHERE id = 4", "folded");
      sql("INSERT INTO %s VALUES (3, 'C'), (5, 'e'), (6, 'f'), (7, 'g')", "folded");
      sql("DELETE FROM %s WHERE id = 7", "folded");
      Synced net = syncing.run();

      assertThat(net.lines("id", "note", "_change_type", "_commit_version", "_before"))
          .containsExactly(
              "1 A update 2 {id=1, note=a}",
              "2 b delete 3 null",
              "3 C update 5 {id=3, note=c}",
              "6 f insert 5 null");
      assertThat(net.counts())
          .as("superseded: 1, 2, 3; nothing left: 2 of 4, 2 of 5, 2 of 7")
          .containsExactly(4L, 0L, 0L, 9L);
    }
  }

  @Tag("matrix")
  @Test
  void without_folding_every_change_is_delivered_in_the_order_of_versions() {
    table("every", "(1, 'a'), (2, 'b')");
    try (Syncing syncing = syncing("every", "keys=id&net=false")) {
      syncing.run();
      sql("UPDATE %s SET note = 'x'", "every");
      sql("UPDATE %s SET note = note", "every");
      sql("DELETE FROM %s WHERE id = 1", "every");
      sql("INSERT INTO %s VALUES (1, 'a')", "every");
      Synced every = syncing.run();

      assertThat(every.lines("id", "note", "_change_type", "_commit_version"))
          .containsExactly("1 x update 1", "2 x update 1", "1 x delete 3", "1 a insert 4");
      assertThat(every.counts()).as("identical images").containsExactly(4L, 0L, 0L, 2L);
    }
  }

  @Tag("matrix")
  @Test
  void a_condition_lets_rows_enter_and_leave() {
    table("filtered", "(1, 'in'), (2, 'out'), (3, 'in'), (4, NULL)");
    try (Syncing syncing = syncing("filtered", "keys=id&filter=RAW(note LIKE 'in%')")) {
      Synced bootstrap = syncing.run();
      sql(
          "UPDATE %s SET note = CASE id WHEN 1 THEN 'out' WHEN 2 THEN 'in' WHEN 3 THEN 'in 2'"
              + " ELSE 'out' END",
          "filtered");
      Synced changes = syncing.run();

      assertThat(bootstrap.values("id")).containsExactly(1L, 3L);
      assertThat(changes.lines("id", "note", "_change_type"))
          .containsExactly("1 in delete", "2 in insert", "3 in 2 update");
      assertThat(changes.counts()).containsExactly(3L, 1L, 0L, 0L);
    }
  }

  @Tag("matrix")
  @Test
  void rows_without_a_key_are_told_apart_by_their_values() {
    table("keyless", "(1, 'a'), (1, 'a'), (2, 'b')");
    try (Syncing syncing = syncing("keyless", "batchSize=3")) {
      Synced bootstrap = syncing.run();
      sql("INSERT INTO %s VALUES (1, 'a'), (1, 'a'), (3, 'c')", "keyless");
      sql("UPDATE %s SET note = 'B' WHERE id = 2", "keyless");
      Synced changes = syncing.run();

      assertThat(bootstrap.values("_record_id")).doesNotHaveDuplicates();
      assertThat(changes.lines("id", "note", "_change_type"))
          .containsExactly("1 a insert", "1 a insert", "3 c insert", "2 b delete", "2 B update");
      assertThat(changes.values("_record_id"))
          .doesNotHaveDuplicates()
          .doesNotContainAnyElementsOf(bootstrap.values("_record_id"));
    }
  }

  @Tag("matrix")
  @Test
  void a_run_that_broke_off_goes_on_behind_its_last_batch_in_the_same_range() {
    table("halfway", "(1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')");
    try (Syncing syncing = syncing("halfway", "keys=id&batchSize=2")) {
      syncing.run();
      sql("UPDATE %s SET note = upper(note)", "halfway");
      AtomicInteger batches = new AtomicInteger();
      Synced broken =
          syncing.run(
              exchange -> {
                if (batches.incrementAndGet() == 2) {
                  throw new IllegalStateException("the target is full of 42");
                }
              });
      sql("UPDATE %s SET note = 'later' WHERE id IN (1, 5)", "halfway");
      Synced rest = syncing.run();
      Synced later = syncing.run();

      assertThat(broken.lines("id", "note")).containsExactly("1 A", "2 B");
      assertThat(broken.run()).containsEntry("state", "FAILED");
      assertThat(rest.lines("id", "note")).containsExactly("3 C", "4 D", "5 E");
      assertThat(later.lines("id", "note")).containsExactly("1 later", "5 later");
    }
  }

  /** A mapping sees both the row that gave an identifier up and the one that took it. */
  @Tag("matrix")
  @Test
  void a_range_with_old_images_is_read_again_from_its_beginning() {
    table("moved", "(1, 'c'), (2, 'a')");
    try (Syncing syncing = syncing("moved", "keys=id&batchSize=1&beforeImage=true")) {
      syncing.run();
      sql("UPDATE %s SET note = 'b' WHERE id = 2", "moved");
      sql("UPDATE %s SET note = 'a' WHERE id = 1", "moved");
      AtomicInteger batches = new AtomicInteger();
      Synced broken =
          syncing.run(
              exchange -> {
                if (batches.incrementAndGet() == 2) {
                  throw new IllegalStateException("the target is full");
                }
              });
      Synced again = syncing.run();

      assertThat(broken.lines("id", "note", "_before")).containsExactly("1 a {id=1, note=c}");
      assertThat(again.lines("id", "note", "_before"))
          .containsExactly("1 a {id=1, note=c}", "2 b {id=2, note=a}");
      assertThat(again.values("_record_id")).startsWith(broken.values("_record_id").get(0));
    }
  }

  /** A target that writes one file for a run must not lose what was delivered before. */
  @Tag("matrix")
  @Test
  void a_range_that_is_read_again_with_other_settings_follows_what_was_delivered() {
    table("reread", "(1, 'a'), (2, 'b'), (3, 'c')");
    try (Syncing syncing = syncing("reread", "keys=id&batchSize=2")) {
      syncing.run();
      sql("UPDATE %s SET note = upper(note)", "reread");
      syncing.run(
          exchange -> {
            if (exchange.getMessage().getHeader(DatabricksConstants.RUN_COMPLETE, Boolean.class)) {
              throw new IllegalStateException("the target is full");
            }
          });
    }
    try (Syncing syncing = syncing("reread", "keys=id&batchSize=2&filter=RAW(id > 0)")) {
      Synced again = syncing.run();

      assertThat(again.lines("id", "note")).containsExactly("1 A", "2 B", "3 C");
      assertThat(again.headers())
          .extracting(h -> h.get(DatabricksConstants.BATCH_OFFSET))
          .containsExactly(2L, 4L);
    }
  }

  @Tag("matrix")
  @Test
  void deletes_can_be_ignored() {
    table("kept", "(1, 'in'), (2, 'b')");
    try (Syncing syncing = syncing("kept", "keys=id&deletes=ignore")) {
      syncing.run();
      sql("DELETE FROM %s WHERE id = 1", "kept");
      Synced changes = syncing.run();

      assertThat(changes.rows()).isEmpty();
      assertThat(changes.counts()).containsExactly(0L, 0L, 0L, 1L);
    }
  }

  @Tag("matrix")
  @Test
  void what_rewrites_files_without_changing_rows_delivers_nothing() {
    table("rewritten", "(1, 'a'), (2, 'b'), (3, 'c')");
    try (Syncing syncing = syncing("rewritten", "keys=id")) {
      syncing.run();
      sql("ALTER TABLE %s SET TBLPROPERTIES (delta.enableDeletionVectors = true)", "rewritten");
      sql("DELETE FROM %s WHERE id = 2", "rewritten");
      sql("OPTIMIZE %s", "rewritten");
      sql(
          "MERGE INTO %1$s t USING (SELECT 1L AS id, 'a' AS note) s ON t.id = s.id WHEN MATCHED THEN"
              + " UPDATE SET *",
          "rewritten");
      sql("INSERT OVERWRITE %1$s SELECT * FROM %1$s", "rewritten");
      Synced changes = syncing.run();

      assertThat(changes.lines("id", "note", "_change_type")).containsExactly("2 b delete");
      assertThat(changes.run()).containsEntry("filtered", 0L);
    }
  }

  @Tag("matrix")
  @Test
  void begins_with_the_changes_of_a_version_or_with_none() {
    table("begun", "(1, 'a'), (2, 'b')");
    sql("UPDATE %s SET note = 'x' WHERE id = 1", "begun");
    try (Syncing version = syncing("begun", "keys=id&bootstrap=version&startVersion=1");
        Syncing next =
            new Syncing(
                workspace,
                store.resolve("next"),
                "begun",
                "keys=id&bootstrap=version&startVersion=2");
        Syncing none =
            new Syncing(workspace, store.resolve("none"), "begun", "keys=id&bootstrap=none");
        Syncing later =
            new Syncing(
                workspace,
                store.resolve("later"),
                "begun",
                "keys=id&bootstrap=version&startVersion=9")) {
      assertThat(version.run().lines("id", "_change_type")).containsExactly("1 update");
      assertThat(next.run().rows()).as("the version after the latest").isEmpty();
      assertThat(none.run().rows()).isEmpty();
      assertThat(later.run().run())
          .containsEntry("reason", "CONFIGURATION")
          .containsEntry(
              "message",
              "The option startVersion is 9, and the latest version of %s is 1."
                  .formatted(workspace.name("begun")));

      sql("DELETE FROM %s WHERE id = 2", "begun");

      assertThat(next.run().lines("id", "_change_type")).containsExactly("2 delete");
      assertThat(none.run().lines("id", "_change_type")).containsExactly("2 delete");
    }
  }
}
