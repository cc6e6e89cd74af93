// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.history.Query;
import io.lakeroute.workspace.history.QueryHistory;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.knobs.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs statements, a few at once, and keeps them until they are closed or expire; safe for threads.
 */
public final class Statements implements AutoCloseable {

  private static final int AT_ONCE = 10;
  private static final int QUEUED = 1_000;
  private static final int KEPT = 10_000;

  /** A statement and the work behind it. */
  private record Entry(Statement statement, Future<?> work) {}

  private final SparkEngine engine;
  private final Settings settings;
  private final QueryHistory history;
  private final Path spool;
  private final StatementRunner runner;
  private final ErrorTexts errors;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUED),
          daemons("statement"));
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, daemons("statement-timer"));

  public Statements(SparkEngine engine, Settings settings, QueryHistory history, Path dir) {
    this.engine = engine;
    this.settings = settings;
    this.history = history;
    this.spool = dir.resolve("spool");
    this.runner = new StatementRunner(engine);
    this.errors = new ErrorTexts(dir);
    engine.spark().sparkContext().addSparkListener(new StatementReads(history));
    CatalogFolder.remove(spool); // what a killed process left
    timer.setRemoveOnCancelPolicy(true);
    var unused = timer.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
  }

  private static ThreadFactory daemons(String name) {
    var count = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Starts a statement; it waits for its warehouse or cluster first. */
  public Statement submit(StatementRequest request) {
    var statement = new Statement(record(request), request.delivery());
    try {
      var work = workers.submit(() -> run(statement, request));
      entries.put(statement.id(), new Entry(statement, work));
    } catch (RejectedExecutionException e) {
      statement.cancel(); // for the history
      throw new ApiException(429, "RESOURCE_EXHAUSTED", "Too many statements are queued.");
    }
    return statement;
  }

  private Query record(StatementRequest request) {
    var session = request.session();
    var tags = session.tags().with(request.tags()).values();
    String text = Redaction.of(request.sql()).text();
    return history.add(session.caller(), session.id(), text, tags);
  }

  private void run(Statement statement, StatementRequest request) {
    var session = request.session();
    var folder = spool.resolve(statement.id());
    Optional<Future<?>> timeout = Optional.empty();
    try (var use = session.compute().use()) {
      use.awaitRunning();
      statement.running();
      session.use();
      timeout = session.statementTimeout().map(time -> stopAfter(time, statement));
      engine.spark().sparkContext().setJobGroup(statement.id(), "statement", true);
      // Jobs of one pool run one after the other, those of several pools side by side.
      engine
          .spark()
          .sparkContext()
          .setLocalProperty("spark.scheduler.pool", Thread.currentThread().getName());
      statement.succeed(runner.run(request, folder));
    } catch (InterruptedException e) {
      statement.cancel();
    } catch (Throwable e) {
      statement.fail(Redaction.of(request.sql()).apply(errors.translate(e)));
      if (e instanceof VirtualMachineError fatal) {
        throw fatal;
      }
    } finally {
      timeout.ifPresent(task -> task.cancel(false));
      if (statement.result().isEmpty()) {
        CatalogFolder.remove(folder); // what a job wrote before it failed
      }
      engine.spark().sparkContext().clearJobGroup();
    }
  }

  private Future<?> stopAfter(Duration time, Statement statement) {
    String sentence = "Statement timed out after " + time.toSeconds() + " s.";
    return timer.schedule(
        () -> {
          statement.fail(SqlFailure.of("STATEMENT_TIMEOUT", "57KD0", sentence));
          stop(statement.id());
        },
        time.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /**
   * Returns when the history has all that ended statements read: Spark reports it a little later.
   */
  public void awaitReads() {
    try {
      engine.spark().sparkContext().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException("Spark does not report what statements read", e);
    }
  }

  public Optional<Statement> find(String id) {
    return Optional.ofNullable(entries.get(id)).map(Entry::statement);
  }

  /** Stops a statement that still runs; no effect on others. */
  public void cancel(String id) {
    find(id).ifPresent(Statement::cancel);
    stop(id);
  }

  private void stop(String id) {
    var entry = entries.get(id);
    if (entry != null && !entry.work().isDone()) {
      engine.spark().sparkContext().cancelJobGroupAndFutureJobs(id);
      entry.work().cancel(true);
    }
  }

  /** Stops a statement and gives up its result. */
  public void close(String id) {
    cancel(id);
    var entry = entries.remove(id);
    if (entry != null) {
      entry.statement().result().ifPresent(Result::delete);
    }
  }

  /** Closes what ended too long ago, and the oldest of too many. */
  private void sweep() {
    var oldest = Instant.now().minus(settings.get(Settings.Key.RESULT_LIFETIME));
    var ended =
        entries.values().stream()
            .map(Entry::statement)
            .filter(statement -> statement.state().ended())
            .sorted(Comparator.comparing(Statement::endedAt))
            .toList();
    int surplus = ended.size() - KEPT;
    for (int i = 0; i < ended.size(); i++) {
      if (i < surplus || ended.get(i).endedAt().isBefore(oldest)) {
        close(ended.get(i).id());
      }
    }
  }

  /** Cancels what runs and removes all results. */
  @Override
  public void close() {
    timer.shutdownNow();
    entries.keySet().forEach(this::close);
    workers.shutdownNow();
    CatalogFolder.remove(spool);
  }
}
