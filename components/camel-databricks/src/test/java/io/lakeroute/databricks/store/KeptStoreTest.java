// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.Reason;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that an earlier line of H2, Flyway and JDBI wrote opens in this one: an upgrade of a
 * library must not lose a position. The file was written by {@link #write} with H2 2.3.232.
 */
class KeptStoreTest {

  private static final String KEY = "acme/import/leads";
  private static final Cursor CURSOR =
      new Cursor(KEY, "t-1", "{\"watermark\":\"2026-01-02T03:04:05.678901Z\",\"skip\":7}", "h", 3);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final RunRecord FAILED =
      RunRecord.begun(
              new RunRecord.Scope(
                  "r-1", KEY, "acme", "import", "acme", "main.crm.`Größe`", "n1", START))
          .with(
              new RunRecord.Range(
                  "t-1",
                  OptionalLong.of(1),
                  OptionalLong.of(2),
                  Optional.of("2026-01-01T00:00:00Z"),
                  Optional.empty(),
                  "ab".repeat(32)))
          .with(new RunRecord.Counts(10, 6, 2, 1, 1, 512))
          .with(
              RunRecord.Outcome.failed(
                  RunState.FAILED, START.plusSeconds(60), Reason.UNAVAILABLE, "It broke."))
          .again()
          .withDetails(Optional.of("{\"inserts\":3}"));
  private static final RunRecord RUNNING =
      RunRecord.begun(
          new RunRecord.Scope(
              "r-2", KEY, "acme", "import", "acme", "t", "n1", START.plusMillis(1)));

  @TempDir Path folder;

  @Test
  void a_store_that_earlier_libraries_wrote_opens_with_all_that_is_in_it() throws Exception {
    try (InputStream file = getClass().getResourceAsStream("written-by-h2-2.3.232.mv.db")) {
      Files.copy(file, folder.resolve("cursors.mv.db"));
    }
    for (int opening = 1; opening <= 2; opening++) {
      try (CursorStore store = StoreOpener.open(new StoreSettings.Embedded(folder))) {
        assertThat(store.cursor(KEY)).contains(CURSOR);
        assertThat(List.of(store.run("r-1").orElseThrow(), store.run("r-2").orElseThrow()))
            .containsExactly(FAILED, RUNNING);
        Lease lease = store.acquire(KEY, "b", Duration.ofMinutes(1)).orElseThrow();
        store.save(CURSOR, lease);
        store.release(lease);
      }
    }
  }

  static void write(Path folder) {
    try (CursorStore store = StoreOpener.open(new StoreSettings.Embedded(folder))) {
      Lease lease = store.acquire(KEY, "a", Duration.ofMinutes(1)).orElseThrow();
      store.save(CURSOR, lease);
      store.record(FAILED);
      store.record(RUNNING);
      store.release(lease);
    }
  }
}
