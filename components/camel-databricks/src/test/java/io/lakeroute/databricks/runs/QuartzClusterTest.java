// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.PostgresServer;
import io.lakeroute.databricks.run.Frequency;
import io.lakeroute.databricks.run.KeyRunner;
import io.lakeroute.databricks.run.RunContext;
import io.lakeroute.databricks.run.RunKey;
import io.lakeroute.databricks.run.RunPolicy;
import io.lakeroute.databricks.run.RunService;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.run.Schedule;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.CursorStore.RunFilter;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.StoreSettings;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.jdbcjobstore.JobStoreTX;

/** Two nodes whose Quartz components share a clustered job store in the store's own database. */
@Tag("matrix")
class QuartzClusterTest {

  private static final String CLUSTER = "lakeroute";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long INTERVAL_MILLIS = 1_000;
  private static final RunKey KEY = new RunKey("acme", "import", "clustered");

  /** A node as the component makes it, with the triggers in the database. */
  private static final class ClusterNode implements AutoCloseable {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final RunService runs;

    ClusterNode(String name, String url) throws Exception {
      QuartzComponent quartz = camel.getComponent("quartz", QuartzComponent.class);
      quartz.setPrefixInstanceName(false);
      quartz.setProperties(jobStore(name, url));
      quartz.setInterruptJobsOnShutdown(true);
      runs =
          new RunService(
              new StoreSettings.PostgreSql(url, "postgres", Optional.empty()),
              threads,
              InstantSource.system(),
              new QuartzTicker(camel, this::due));
      camel.start();
      SchedulerRepository.getInstance().remove(CLUSTER); // The next node is another process.
      runs.add(
          new KeyRunner(
              new KeyRunner.Identity(KEY, "acme", "main.crm.leads", name),
              runs.store(),
              new Work(),
              new RunPolicy(Duration.ZERO, 1, Duration.ZERO),
              (work, interval) ->
                  timer.scheduleWithFixedDelay(
                      work, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS)),
          new Schedule(
              Frequency.INTERVAL,
              LocalTime.MIDNIGHT,
              DayOfWeek.MONDAY,
              1,
              Duration.ofMillis(INTERVAL_MILLIS),
              Optional.empty(),
              ZoneOffset.UTC));
    }

    private boolean due(String key) {
      return runs.due(key);
    }

    @Override
    public void close() {
      runs.close();
      camel.stop();
      threads.shutdownNow();
      timer.shutdownNow();
    }
  }

  private static final class Work implements RunWork {
    @Override
    public Ending run(RunContext context) {
      return Ending.WHOLE;
    }

    @Override
    public Preview preview(Optional<Cursor> cursor) {
      return new Preview(RunRecord.Range.UNKNOWN, false, RunRecord.Counts.NONE, List.of());
    }
  }

  /** Data sources of a process have names that are not told apart by scheduler. */
  private static Properties jobStore(String node, String url) {
    String source = "org.quartz.dataSource." + node + ".";
    Properties quartz = new Properties();
    quartz.put("org.quartz.scheduler.instanceName", CLUSTER);
    quartz.put("org.quartz.scheduler.instanceId", "AUTO");
    quartz.put("org.quartz.threadPool.threadCount", "2");
    quartz.put("org.quartz.jobStore.class", JobStoreTX.class.getName());
    quartz.put(
        "org.quartz.jobStore.driverDelegateClass",
        "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    quartz.put("org.quartz.jobStore.isClustered", "true");
    quartz.put("org.quartz.jobStore.clusterCheckinInterval", "1000");
    quartz.put("org.quartz.jobStore.dataSource", node);
    quartz.put(source + "provider", "hikaricp");
    quartz.put(source + "driver", "org.postgresql.Driver");
    quartz.put(source + "URL", url);
    quartz.put(source + "user", "postgres");
    quartz.put(source + "maxConnections", "4");
    return quartz;
  }

  private static void createTables(String url) throws Exception {
    try (InputStream script =
            JobStoreTX.class.getResourceAsStream(
                "/org/quartz/impl/jdbcjobstore/tables_postgres.sql");
        var connection = DriverManager.getConnection(url, "postgres", "");
        var statement = connection.createStatement()) {
      statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static List<RunRecord> runs(ClusterNode node) {
    return node.runs
        .store()
        .runs(
            new RunFilter(Optional.of(KEY.toString()), Optional.empty(), Optional.empty(), 1_000));
  }

  private static long of(ClusterNode node, String name) {
    return runs(node).stream().filter(run -> run.scope().node().equals(name)).count();
  }

  @Test
  void each_due_instant_runs_once_and_a_node_that_ends_leaves_the_schedule_to_the_other()
      throws Exception {
    String url = PostgresServer.newDatabase();
    createTables(url);
    try (ClusterNode b = new ClusterNode("b", url)) {
      try (ClusterNode a = new ClusterNode("a", url)) {
        Awaitility.await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(runs(a)).hasSizeGreaterThan(3));
      }
      long byB = of(b, "b");
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(of(b, "b")).isGreaterThan(byB + 1));

      Set<Long> served = new HashSet<>();
      assertThat(runs(b))
          .allSatisfy(
              run ->
                  assertThat(served.add(run.scope().startedAt().toEpochMilli() / INTERVAL_MILLIS))
                      .as("only run for its instant: %s", run.scope().startedAt())
                      .isTrue());
    }
  }
}
