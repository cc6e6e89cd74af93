// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.CursorStore;
import io.lakeroute.databricks.store.Lease;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.StoreOpener;
import io.lakeroute.databricks.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the cursor is stored. */
class RunContextTest {

  private static final String KEY = "acme/import/leads";

  @TempDir Path folder;
  private Lease lease;

  private void with(Duration commitInterval, Scenario scenario) {
    try (CursorStore store = StoreOpener.open(new StoreSettings.Embedded(folder))) {
      lease = store.acquire(KEY, "me", Duration.ofMinutes(1)).orElseThrow();
      scenario.play(
          new RunContext(
              store,
              lease,
              RunRecord.begun(
                  new RunRecord.Scope("r", KEY, "acme", "import", "c", "o", "n", Instant.EPOCH)),
              new Interruption(new RunKey("acme", "import", "leads")),
              new RunPolicy(commitInterval, 1, Duration.ZERO)),
          store);
    }
  }

  private interface Scenario {
    void play(RunContext context, CursorStore store);
  }

  private static void deliver(RunContext context, String position, boolean last) {
    context.delivered(
        new Cursor(KEY, "t", position, "h", 0),
        new RunRecord.Counts(1, 1, 0, 0, 0, 0),
        RunRecord.Range.UNKNOWN,
        last);
  }

  private static Optional<String> stored(CursorStore store) {
    return store.cursor(KEY).map(Cursor::position);
  }

  @Test
  void batches_within_the_interval_are_kept_in_mind_until_somebody_commits() {
    with(
        Duration.ofHours(1),
        (context, store) -> {
          deliver(context, "one", false);
          deliver(context, "two", false);
          assertThat(stored(store)).isEmpty();
          assertThat(context.cursor().map(Cursor::position)).contains("two");

          context.commit();
          assertThat(stored(store)).contains("two");

          deliver(context, "end", true);
          assertThat(stored(store)).contains("two");
          context.commit();
          assertThat(stored(store)).contains("end");
        });
  }

  @Test
  void an_interval_of_zero_stores_each_batch() {
    with(
        Duration.ZERO,
        (context, store) -> {
          deliver(context, "one", false);
          assertThat(stored(store)).contains("one");
        });
  }

  @Test
  void notes_of_the_route_come_behind_the_details_of_the_operation() {
    with(
        Duration.ZERO,
        (context, store) -> {
          context.details("{\"inserted\":1}");
          context.note(
              new RunNotes(Map.of("inserted", 9, "sent", 1), Optional.of("one is missing")));
          context.details("{\"inserted\":2}");
          context.note(new RunNotes(Map.of("sent", 2), Optional.empty()));

          assertThat(context.record().details())
              .contains("{\"inserted\":2,\"sent\":2,\"detailsLeftOut\":1}");
          assertThat(context.details()).as("for a retry").contains("{\"inserted\":2}");
          assertThat(context.shortfall()).contains("one is missing");
        });
  }

  @Test
  void a_whole_whose_right_was_lost_has_not_succeeded() {
    with(
        Duration.ZERO,
        (context, store) -> {
          Deliveries.Delivered delivered =
              new Deliveries.Delivered(
                  new RunRecord.Counts(3, 3, 0, 0, 0, 0),
                  OptionalLong.empty(),
                  List.of(),
                  RunNotes.NONE);
          context.whole(() -> delivered);
          assertThat(context.record().counts().delivered()).isEqualTo(3);

          assertThatThrownBy(
                  () ->
                      context.whole(
                          () -> {
                            store.release(lease);
                            return delivered;
                          }))
              .isInstanceOfSatisfying(
                  DatabricksException.class,
                  e -> assertThat(e.getReason()).isEqualTo(Reason.CONFLICT));
        });
  }
}
