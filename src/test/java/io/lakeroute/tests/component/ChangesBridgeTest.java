// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.component.Syncing.Synced;
import io.lakeroute.tests.workspace.LocalWorkspace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Columns that differ between the versions of a table, which a bridge compares. */
class ChangesBridgeTest extends SyncedTables {

  ChangesBridgeTest(LocalWorkspace workspace) {
    super(workspace);
  }

  /** The filter's column is none of those that are delivered. */
  @Test
  void a_bridge_finds_rows_that_a_filter_takes_or_leaves_now() {
    sql(
        "CREATE TABLE %s "
            + FEED
            + " AS SELECT CAST(id AS BIGINT) AS id, note, active FROM VALUES (1, 'a', true), (2, 'b',"
            + " true), (3, 'c', false) AS t(id, note, active)",
        "filtered");
    try (Syncing syncing = syncing("filtered", "keys=id&fields=note&filter=active&onGap=bridge")) {
      syncing.run();
      sql("ALTER TABLE %s SET TBLPROPERTIES (delta.enableChangeDataFeed = false)", "filtered");
      sql("UPDATE %s SET active = NOT active WHERE id IN (2, 3)", "filtered");
      sql("ALTER TABLE %s SET TBLPROPERTIES (delta.enableChangeDataFeed = true)", "filtered");
      Synced bridged = syncing.run();

      assertThat(bridged.lines("id", "note", "_change_type"))
          .containsExactly("2 b delete", "3 c insert");
    }
  }

  /** A cast between structs would take fields by their place. */
  @Tag("matrix")
  @Test
  void structs_whose_fields_changed_are_bridged_by_a_snapshot() {
    sql(
        "CREATE TABLE %s "
            + FEED
            + " AS SELECT id, named_struct('first', 'f', 'last', 'l') AS who FROM range(1, 4)",
        "structs");
    try (Syncing syncing = syncing("structs", "keys=id&onGap=bridge")) {
      syncing.run();
      sql("ALTER TABLE %s SET TBLPROPERTIES (delta.enableChangeDataFeed = false)", "structs");
      sql("ALTER TABLE %s ALTER COLUMN who.last FIRST", "structs");
      sql("DELETE FROM %s WHERE id = 3", "structs");
      sql("ALTER TABLE %s SET TBLPROPERTIES (delta.enableChangeDataFeed = true)", "structs");
      Synced bridged = syncing.run();

      assertThat(bridged.lines("id", "_change_type")).containsExactly("1 insert", "2 insert");
      assertThat(bridged.details("gap")).asString().contains("kind=feed-off", "deletesKnown=false");
    }
  }

  @Tag("matrix")
  @Test
  void a_widened_type_is_bridged_by_comparing_versions() {
    table("widened", "delta.enableChangeDataFeed = true, delta.enableTypeWidening = true");
    sql("ALTER TABLE %s ADD COLUMN size SMALLINT", "widened");
    try (Syncing syncing = syncing("widened", "keys=id&onGap=bridge")) {
      syncing.run();
      sql("UPDATE %s SET size = 7 WHERE id = 1", "widened");
      sql("ALTER TABLE %s ALTER COLUMN size TYPE INT", "widened");
      sql("UPDATE %s SET size = 70000 WHERE id = 2", "widened");
      Synced bridged = syncing.run();

      assertThat(bridged.lines("id", "size", "_change_type"))
          .containsExactly("1 7 update", "2 70000 update");
      assertThat(bridged.details("gap")).asString().contains("kind=schema", "deletesKnown=true");
    }
  }

  @Tag("matrix")
  @Test
  void a_table_that_was_replaced_with_other_columns_is_compared_by_its_keys() {
    table("replaced", "delta.enableChangeDataFeed = true");
    try (Syncing syncing = syncing("replaced", "keys=id&onGap=bridge")) {
      syncing.run();
      sql(
          "CREATE OR REPLACE TABLE %s "
              + FEED
              + " AS SELECT * FROM VALUES (1L, 'a'), (4L, 'd') AS t(id, remark)",
          "replaced");
      Synced bridged = syncing.run();
      sql(
          "CREATE OR REPLACE TABLE %s " + FEED + " AS SELECT * FROM VALUES (7L) AS t(number)",
          "replaced");
      Synced keyless = syncing.run();

      assertThat(bridged.lines("id", "remark", "_change_type"))
          .containsExactly("1 a update", "2 null delete", "3 null delete", "4 d insert");
      // Nobody can tell whether remark was called note before, so that old values are NULL.
      assertThat(bridged.details("gap")).asString().contains("kind=replaced", "deletesKnown=false");
      assertThat(bridged.details("columnsAdded")).asString().isEqualTo("[remark]");
      assertThat(keyless.run().get("message"))
          .isEqualTo(workspace.name("replaced") + " has no column id. It has number.");
    }
    try (Syncing syncing = syncing("replaced", "keys=number&onGap=bridge")) {
      Synced anew = syncing.run();

      assertThat(anew.lines("number", "_change_type")).containsExactly("7 insert");
      assertThat(anew.details("gap")).asString().contains("kind=replaced", "deletesKnown=false");
    }
  }

  @Tag("matrix")
  @Test
  void a_replacement_with_the_same_columns_is_no_gap() {
    table("rewritten", "delta.enableChangeDataFeed = true");
    try (Syncing syncing = syncing("rewritten", "keys=id")) {
      syncing.run();
      sql(
          "CREATE OR REPLACE TABLE %s "
              + FEED
              + " AS SELECT * FROM VALUES (1L, 'a'), (2L, 'B') AS"
              + " t(id, note)",
          "rewritten");
      Synced changes = syncing.run();

      assertThat(changes.lines("id", "note", "_change_type"))
          .containsExactly("2 B update", "3 c delete");
    }
  }

  @Tag("matrix")
  @Test
  void a_replacement_with_more_columns_is_no_gap() {
    table("wider", "delta.enableChangeDataFeed = true");
    try (Syncing syncing = syncing("wider", "keys=id&onGap=bridge")) {
      syncing.run();
      sql("UPDATE %s SET note = 'B' WHERE id = 2", "wider");
      sql(
          "CREATE OR REPLACE TABLE %s "
              + FEED
              + " AS SELECT * FROM VALUES (1L, 'a', CAST(NULL AS INT)), (2L, 'B', 7) AS t(id, note,"
              + " size)",
          "wider");
      Synced bridged = syncing.run();

      assertThat(bridged.lines("id", "note", "size", "_change_type"))
          .containsExactly("2 B 7 update", "3 c null delete");
      assertThat(bridged.details("gap")).isNull();
    }
  }

  /** As long as nothing was read of the column: then the feed has it in all its rows. */
  @Tag("matrix")
  @Test
  void a_restore_that_takes_a_column_away_is_a_gap() {
    table("narrower", "delta.enableChangeDataFeed = true");
    sql("ALTER TABLE %s ADD COLUMN size INT", "narrower");
    try (Syncing syncing = syncing("narrower", "keys=id")) {
      syncing.run();
      sql("RESTORE TABLE %s TO VERSION AS OF 0", "narrower");

      assertThat(syncing.run().run())
          .containsEntry("reason", "CONFLICT")
          .extractingByKey("message")
          .asString()
          .contains("the table was replaced by one with other columns");
    }
  }
}
