// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.component.Syncing.Synced;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Syncs of tables whose log has lost files: by log retention, or because an older backup was put in
 * the table's place. The files are changed while the workspace is stopped.
 */
@Tag("matrix")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangesLostLogTest {

  private static final String KEYS = "keys=id";
  private static final String BRIDGE = "keys=id&onGap=bridge";

  @TempDir private static Path folder;
  private final Map<String, KeyedTarget> targets = new TreeMap<>();
  private WorkspaceProcess process;
  private LocalWorkspace workspace;

  @BeforeAll
  void prepare() throws IOException {
    start();
    create("cut", 3);
    sync("cut");
    create("cut_replaced", 3);
    sql("UPDATE %s SET note = 'A' WHERE id = 1", "cut_replaced");
    sql("DELETE FROM %s WHERE id = 2", "cut_replaced");
    sync("cut_replaced");
    for (String table : List.of("cut_behind", "older_log", "other_folder")) {
      create(table, 3);
      changeThrice(table);
      sync(table);
    }
    changeThrice("cut");
    sql("UPDATE %s SET note = 'late' WHERE id = 1", "cut");
    sql(
        "CREATE OR REPLACE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true,"
            + " delta.checkpointInterval = 3) AS SELECT * FROM VALUES (1L, 'a'), (5L, 'e') AS t(id,"
            + " note)",
        "cut_replaced");
    sql("INSERT INTO %s VALUES (6, 'f')", "cut_replaced");
    sql("UPDATE %s SET note = 'late' WHERE id = 1", "cut_behind");
    create("other", 50);
    sql("DELETE FROM %s WHERE id = 1", "other");

    process.close();
    for (String table : List.of("cut", "cut_replaced", "cut_behind")) {
      assertThat(log(table).resolve("%020d.checkpoint.parquet".formatted(3))).exists();
      loseLog(table, version -> version < 3);
    }
    loseLog("older_log", version -> version > 1);
    replaceFolder("other_folder", "other");
    start();
  }

  @AfterAll
  void stop() {
    process.close();
  }

  private void start() {
    process = WorkspaceProcess.start(folder.resolve("workspace"));
    workspace = LocalWorkspace.of(process, "default");
  }

  private void sql(String statement, String table) {
    workspace.statements().run(statement.formatted(workspace.name(table)));
  }

  private void create(String table, int checkpointInterval) {
    sql(
        "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true, delta.checkpointInterval"
            + " = "
            + checkpointInterval
            + ") AS SELECT CAST(id AS BIGINT) AS id, note FROM VALUES (1, 'a'), (2, 'b'), (3, 'c')"
            + " AS t(id, note)",
        table);
  }

  /** Versions 1 to 3. */
  private void changeThrice(String table) {
    sql("UPDATE %s SET note = 'B' WHERE id = 2", table);
    sql("INSERT INTO %s VALUES (4, 'd')", table);
    sql("DELETE FROM %s WHERE id = 3", table);
  }

  private Syncing syncing(String table, String options) {
    return new Syncing(workspace, folder.resolve("store-" + table), table, options);
  }

  private void sync(String table) {
    KeyedTarget target = targets.computeIfAbsent(table, name -> new KeyedTarget());
    try (Syncing syncing = syncing(table, KEYS)) {
      target.take(syncing.run());
    }
  }

  private Path log(String table) throws IOException {
    try (var found =
        Files.find(
            folder.resolve("workspace"),
            8,
            (path, attributes) -> path.endsWith(Path.of(table, "_delta_log")))) {
      return found.findFirst().orElseThrow();
    }
  }

  /** Removes what belongs to some versions: commits, their checksums and checkpoints. */
  private void loseLog(String table, LongPredicate lost) throws IOException {
    try (var files = Files.list(log(table))) {
      files
          .filter(file -> file.getFileName().toString().matches("\\.?\\d{20}\\..*"))
          .filter(file -> lost.test(version(file)))
          .forEach(ChangesLostLogTest::delete);
    }
    if (lost.test(Long.MAX_VALUE)) {
      Files.deleteIfExists(log(table).resolve("_last_checkpoint"));
    }
  }

  private static long version(Path file) {
    return Long.parseLong(file.getFileName().toString().replaceFirst("^\\.", "").substring(0, 20));
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of another table takes the place of the table's own, which keeps its id. */
  private void replaceFolder(String table, String other) throws IOException {
    Path place = log(table).getParent();
    Files.move(place, folder.resolve("lost-" + table));
    Files.move(log(other).getParent(), place);
  }

  private void assertTargetHoldsTheTable(String table) {
    List<String> columns = List.of("id", "note");
    assertThat(targets.get(table).content(columns))
        .as(table)
        .isEqualTo(
            workspace
                .statements()
                .run("SELECT id, note FROM " + workspace.name(table) + " ORDER BY id"));
  }

  /** With onGap=fail the run ends and the next one finds the same gap. */
  private void assertConflict(String table, long from, String why) {
    try (Syncing syncing = syncing(table, KEYS)) {
      for (int i = 0; i < 2; i++) {
        Synced failed = syncing.run();
        assertThat(failed.rows()).isEmpty();
        assertThat(failed.run())
            .containsEntry("state", "FAILED")
            .containsEntry("reason", "CONFLICT")
            .containsEntry(
                "message",
                "The changes of %s from version %d on cannot be read: %s. Set onGap=bridge to deliver what differs, or reset the cursor to begin anew."
                    .formatted(workspace.name(table), from, why));
      }
    }
  }

  /** With onGap=bridge the target holds the table again, and the next change arrives as one. */
  private void assertBridged(String table, int from, String kind) {
    try (Syncing syncing = syncing(table, BRIDGE)) {
      Synced bridged = syncing.run();
      targets.get(table).take(bridged);
      assertThat(bridged.details("gap"))
          .isEqualTo(
              Map.of("version", from, "kind", kind, "policy", "bridge", "deletesKnown", false));
      assertTargetHoldsTheTable(table);

      sql("INSERT INTO %s VALUES (9, 'i')", table);
      Synced later = syncing.run();
      targets.get(table).take(later);
      assertThat(later.lines("id", "note", "_change_type")).containsExactly("9 i insert");
      assertTargetHoldsTheTable(table);
    }
  }

  @Test
  void a_log_that_was_cut_off_behind_the_cursor_is_a_gap() {
    assertConflict("cut", 1, "files of the old versions are gone, as after VACUUM");
    assertBridged("cut", 1, "files-gone");
  }

  @Test
  void a_replacement_whose_old_version_was_cut_off_is_a_gap() {
    assertConflict("cut_replaced", 3, "files of the old versions are gone, as after VACUUM");
    assertBridged("cut_replaced", 3, "files-gone");
  }

  @Test
  void a_log_that_was_cut_off_before_the_cursor_is_none() {
    try (Syncing syncing = syncing("cut_behind", KEYS)) {
      Synced changes = syncing.run();
      targets.get("cut_behind").take(changes);

      assertThat(changes.lines("id", "note", "_change_type")).containsExactly("1 late update");
      assertTargetHoldsTheTable("cut_behind");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"older_log", "other_folder"})
  void a_table_with_fewer_versions_than_the_cursor_is_a_gap(String table) {
    assertConflict(table, 4, "the table is back at an older version");
    assertBridged(table, 4, "version-behind");
  }
}
