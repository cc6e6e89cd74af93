// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.component.Syncing.Synced;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes that cannot be read any more: the run fails, or delivers what differs. */
class ChangesGapTest extends SyncedTables {

  ChangesGapTest(LocalWorkspace workspace) {
    super(workspace);
  }

  private static void assertFailed(Synced synced, String reason, String message) {
    assertThat(synced.rows()).isEmpty();
    assertThat(synced.run())
        .containsEntry("state", "FAILED")
        .containsEntry("reason", reason)
        .containsEntry("message", message);
  }

  @Test
  void a_table_without_a_feed_is_refused_with_the_remedy() {
    table("off", "delta.enableChangeDataFeed = false");
    sql("CREATE VIEW %s AS SELECT 1 AS id", "seen");
    try (Syncing table = syncing("off", "keys=id");
        Syncing view = new Syncing(workspace, store.resolve("view"), "seen", "keys=id")) {
      assertFailed(
          table.run(),
          "CONFIGURATION",
          "The change data feed of %s is off. Ask its owner to run ALTER TABLE %s SET TBLPROPERTIES (delta.enableChangeDataFeed = true)."
              .formatted(
                  workspace.name("off"), "`" + workspace.name("off").replace(".", "`.`") + "`"));
      assertFailed(
          view.run(),
          "CONFIGURATION",
          workspace.name("seen")
              + " is a VIEW, which has no change data feed. Sync a managed or external Delta table,"
              + " such as one that CREATE TABLE AS SELECT makes of it.");
    }
  }

  @Tag("matrix")
  @Test
  void a_feed_that_was_off_for_a_while_is_bridged_by_comparing_versions() {
    table("paused", "delta.enableChangeDataFeed = true");
    try (Syncing syncing = syncing("paused", "keys=id&beforeImage=true")) {
      syncing.run();
      sql("ALTER TABLE %s SET TBLPROPERTIES (delta.enableChangeDataFeed = false)", "paused");
      sql("UPDATE %s SET note = 'B' WHERE id = 2", "paused");
      sql("DELETE FROM %s WHERE id = 3", "paused");
      sql("INSERT INTO %s VALUES (4, 'd')", "paused");
      sql("ALTER TABLE %s SET TBLPROPERTIES (delta.enableChangeDataFeed = true)", "paused");
      assertFailed(
          syncing.run(),
          "CONFLICT",
          "The changes of %s from version 1 on cannot be read: the change data feed was off. Set onGap=bridge to deliver what differs, or reset the cursor to begin anew."
              .formatted(workspace.name("paused")));
    }
    try (Syncing syncing = syncing("paused", "keys=id&beforeImage=true&onGap=bridge")) {
      Synced bridged = syncing.run();
      sql("INSERT INTO %s VALUES (5, 'e')", "paused");
      Synced later = syncing.run();

      assertThat(bridged.lines("id", "note", "_change_type", "_commit_version", "_before"))
          .containsExactly("2 B update 5 {id=2, note=b}", "3 c delete 5 null", "4 d insert 5 null");
      assertThat(bridged.details("gap"))
          .isEqualTo(
              Map.of("version", 1, "kind", "feed-off", "policy", "bridge", "deletesKnown", true));
      assertThat(later.lines("id", "note", "_change_type")).containsExactly("5 e insert");
      assertThat(later.run().get("details")).asString().doesNotContain("gap");
    }
  }

  @Tag("matrix")
  @Test
  void dropped_and_renamed_columns_split_the_range() {
    table("renamed", "delta.columnMapping.mode = 'name'");
    sql("ALTER TABLE %s SET TBLPROPERTIES (delta.enableChangeDataFeed = true)", "renamed");
    try (Syncing syncing = syncing("renamed", "keys=id")) {
      syncing.run();
      sql("UPDATE %s SET note = 'A' WHERE id = 1", "renamed");
      sql("ALTER TABLE %s RENAME COLUMN note TO remark", "renamed");
      sql("UPDATE %s SET remark = 'B' WHERE id = 2", "renamed");
      sql("ALTER TABLE %s ADD COLUMN more INT", "renamed");
      sql("ALTER TABLE %s DROP COLUMN remark", "renamed");
      sql("UPDATE %s SET more = 7 WHERE id = 3", "renamed");
      Synced changes = syncing.run();

      assertThat(changes.rows().stream().map(row -> row.keySet().toString()).distinct()).hasSize(3);
      assertThat(changes.lines("id", "note", "remark", "more", "_change_type"))
          .containsExactly("1 A null null update", "2 null B null update", "3 null null 7 update");
      assertThat(changes.headers())
          .extracting(h -> h.get(DatabricksConstants.RUN_COMPLETE))
          .containsExactly(false, false, true);
      assertThat(changes.headers())
          .extracting(h -> h.get(DatabricksConstants.BATCH_INDEX))
          .containsExactly(0L, 1L, 2L);
      assertThat(changes.run()).containsEntry("toVersion", 7L);
    }
  }

  @Tag("matrix")
  @Test
  void another_table_of_the_name_begins_with_a_snapshot() {
    table("reborn", "delta.enableChangeDataFeed = true");
    try (Syncing syncing = syncing("reborn", "keys=id&onGap=bridge")) {
      syncing.run();
      sql("DROP TABLE %s", "reborn");
      table("reborn", "delta.enableChangeDataFeed = true");
      Synced anew = syncing.run();

      assertThat(anew.values("id")).containsExactly(1L, 2L, 3L);
      assertThat(anew.headers().get(0)).containsEntry(DatabricksConstants.BOOTSTRAP, true);
      assertThat(anew.details("gap"))
          .asString()
          .contains("kind=another-table", "deletesKnown=false");
    }
  }

  @Tag("matrix")
  @Test
  void files_that_vacuum_removed_are_bridged_by_a_snapshot() {
    table(
        "vacuumed",
        "delta.enableChangeDataFeed = true, delta.deletedFileRetentionDuration = 'interval 0"
            + " hours'");
    try (Syncing syncing = syncing("vacuumed", "keys=id&onGap=bridge")) {
      syncing.run();
      sql("UPDATE %s SET note = 'A' WHERE id = 1", "vacuumed");
      sql("DELETE FROM %s WHERE id = 3", "vacuumed");
      sql("VACUUM %s", "vacuumed");
      Synced bridged = syncing.run();

      assertThat(bridged.lines("id", "note", "_change_type"))
          .containsExactly("1 A insert", "2 b insert");
      assertThat(bridged.details("gap"))
          .asString()
          .contains("kind=files-gone", "deletesKnown=false");
    }
  }

  @Tag("matrix")
  @Test
  void a_restore_to_a_version_without_a_feed_is_bridged_once_the_feed_is_on_again() {
    table("restored", "delta.enableChangeDataFeed = false");
    sql("ALTER TABLE %s SET TBLPROPERTIES (delta.enableChangeDataFeed = true)", "restored");
    KeyedTarget target = new KeyedTarget();
    try (Syncing syncing = syncing("restored", "keys=id")) {
      sql("DELETE FROM %s WHERE id = 1", "restored");
      target.take(syncing.run());
      sql("INSERT INTO %s VALUES (4, 'd')", "restored");
      sql("RESTORE TABLE %s TO VERSION AS OF 0", "restored");
      assertThat(syncing.run().run())
          .as("as long as the feed is off")
          .containsEntry("reason", "CONFIGURATION")
          .extractingByKey("message")
          .asString()
          .startsWith("The change data feed of " + workspace.name("restored") + " is off.");
      sql("UPDATE %s SET note = 'C' WHERE id = 3", "restored");
      sql("ALTER TABLE %s SET TBLPROPERTIES (delta.enableChangeDataFeed = true)", "restored");
      assertFailed(
          syncing.run(),
          "CONFLICT",
          "The changes of %s from version 3 on cannot be read: the change data feed was off. Set onGap=bridge to deliver what differs, or reset the cursor to begin anew."
              .formatted(workspace.name("restored")));
    }
    try (Syncing syncing = syncing("restored", "keys=id&onGap=bridge")) {
      Synced bridged = syncing.run();
      target.take(bridged);

      assertThat(bridged.lines("id", "note", "_change_type"))
          .containsExactly("1 a insert", "3 C update");
      assertThat(bridged.details("gap"))
          .isEqualTo(
              Map.of("version", 3, "kind", "feed-off", "policy", "bridge", "deletesKnown", true));
      assertThat(target.content(List.of("id", "note")))
          .isEqualTo(
              workspace
                  .statements()
                  .run("SELECT id, note FROM " + workspace.name("restored") + " ORDER BY id"));
    }
  }
}
