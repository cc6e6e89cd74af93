// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.CursorStore.RunFilter;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.StoreSettings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** One of several nodes with a store in common; time passes and calls come as the test says. */
final class Node implements AutoCloseable {

  private final String name;
  private final AtomicReference<Instant> now;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Instant> calls = new ConcurrentHashMap<>();
  private final RunService runs;

  Node(String name, StoreSettings store, AtomicReference<Instant> now) {
    this.name = name;
    this.now = now;
    this.runs =
        new RunService(
            store,
            threads,
            now::get,
            new RunService.Ticker() {
              @Override
              public void callAt(String key, Instant when) {
                calls.put(key, when);
              }

              @Override
              public void forget(String key) {
                calls.remove(key);
              }

              @Override
              public void leave(String key) {
                calls.remove(key);
              }
            });
  }

  static Schedule schedule(Frequency frequency) {
    return new Schedule(
        frequency,
        LocalTime.NOON,
        DayOfWeek.MONDAY,
        1,
        Duration.ofHours(1),
        Optional.empty(),
        ZoneOffset.UTC);
  }

  /** A flow that is due every day at noon. */
  KeyRunner daily(RunKey key, Consumer<RunContext> work) {
    return add(key, Frequency.DAILY, work);
  }

  KeyRunner add(RunKey key, Frequency frequency, Consumer<RunContext> work) {
    KeyRunner runner = runner(key, work);
    runs.add(runner, schedule(frequency));
    return runner;
  }

  KeyRunner runner(RunKey key, Consumer<RunContext> work) {
    return new KeyRunner(
        new KeyRunner.Identity(key, "acme", "main.crm.leads", name),
        runs.store(),
        new RunWork() {
          @Override
          public Ending run(RunContext context) {
            work.accept(context);
            return Ending.WHOLE;
          }

          @Override
          public Preview preview(Optional<Cursor> cursor) {
            return new Preview(
                RunRecord.Range.UNKNOWN, cursor.isPresent(), RunRecord.Counts.NONE, List.of());
          }
        },
        new RunPolicy(Duration.ZERO, 3, Duration.ofMillis(1)),
        (repeated, interval) ->
            timer.scheduleWithFixedDelay(
                repeated, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS));
  }

  RunService service() {
    return runs;
  }

  /** When the node wants to be called. */
  Optional<Instant> call(RunKey key) {
    return Optional.ofNullable(calls.get(key.toString()));
  }

  /** The time has come that the node wants to be called at. */
  void due(RunKey key) {
    now.accumulateAndGet(call(key).orElseThrow(), (a, b) -> a.isAfter(b) ? a : b);
    runs.due(key.toString());
  }

  List<RunRecord> runs(RunKey key) {
    return runs.store()
        .runs(new RunFilter(Optional.of(key.toString()), Optional.empty(), Optional.empty(), 100));
  }

  @Override
  public void close() {
    runs.close();
    threads.shutdownNow();
    timer.shutdownNow();
  }
}
