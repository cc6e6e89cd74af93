// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An embedded store keeps each position that it has stored, however its process ends. H2 2.5.252
 * lost those that it stored 50 s after it had made the file, and none after 20 s.
 */
class KilledStoreProof {

  private static final String KEY = "acme/import/leads";
  private static final Duration OLD = Duration.ofSeconds(Integer.getInteger("kill.seconds", 60));

  @TempDir private Path folder;

  @Test
  void a_process_that_is_killed_leaves_what_it_has_stored() throws Exception {
    List<Process> processes = new ArrayList<>();
    List<Integer> commits = List.of(1, 2, 3, 6, 30);
    try {
      for (int count : commits) {
        processes.add(start(count));
      }
      for (int i = 0; i < commits.size(); i++) {
        Process process = processes.get(i);
        assertThat(lastLine(process)).isEqualTo("stored");
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(stored(commits.get(i)))
            .as("the last of %d commits", commits.get(i))
            .contains("{\"skip\":%d}".formatted(commits.get(i)));
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private Process start(int count) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledStoreProof.class.getName(),
            store(count).toString(),
            String.valueOf(count))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private Path store(int count) {
    return folder.resolve("store-" + count);
  }

  /** The last one that the process writes before it waits for its end; others are of the log. */
  private static String lastLine(Process process) throws IOException {
    String line;
    BufferedReader lines = process.inputReader();
    do {
      line = lines.readLine();
    } while (line != null && !line.equals("stored"));
    return line;
  }

  private Optional<String> stored(int count) {
    try (CursorStore store = StoreOpener.open(new StoreSettings.Embedded(store(count)))) {
      return store.cursor(KEY).map(Cursor::position);
    }
  }

  /** Arguments: the folder of the store, and how many positions to store once it is old enough. */
  public static void main(String[] args) throws InterruptedException {
    CursorStore store = StoreOpener.open(new StoreSettings.Embedded(Path.of(args[0])));
    Lease lease = store.acquire(KEY, "killed", Duration.ofHours(1)).orElseThrow();
    TimeUnit.SECONDS.sleep(OLD.toSeconds());
    for (int i = 1; i <= Integer.parseInt(args[1]); i++) {
      store.save(new Cursor(KEY, "t", "{\"skip\":%d}".formatted(i), "h", 0), lease);
    }
    System.out.println("stored");
    new CountDownLatch(1).await();
  }
}
