// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.store.CursorStore.Renewal;
import io.lakeroute.databricks.store.CursorStore.RunFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every cursor store does, whatever database it stands on. */
abstract class CursorStoreContract {

  private static final Duration LIFE = Duration.ofMinutes(1);

  private final String key = "acme/import/" + UUID.randomUUID();
  private CursorStore store;

  abstract StoreSettings settings() throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = StoreOpener.open(settings());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Lease acquired(String owner) {
    return store.acquire(key, owner, LIFE).orElseThrow();
  }

  @Test
  void lets_one_node_run_a_key_at_a_time() {
    Lease first = acquired("a");

    assertThat(store.acquire(key, "b", LIFE)).isEmpty();
    assertThat(store.acquire(key, "a", LIFE)).isEmpty();

    store.release(first);
    assertThat(acquired("b").fence()).isGreaterThan(first.fence());
  }

  @Test
  void lets_one_of_many_that_ask_at_once() throws Exception {
    List<Callable<Optional<Lease>>> callers =
        IntStream.range(0, 8)
            .mapToObj(i -> (Callable<Optional<Lease>>) () -> store.acquire(key, "n" + i, LIFE))
            .toList();
    var threads = Executors.newFixedThreadPool(8);
    try {
      var answers = threads.invokeAll(callers);
      int taken = 0;
      for (var answer : answers) {
        taken += answer.get().isPresent() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void gives_an_expired_lease_to_another_and_tells_the_late_one() {
    Lease late = store.acquire(key, "a", Duration.ofMillis(1)).orElseThrow();
    Lease heir =
        Awaitility.await().until(() -> store.acquire(key, "b", LIFE), Optional::isPresent).get();

    assertThat(store.renew(late, LIFE)).isEqualTo(Renewal.LOST);
    assertThat(store.renew(heir, LIFE)).isEqualTo(Renewal.HELD);
    assertThatThrownBy(() -> store.save(new Cursor(key, "t", "{}", "h", 0), late))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.CONFLICT))
        .hasMessage(
            "This node no longer has the right to run "
                + key
                + ": it did not renew its lease in time, and another node may go on with it."
                + " Nothing was recorded; what was delivered since the last recorded batch comes"
                + " again.");
    assertThat(store.cursor(key)).isEmpty();
    store.release(late);
    assertThat(store.acquire(key, "c", LIFE)).isEmpty();
  }

  @Test
  void tells_the_node_that_runs_that_somebody_wants_the_end() {
    assertThat(store.requestCancel(key)).isFalse();
    Lease lease = acquired("a");
    assertThat(store.save(new Cursor(key, "t", "{}", "h", 0), lease)).isEqualTo(Renewal.HELD);
    assertThat(store.requestCancel(key)).isTrue();
    assertThat(store.save(new Cursor(key, "t", "{}", "h", 0), lease))
        .isEqualTo(Renewal.CANCEL_REQUESTED);
    assertThat(store.renew(lease, LIFE)).isEqualTo(Renewal.CANCEL_REQUESTED);

    store.release(lease);
    assertThat(store.requestCancel(key)).isFalse();
    assertThat(store.renew(acquired("b"), LIFE)).isEqualTo(Renewal.HELD);
  }

  @Test
  void keeps_the_cursor_that_was_saved_last() {
    Lease lease = acquired("a");
    store.save(new Cursor(key, "t1", "{\"version\":1}", "h1", 0), lease);
    Cursor last = new Cursor(key, "t2", "{\"version\":2}", "h2", 1);
    store.save(last, lease);

    assertThat(store.cursor(key)).contains(last);
    assertThat(store.cursor(key + "/other")).isEmpty();
  }

  @Test
  void forgets_a_cursor_for_whoever_has_the_lease() {
    Lease lease = acquired("a");
    store.save(new Cursor(key, "t", "{}", "h", 0), lease);
    store.release(lease);

    assertThatThrownBy(() -> store.forget(lease)).isInstanceOf(DatabricksException.class);
    assertThat(store.cursor(key)).isPresent();

    store.forget(acquired("b"));
    assertThat(store.cursor(key)).isEmpty();
  }

  @Test
  void finds_everything_again_after_a_restart() throws Exception {
    store.save(new Cursor(key, "t", "{\"skip\":7}", "h", 3), acquired(ThisProcess.owner("a")));
    store.record(run("r-" + key, Instant.now()));
    store.close();

    store = StoreOpener.open(settings());

    assertThat(store.cursor(key)).contains(new Cursor(key, "t", "{\"skip\":7}", "h", 3));
    assertThat(store.run("r-" + key)).isPresent();
    assertThat(store.acquire(key, "b", LIFE)).isEmpty();
  }

  @Test
  void keeps_a_run_in_all_its_parts_and_as_it_was_written_last() {
    RunRecord begun = run("r-" + key, Instant.now().truncatedTo(ChronoUnit.MICROS));
    store.record(begun);
    assertThat(store.run(begun.scope().id())).contains(begun);

    RunRecord ended =
        begun
            .with(
                new RunRecord.Range(
                    "t",
                    OptionalLong.of(1),
                    OptionalLong.of(2),
                    Optional.of("2026-01-01T00:00:00Z"),
                    Optional.of("2026-01-02T00:00:00Z"),
                    "ab".repeat(32)))
            .with(new RunRecord.Counts(10, 6, 2, 1, 1, 512))
            .with(
                RunRecord.Outcome.failed(
                    RunState.FAILED,
                    Instant.now().truncatedTo(ChronoUnit.MICROS),
                    Reason.UNAVAILABLE,
                    "It broke."));
    store.record(ended);
    assertThat(store.run(begun.scope().id())).contains(ended);
    assertThat(store.run("unknown")).isEmpty();
  }

  @Test
  void lists_runs_of_a_key_the_latest_first() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 3; i++) {
      store.record(run("r" + i + key, start.plusSeconds(i)));
    }

    assertThat(
            store.runs(
                new RunFilter(
                    Optional.of(key), Optional.of("acme"), Optional.of(RunState.RUNNING), 2)))
        .extracting(run -> run.scope().id())
        .containsExactly("r2" + key, "r1" + key);
    assertThat(
            store.runs(
                new RunFilter(Optional.of(key), Optional.empty(), Optional.of(RunState.FAILED), 9)))
        .isEmpty();
    assertThat(store.latest(key).stream().toList())
        .extracting(run -> run.scope().id())
        .containsExactly("r2" + key);
  }

  @Test
  void lists_runs_that_ended_from_an_instant_on_the_earliest_first() {
    Instant noon = Instant.parse("2030-01-01T12:00:00Z");
    store.record(run("running" + key, noon));
    store.record(ended("third" + key, noon.plusSeconds(2)));
    store.record(ended("second" + key, noon));
    store.record(ended("first" + key, noon.minusMillis(1)));

    assertThat(store.ended("acme", noon, 9).stream().filter(run -> run.scope().key().equals(key)))
        .extracting(run -> run.scope().id())
        .containsExactly("second" + key, "third" + key);
    assertThat(store.ended("acme", noon.minusMillis(1), 1)).hasSize(1);
    assertThat(store.ended("globex", noon, 9)).isEmpty();
  }

  @Test
  void keeps_attempts_and_details_of_a_run() {
    RunRecord run = run("details" + key, Instant.parse("2026-01-01T12:00:00Z"));
    store.record(run.again().again().withDetails(Optional.of("{\"inserts\":3}")));

    RunRecord kept = store.run(run.scope().id()).orElseThrow();

    assertThat(run.attempts()).isEqualTo(1);
    assertThat(kept.attempts()).isEqualTo(3);
    assertThat(kept.details()).contains("{\"inserts\":3}");
  }

  private RunRecord ended(String id, Instant at) {
    return run(id, at.minusSeconds(60)).with(RunRecord.Outcome.ended(RunState.SUCCEEDED, at));
  }

  private RunRecord run(String id, Instant startedAt) {
    return RunRecord.begun(
        new RunRecord.Scope(id, key, "acme", "import", "acme", "main.crm.leads", "n1", startedAt));
  }
}
