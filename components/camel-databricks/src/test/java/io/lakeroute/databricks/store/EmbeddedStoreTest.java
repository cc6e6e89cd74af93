// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest extends CursorStoreContract {

  @TempDir Path folder;

  @Override
  StoreSettings settings() {
    return new StoreSettings.Embedded(folder.resolve("store"));
  }

  private static void assertRefused(Path directory, String message) {
    assertThatThrownBy(() -> StoreOpener.open(new StoreSettings.Embedded(directory)))
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessage(message);
  }

  @Test
  void refuses_damaged_files_and_leaves_them_as_they_are() throws IOException {
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    byte[] rubbish = "not a database".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(damaged.resolve("cursors.mv.db"), rubbish);

    assertRefused(
        damaged,
        "Cannot open the cursor store "
            + damaged
            + ": its files are damaged or of another version. Nothing was overwritten."
            + " Restore them from a backup, or move the folder away to begin anew.");
    assertThat(file).hasBinaryContent(rubbish);
  }

  @Test
  void refuses_the_store_of_a_newer_version_and_keeps_what_is_in_it() throws Exception {
    Path newer = folder.resolve("newer");
    try (CursorStore store = StoreOpener.open(new StoreSettings.Embedded(newer))) {
      store.acquire("k", "a", Duration.ofMinutes(1));
    }
    String url =
        "jdbc:h2:file:"
            + newer.resolve("cursors")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;NON_KEYWORDS=KEY";
    try (var database = DriverManager.getConnection(url);
        var statement = database.createStatement()) {
      statement.execute(
          "INSERT INTO \"lakeroute_schema_history\" (\"installed_rank\", \"version\","
              + " \"description\", \"type\", \"script\", \"checksum\", \"installed_by\","
              + " \"execution_time\", \"success\") VALUES (99, '99', 'from the future', 'SQL',"
              + " 'V99__future.sql', 1, 'x', 1, TRUE)");
    }

    assertRefused(
        newer,
        "The cursor store "
            + newer
            + " was written by a newer version of this program, or its tables were changed."
            + " Nothing was overwritten. Use that version, or another store.");
    try (var database = DriverManager.getConnection(url);
        var rows = database.createStatement().executeQuery("SELECT count(*) FROM lease")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(1);
    }
  }

  /** The tables of the first version, with what a process of it left behind. */
  @Test
  void a_store_of_the_first_version_opens_with_all_that_is_in_it() throws Exception {
    Path first = Files.createDirectories(folder.resolve("first"));
    String url =
        "jdbc:h2:file:"
            + first.resolve("cursors")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;NON_KEYWORDS=KEY";
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:io/lakeroute/databricks/store/migrations")
        .table("lakeroute_schema_history")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .target("1")
        .load()
        .migrate();
    try (var database = DriverManager.getConnection(url);
        var statement = database.createStatement()) {
      statement.execute(
          "INSERT INTO cursor VALUES ('acme/snapshot/leads', 't-1', '{}', 'h', 2, NOW())");
      statement.execute(
          "INSERT INTO run VALUES ('r-1', 'acme/snapshot/leads', 'acme', 'snapshot', 'acme',"
              + " 'main.crm.leads', 't-1', NULL, 7, NULL, NULL, '', 5, 5, 0, 0, 0, 99, NOW(),"
              + " NOW(), 'UNKNOWN', NULL, NULL, 'n1')");
    }

    try (CursorStore store = StoreOpener.open(new StoreSettings.Embedded(first))) {
      RunRecord run = store.run("r-1").orElseThrow();
      assertThat(run.outcome().state()).isEqualTo(RunState.UNKNOWN);
      assertThat(run.counts().delivered()).isEqualTo(5);
      assertThat(run.attempts()).isEqualTo(1);
      assertThat(run.details()).isEmpty();
      assertThat(store.cursor("acme/snapshot/leads").orElseThrow().generation()).isEqualTo(2);
    }
  }

  @Test
  void takes_over_from_a_process_that_is_gone_without_waiting_for_its_leases() throws Exception {
    Duration life = Duration.ofHours(1);
    try (CursorStore store = StoreOpener.open(settings())) {
      assertThat(store.acquire("k", "host:1@0#a", life)).isPresent();
      assertThat(store.acquire("k", "b", life)).isEmpty();
    }

    try (CursorStore store = StoreOpener.open(settings())) {
      assertThat(store.acquire("k", "b", life)).isPresent();
    }
  }

  @Test
  void its_files_and_folders_are_for_their_owner_only() throws Exception {
    Path directory = folder.resolve("outer/inner");
    try (CursorStore store = StoreOpener.open(new StoreSettings.Embedded(directory))) {
      assertThat(store.acquire("k", "a", Duration.ofMinutes(1))).isPresent();
      assertModes(directory);
    }
    assertModes(directory);
    assertThat(mode(folder.resolve("outer"))).isEqualTo("rwx------");
    assertThat(mode(directory)).isEqualTo("rwx------");
  }

  @Test
  void a_folder_that_was_there_keeps_its_permissions_and_the_store_in_it_does_not()
      throws Exception {
    Path directory = folder.resolve("before");
    StoreOpener.open(new StoreSettings.Embedded(directory)).close();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path file = directory.resolve("cursors.mv.db");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    StoreOpener.open(new StoreSettings.Embedded(directory)).close();
    assertThat(mode(directory)).isEqualTo("rwxr-xr-x");
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void refuses_a_link_in_the_place_of_its_file() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("linked"));
    Path other = folder.resolve("other");
    Path file = Files.createSymbolicLink(directory.resolve("cursors.mv.db"), other);

    assertRefused(
        directory,
        "Cannot open the cursor store "
            + directory
            + ": "
            + file
            + " is a link or no file. Move it away, or set databricks.store.directory to the folder that it leads to.");
    assertThat(other).doesNotExist();
  }

  private static void assertModes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(each -> assertThat(mode(each)).as(each.toString()).isEqualTo("rw-------"));
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void says_when_its_folder_cannot_be_made() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertRefused(
        file.resolve("store"),
        "Cannot make the folder "
            + file.resolve("store")
            + " for the cursor store. Check databricks.store.directory and who may write there.");
  }
}
