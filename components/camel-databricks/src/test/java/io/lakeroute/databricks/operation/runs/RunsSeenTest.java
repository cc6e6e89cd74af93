// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.store.RunRecord;
import io.lakeroute.databricks.store.RunState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunsSeenTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static RunRecord run(String id, Instant ended) {
    return RunRecord.begun(
            new RunRecord.Scope(
                id,
                "acme/snapshot/leads",
                "acme",
                "snapshot",
                "acme",
                "main.crm.leads",
                "n1",
                NOON))
        .with(RunRecord.Outcome.ended(RunState.SUCCEEDED, ended));
  }

  @Test
  void begins_with_what_ends_from_now_on() {
    RunsSeen seen = RunsSeen.beginning(NOON).with(run("a", NOON.plusSeconds(3)));

    assertThat(seen.from()).isEqualTo(NOON);
    assertThat(seen.has(run("a", NOON.plusSeconds(3)))).isTrue();
    assertThat(seen.has(run("b", NOON.plusSeconds(3)))).isFalse();
  }

  /** It may have been written down late. */
  @Test
  void does_not_take_a_run_for_known_because_a_later_one_is() {
    RunsSeen seen = RunsSeen.beginning(NOON).with(run("later", NOON.plusSeconds(70)));

    assertThat(seen.from()).isEqualTo(NOON.plusSeconds(10));
    assertThat(seen.has(run("earlier", NOON.plusSeconds(20)))).isFalse();
  }

  @Test
  void forgets_runs_one_by_one_after_a_minute_and_what_a_position_cannot_hold() {
    RunsSeen seen = RunsSeen.beginning(NOON);
    for (int i = 0; i < 500; i++) {
      seen = seen.with(run("%036d".formatted(i), NOON.plusMillis(i)));
    }

    assertThat(seen.later()).hasSize(50);
    assertThat(seen.from()).isEqualTo(NOON.plusMillis(450));
    assertThat(seen.json()).hasSizeLessThan(4_000);
    assertThat(seen.with(run("next", NOON.plusSeconds(90))).later()).containsOnlyKeys("next");
  }

  @Test
  void is_the_same_after_it_was_stored() {
    RunsSeen seen =
        RunsSeen.beginning(NOON)
            .with(run("a", NOON.plusNanos(1_000)))
            .with(run("b", NOON.plusSeconds(1)));

    assertThat(RunsSeen.parse(seen.json())).isEqualTo(seen);
  }

  @Test
  void refuses_the_position_of_something_else() {
    assertThatThrownBy(() -> RunsSeen.parse("{\"version\":3,\"skip\":0}"))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "The position in the cursor store is not one of databricks:runs. Give the flow another"
                + " name.");
  }
}
