// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.WorkspaceProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sync whose process is killed at random moments leaves a keyed target that holds what the table
 * holds. {@code -Dkill.rounds} kills, each after a commit; {@code -Dkill.seed} repeats a proof.
 */
class SyncKillProof {

  private static final int ROUNDS = Integer.getInteger("kill.rounds", 50);
  private static final long SEED = Long.getLong("kill.seed", System.currentTimeMillis());

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void a_keyed_target_holds_what_the_table_holds_however_often_the_sync_is_killed(String net)
      throws Exception {
    Random random = new Random(SEED);
    try (WorkspaceProcess process = WorkspaceProcess.start(folder.resolve("workspace"));
        EmbeddedPostgres server = EmbeddedPostgres.start()) {
      SyncToKill sync =
          new SyncToKill(
              folder,
              process.workspace("default"),
              200,
              server.getJdbcUrl("postgres", "postgres"),
              Map.of("databricks.store.directory", folder.resolve("store-" + net).toString()));
      int kills = 0;
      for (int round = 0; round < ROUNDS / 2; round++) {
        commit(sync, random, round);
        kills += kill(sync.launch(net, Long.MAX_VALUE), random);
      }
      long latest = sync.latest();
      assertThat(sync.launch(net, latest).waitFor()).isZero();
      System.out.printf("net=%s: %d kills, seed %d, %d versions%n", net, kills, SEED, latest);
      sync.requireTargetToHoldTheTable();
    }
  }

  private static void commit(SyncToKill sync, Random random, int round) {
    int some = random.nextInt(5);
    switch (random.nextInt(5)) {
      case 0 -> sync.run("UPDATE %s SET note = 'u" + round + "' WHERE id %% 5 = " + some);
      case 1 -> sync.run("DELETE FROM %s WHERE id %% 11 = " + some);
      case 2 ->
          sync.run(
              "INSERT INTO %s SELECT id + " + (1000 + 100 * round) + ", 'new', 'i' FROM range(60)");
      case 3 ->
          sync.run(
              "INSERT OVERWRITE %1$s SELECT id, mail, 'o"
                  + round
                  + "' FROM %1$s WHERE id %% 7 <> "
                  + some);
      default ->
          sync.run(
              "MERGE INTO %1$s t USING (SELECT id + "
                  + round
                  + " AS id FROM range(150)) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET note = 'm"
                  + round
                  + "' WHEN NOT MATCHED THEN INSERT (id, mail, note) VALUES (s.id, 'merged', 'm')");
    }
  }

  /** Kills it at the start, or within or right behind a batch. */
  private static int kill(Process sync, Random random) throws Exception {
    int batches = random.nextInt(6);
    BufferedReader output = sync.inputReader(StandardCharsets.UTF_8);
    if (batches == 0) {
      sync.waitFor(random.nextInt(5_000), TimeUnit.MILLISECONDS);
    }
    for (int batch = 0; batch < batches && output.readLine() != null; batch++) {
      // Each line is a batch.
    }
    sync.waitFor(random.nextInt(40), TimeUnit.MILLISECONDS);
    sync.destroyForcibly().waitFor();
    return 1;
  }
}
