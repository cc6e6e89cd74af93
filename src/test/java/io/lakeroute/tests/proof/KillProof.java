// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.WorkspaceProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.FileUtil;
import org.junit.jupiter.api.Test;

/**
 * An import whose process is killed at random moments brings each row to a keyed target once.
 *
 * <p>{@code -Dkill.rows}, {@code -Dkill.rounds}; with the {@code -Dkill.seed} of a proof that was
 * stopped, it goes on behind its last round. Each round and the verdict are appended to {@code
 * -Dkill.results}.
 */
class KillProof {

  private static final int ROWS = Integer.getInteger("kill.rows", 1_000_000);
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 100);
  private static final long SEED = Long.getLong("kill.seed", System.currentTimeMillis());
  private static final Path FOLDER = Path.of("target", "kill-" + SEED).toAbsolutePath();
  private static final ProofResults RESULTS =
      new ProofResults(
          Path.of(System.getProperty("kill.results", "target/kill-proof.txt")),
          SEED,
          "rows=%d rounds=%d".formatted(ROWS, ROUNDS));

  @Test
  void a_keyed_target_holds_each_row_once_whenever_the_import_is_killed() throws Exception {
    Files.createDirectories(FOLDER);
    Path store = FOLDER.resolve("store");
    try (WorkspaceProcess process = WorkspaceProcess.start(FOLDER.resolve("workspace"));
        EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setDataDirectory(FOLDER.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start()) {
      ImportToKill toKill =
          new ImportToKill(
              FOLDER,
              process.workspace("default"),
              ROWS,
              server.getJdbcUrl("postgres", "postgres"),
              Map.of("databricks.store.directory", store.toString()));

      long start = System.nanoTime();
      int kills = RESULTS.rounds();
      RESULTS.say("rounds %d to %d", kills + 1, ROUNDS);
      for (int round = kills + 1; round <= ROUNDS; round++) {
        Random random = new Random(SEED + round);
        if (!kill(round, random, toKill)) {
          RESULTS.say(
              "round=%d came to its end unkilled: %s; begun anew", round, toKill.verdict(round));
          toKill.clear();
          FileUtil.removeDir(store.toFile());
        }
      }
      assertThat(toKill.launch().waitFor()).as("the last restart ends well").isZero();
      RESULTS.say(
          "verdict: %s in %d s",
          toKill.verdict(ROUNDS), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }
  }

  /**
   * At the start one time of ten, else within or right behind the batch that reaches a number, such
   * that the import is not likely to end before the last round.
   */
  private static boolean kill(int round, Random random, ImportToKill toKill) throws Exception {
    long started = System.nanoTime();
    boolean early = random.nextInt(10) == 0;
    int rows = early ? 0 : random.nextInt(Math.max(1, 3 * ROWS / ROUNDS / 2));
    long delay = early ? random.nextInt(8_000) : random.nextInt(60);
    Process process = toKill.launch();
    long delivered = 0;
    if (!early) {
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      String line = "";
      while ((delivered <= rows || !line.startsWith("DELIVERED"))
          && (line = output.readLine()) != null) {
        delivered += ProcessToKill.delivered(line);
      }
    }
    if (process.waitFor(delay, TimeUnit.MILLISECONDS)) {
      assertThat(process.exitValue()).as("end of round %d", round).isZero();
      return false;
    }
    process.destroyForcibly().waitFor();
    RESULTS.say(
        "round=%d killed %s + %d ms, %d s after its start",
        round,
        early ? "at the start" : "after " + delivered + " rows",
        delay,
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started));
    return true;
  }
}
