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
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.util.FileUtil;
import org.jdbi.v3.core.Jdbi;
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
  private static final Path RESULTS =
      Path.of(System.getProperty("kill.results", "target/kill-proof.txt"));

  /** The default of the option batchSize: what a kill may bring again at most. */
  private static final int BATCH = 1_000;

  /** Many rows to each timestamp, and some without. */
  private static final String TABLE =
      "CREATE TABLE %s AS SELECT id, IF(id %% 1000 = 999, NULL, timestamp_seconds(1700000000 + id"
          + " div 37)) AS at, concat('note-', id) AS note FROM range(%d)";

  private static final String TARGET =
      "CREATE TABLE IF NOT EXISTS target (record_id TEXT PRIMARY KEY, id BIGINT, at TIMESTAMP WITH"
          + " TIME ZONE, note TEXT, times INT)";

  @Test
  void a_keyed_target_holds_each_row_once_whenever_the_import_is_killed() throws Exception {
    boolean first = !Files.exists(FOLDER);
    Files.createDirectories(FOLDER);
    try (WorkspaceProcess process = WorkspaceProcess.start(FOLDER.resolve("workspace"));
        EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setDataDirectory(FOLDER.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start()) {
      Workspace workspace = process.workspace("default");
      String table = workspace.name("killed");
      if (first) {
        Statements.of(workspace).run(TABLE.formatted(table, ROWS));
      }
      String url = server.getJdbcUrl("postgres", "postgres");
      Jdbi target = Jdbi.create(url);
      target.useHandle(handle -> handle.execute(TARGET));
      Path properties = properties(workspace, table, url);

      long start = System.nanoTime();
      int kills = killed();
      say("rounds %d to %d", kills + 1, ROUNDS);
      for (int round = kills + 1; round <= ROUNDS; round++) {
        Random random = new Random(SEED + round);
        if (!kill(round, random, properties)) {
          say("round=%d came to its end unkilled: %s; begun anew", round, verdict(target, round));
          target.useHandle(handle -> handle.execute("TRUNCATE target"));
          FileUtil.removeDir(FOLDER.resolve("store").toFile());
        }
      }
      assertThat(launch(properties).waitFor()).as("the last restart ends well").isZero();
      say(
          "verdict: %s in %d s",
          verdict(target, ROUNDS), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }
  }

  /** At the start one time of ten, else within or right behind the batch that reaches a number. */
  private static boolean kill(int round, Random random, Path properties) throws Exception {
    long started = System.nanoTime();
    boolean early = random.nextInt(10) == 0;
    int rows = early ? 0 : random.nextInt(Math.max(1, 2 * ROWS / ROUNDS));
    long delay = early ? random.nextInt(8_000) : random.nextInt(60);
    Process process = launch(properties);
    long delivered = 0;
    if (!early) {
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      String line = "";
      while ((delivered <= rows || !line.startsWith("DELIVERED"))
          && (line = output.readLine()) != null) {
        delivered += line.startsWith("DELIVERED") ? Long.parseLong(line.substring(10)) : 0;
      }
    }
    if (process.waitFor(delay, TimeUnit.MILLISECONDS)) {
      assertThat(process.exitValue()).as("end of round %d", round).isZero();
      return false;
    }
    process.destroyForcibly().waitFor();
    say(
        "round=%d killed %s + %d ms, %d s after its start",
        round,
        early ? "at the start" : "after " + delivered + " rows",
        delay,
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started));
    return true;
  }

  private static Process launch(Path properties) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledImport.class.getName(),
                properties.toString())
            .redirectError(FOLDER.resolve("import.err").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  private static String verdict(Jdbi target, int kills) {
    Map<String, Object> found =
        target.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT count(*) AS rows, count(DISTINCT id) AS ids, min(id) AS low,"
                            + " max(id) AS high, sum(times) AS times, count(*) FILTER (WHERE note"
                            + " <> 'note-' || id OR at IS DISTINCT FROM CASE WHEN id % 1000 = 999"
                            + " THEN NULL ELSE to_timestamp(1700000000 + id / 37) END) AS wrong"
                            + " FROM target")
                    .mapToMap()
                    .one());
    assertThat(found)
        .containsEntry("rows", (long) ROWS)
        .containsEntry("ids", (long) ROWS)
        .containsEntry("low", 0L)
        .containsEntry("high", ROWS - 1L)
        .containsEntry("wrong", 0L);
    long again = ((Number) found.get("times")).longValue() - ROWS;
    assertThat(again).as("rows that came again").isBetween(0L, (long) kills * BATCH);
    return "each of %d rows once after %d kills; %d rows came again with the same id"
        .formatted(ROWS, kills, again);
  }

  private static Path properties(Workspace workspace, String table, String target)
      throws IOException {
    Properties properties = new Properties();
    String connection = "databricks.connections.local.";
    properties.put(connection + "host", workspace.host().toString());
    properties.put(connection + "httpPath", workspace.httpPath());
    properties.put(connection + "clientId", workspace.clientId());
    properties.put(connection + "clientSecret", workspace.clientSecret());
    properties.put("databricks.store.directory", FOLDER.resolve("store").toString());
    properties.put("table", table);
    properties.put("target", target);
    Path file = FOLDER.resolve("import.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }

  /** Rounds of this seed that are done. */
  private static int killed() throws IOException {
    if (!Files.exists(RESULTS)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(RESULTS)) {
      return (int)
          lines
              .filter(line -> line.contains(" seed=" + SEED + " ") && line.contains(" round="))
              .count();
    }
  }

  private static void say(String format, Object... values) throws IOException {
    String line =
        "%s commit=%s seed=%d rows=%d rounds=%d %s"
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                commit(),
                SEED,
                ROWS,
                ROUNDS,
                format.formatted(values));
    Files.write(RESULTS, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String commit() throws IOException {
    Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
    try (BufferedReader output = git.inputReader(StandardCharsets.UTF_8)) {
      String commit = output.readLine();
      return commit == null ? "unknown" : commit;
    }
  }
}
