package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
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
      Workspace workspace = process.workspace("default");
      Statements sql = Statements.of(workspace);
      String table = workspace.name("killed_sync");
      Jdbi target = Jdbi.create(server.getJdbcUrl("postgres", "postgres"));
      target.useHandle(
          handle ->
              handle.execute("CREATE TABLE target (id BIGINT PRIMARY KEY, mail TEXT, note TEXT)"));
      sql.run(
          "CREATE TABLE %s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT id, concat('m', id) AS mail, 'first' AS note FROM range(200)"
              .formatted(table));
      int kills = 0;
      for (int round = 0; round < ROUNDS / 2; round++) {
        commit(sql, table, random, round);
        Process sync = launch(workspace, table, server, net, Long.MAX_VALUE);
        kills += kill(sync, random);
      }
      long latest = Long.parseLong(sql.run("DESCRIBE HISTORY " + table + " LIMIT 1").get(0).get(0));
      assertThat(launch(workspace, table, server, net, latest).waitFor()).isZero();
      System.out.printf("net=%s: %d kills, seed %d, %d versions%n", net, kills, SEED, latest);

      List<List<String>> expected = sql.run("SELECT id, mail, note FROM " + table + " ORDER BY id");
      List<List<String>> held =
          target.withHandle(
              handle ->
                  handle
                      .createQuery("SELECT id, mail, note FROM target ORDER BY id")
                      .map(
                          (row, context) ->
                              List.of(row.getString(1), row.getString(2), row.getString(3)))
                      .list());
      assertThat(held).isEqualTo(expected);
    }
  }

  private static void commit(Statements sql, String table, Random random, int round) {
    int some = random.nextInt(5);
    switch (random.nextInt(5)) {
      case 0 ->
          sql.run("UPDATE %s SET note = 'u%d' WHERE id %% 5 = %d".formatted(table, round, some));
      case 1 -> sql.run("DELETE FROM %s WHERE id %% 11 = %d".formatted(table, some));
      case 2 ->
          sql.run(
              "INSERT INTO %s SELECT id + %d, 'new', 'i' FROM range(60)"
                  .formatted(table, 1000 + 100 * round));
      case 3 ->
          sql.run(
              "INSERT OVERWRITE %s SELECT id, mail, 'o%d' FROM %s WHERE id %% 7 <> %d"
                  .formatted(table, round, table, some));
      default ->
          sql.run(
              "MERGE INTO %1$s t USING (SELECT id + %2$d AS id FROM range(150)) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET note = 'm%2$d' WHEN NOT MATCHED THEN INSERT (id, mail, note) VALUES (s.id, 'merged', 'm')"
                  .formatted(table, round));
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

  private Process launch(
      Workspace workspace, String table, EmbeddedPostgres server, String net, long version)
      throws IOException {
    Properties settings = new Properties();
    String connection = "databricks.connections.local.";
    settings.put(connection + "host", workspace.host().toString());
    settings.put(connection + "httpPath", workspace.httpPath());
    settings.put(connection + "clientId", workspace.clientId());
    settings.put(connection + "clientSecret", workspace.clientSecret());
    settings.put("databricks.store.directory", folder.resolve("store-" + net).toString());
    settings.put("table", table);
    settings.put("net", net);
    settings.put("version", Long.toString(version));
    settings.put("target", server.getJdbcUrl("postgres", "postgres"));
    Path file = folder.resolve("sync.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.store(writer, null);
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledSync.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }
}
