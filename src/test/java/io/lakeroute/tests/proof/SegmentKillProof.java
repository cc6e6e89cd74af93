// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of a segment whose process is killed while it delivers is brought to its end by the next
 * one: each member once, or again with the same id, as of the versions that the run began with,
 * whatever others commit meanwhile. {@code -Dkill.rounds} runs; {@code -Dkill.seed} repeats a
 * proof.
 */
class SegmentKillProof {

  private static final int ROUNDS = Integer.getInteger("kill.rounds", 8);
  private static final long SEED = Long.getLong("kill.seed", System.currentTimeMillis());
  private static final int PEOPLE = 3_000;
  private static final int BATCH = 25;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private Workspace workspace;
  private Statements sql;
  private Jdbi target;

  @BeforeEach
  void writeFiles() throws Exception {
    Files.writeString(
        folder.resolve("buyers.segment.yaml"),
        """
        segment: buyers
        model: people
        returns: [{name: spent, field: purchases, aggregate: sum, of: value}]
        rules:
          combinator: and
          rules:
          - {field: people.active, operator: "=", value: true}
          - {field: purchases, match: {mode: atLeast, threshold: 2}}
        """);
  }

  @Test
  void a_killed_run_delivers_the_members_of_its_own_versions() throws Exception {
    try (WorkspaceProcess process = WorkspaceProcess.start(folder.resolve("workspace"));
        EmbeddedPostgres server = EmbeddedPostgres.start()) {
      workspace = process.workspace("default");
      sql = Statements.of(workspace);
      String url = server.getJdbcUrl("postgres", "postgres");
      target = Jdbi.create(url);
      fill();
      int kills = 0;
      long again = 0;
      for (int round = 0; round < ROUNDS; round++) {
        List<List<String>> members = members();
        target.useHandle(handle -> handle.execute("TRUNCATE target"));
        Map<String, String> settings = settings(url, round);
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
          kills += kill(launch(settings)) ? 1 : 0;
          commit(round * 10 + i);
        }
        assertThat(launch(settings).waitFor()).as("seed %d", SEED).isZero();
        again += requireOnce(members);
        assertThat(members()).as("others made other members").isNotEqualTo(members);
      }
      System.out.printf(
          "%d runs, %d kills, seed %d: each member of the run's versions once; %d were redelivered"
              + " with the same id%n",
          ROUNDS, kills, SEED, again);
      assertThat(kills).as("kills that hit a run").isPositive();
    }
  }

  private void fill() throws Exception {
    sql.run(
        "CREATE TABLE %s AS SELECT id, id %% 5 <> 0 AS active FROM range(%d)"
            .formatted(workspace.name("people"), PEOPLE));
    sql.run(
        "CREATE TABLE %s AS SELECT p.id AS who, CAST(n.id + p.id %% 7 AS DECIMAL(10,2)) AS value FROM %s p JOIN range(3) n"
                .formatted(workspace.name("purchases"), workspace.name("people"))
            + " WHERE p.id % 4 >= n.id");
    target.useHandle(
        handle ->
            handle.execute(
                "CREATE TABLE target (record_id TEXT PRIMARY KEY, id BIGINT, spent NUMERIC, times INT)"));
    Files.writeString(
        folder.resolve("people.model.yaml"),
        """
        model: people
        population: people
        sources:
          people: {table: %s, key: id, fields: {active: active}}
          purchases: {table: %s, key: who, many: true, fields: {value: value}}
        """
            .formatted(workspace.name("people"), workspace.name("purchases")));
  }

  /** Whom the rules take, and what they spent, written without the compiler. */
  private List<List<String>> members() {
    return sql.run(
        "SELECT p.id, sum(b.value) FROM %s p JOIN %s b ON b.who = p.id WHERE p.active GROUP BY p.id HAVING count(*) >= 2 ORDER BY p.id"
            .formatted(workspace.name("people"), workspace.name("purchases")));
  }

  /** Makes members, former members, and other sums. */
  private void commit(int n) {
    sql.run(
        "UPDATE %s SET active = NOT active WHERE id %% 11 = %d"
            .formatted(workspace.name("people"), n % 11));
    sql.run(
        "INSERT INTO %s SELECT id, 100.00 + %d FROM %s WHERE id %% 3 = %d"
            .formatted(workspace.name("purchases"), n, workspace.name("people"), n % 3));
  }

  private Map<String, String> settings(String url, int round) {
    Map<String, String> settings = new HashMap<>();
    settings.put("databricks.store.directory", folder.resolve("store-" + round).toString());
    settings.put("models", "file:" + folder + "/*.model.yaml");
    settings.put("definitions", "file:" + folder + "/*.segment.yaml");
    settings.put("batchSize", String.valueOf(BATCH));
    // Every second run stores its position after each batch.
    settings.put("commitInterval", round % 2 == 0 ? "0" : "250ms");
    settings.put("target", url);
    return settings;
  }

  private Process launch(Map<String, String> settings) throws Exception {
    return ProcessToKill.launch(
        KilledSegment.class, folder, workspace, settings, "-XX:TieredStopAtLevel=1");
  }

  /** Kills it within a batch or behind one; false where it had ended. */
  private boolean kill(Process run) throws Exception {
    BufferedReader output = run.inputReader(StandardCharsets.UTF_8);
    int batches = 1 + random.nextInt(15);
    while (batches > 0) {
      String line = output.readLine();
      if (line == null) {
        break;
      }
      batches -= ProcessToKill.delivered(line) > 0 ? 1 : 0;
    }
    run.waitFor(random.nextInt(20), TimeUnit.MILLISECONDS);
    boolean running = run.isAlive();
    run.destroyForcibly().waitFor();
    return running;
  }

  /** How many were delivered again. */
  private long requireOnce(List<List<String>> members) {
    List<List<String>> delivered =
        target.withHandle(
            handle ->
                handle
                    .createQuery("SELECT id, spent FROM target ORDER BY id")
                    .map(
                        (row, context) ->
                            List.of(row.getString(1), row.getBigDecimal(2).setScale(2).toString()))
                    .list());
    assertThat(delivered).as("seed %d", SEED).isEqualTo(members);
    return target.withHandle(
        handle -> handle.createQuery("SELECT sum(times - 1) FROM target").mapTo(Long.class).one());
  }
}
