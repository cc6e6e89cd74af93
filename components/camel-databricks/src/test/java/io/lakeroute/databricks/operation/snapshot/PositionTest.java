// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PositionTest {

  private static final Optional<String> MORNING = Optional.of("2026-01-01T08:00:00Z");
  private static final Optional<String> NOON = Optional.of("2026-01-01T12:00:00Z");

  private final Position start = Position.start(OptionalLong.of(7), Optional.empty());

  private static Position after(Position position, Optional<String> timestamp) {
    return position.after(timestamp, 1, 1);
  }

  @Test
  void counts_the_rows_at_its_watermark_only() {
    Position at = after(after(after(start, MORNING), MORNING), NOON);

    assertThat(at.watermark()).isEqualTo(NOON);
    assertThat(at.skip()).isEqualTo(1);
    assertThat(after(at, NOON).skip()).isEqualTo(2);
    assertThat(at.rows()).isEqualTo(3);
  }

  @Test
  void counts_ties_over_batches() {
    Position at = start.after(NOON, 3, 10).after(NOON, 10, 10).after(NOON, 2, 2);

    assertThat(at.skip()).isEqualTo(15);
    assertThat(at.rows()).isEqualTo(22);
    assertThat(at.after(NOON, 1, 2).skip()).isEqualTo(1);
  }

  @Test
  void keeps_its_watermark_among_rows_without_a_timestamp() {
    Position at = after(after(after(start, NOON), Optional.empty()), Optional.empty());

    assertThat(at.watermark()).isEqualTo(NOON);
    assertThat(at.withoutTimestamp()).isTrue();
    assertThat(at.skip()).isEqualTo(2);
  }

  @Test
  void starts_its_count_where_rows_without_a_timestamp_are_all_there_is() {
    assertThat(after(start, Optional.empty()).skip()).isEqualTo(1);
  }

  @Test
  void reads_the_rows_at_its_watermark_again_where_nobody_knows_which_were_delivered() {
    Position at = start.found(true).after(NOON, 3, 10);

    assertThat(at.found(true)).isEqualTo(at);
    for (Position again : List.of(at.repeatingTies(), at.found(false))) {
      assertThat(again.watermark()).isEqualTo(NOON);
      assertThat(again.skip()).isZero();
      assertThat(again.rows()).isEqualTo(7);
    }
  }

  @Test
  void is_the_same_after_it_was_stored() {
    Position halfway =
        Position.start(
                OptionalLong.of(9), Optional.of(new Position.Base(OptionalLong.of(7), MORNING)))
            .found(true)
            .after(NOON, 1, 3)
            .after(Optional.empty(), 2, 2);
    Position ofView = Position.start(OptionalLong.empty(), Optional.empty()).finished(NOON);

    assertThat(Position.parse(halfway.json())).isEqualTo(halfway);
    assertThat(Position.parse(ofView.json())).isEqualTo(ofView);
    assertThat(ofView.json())
        .isEqualTo("{\"watermark\":\"2026-01-01T12:00:00Z\",\"skip\":0,\"complete\":true}");
  }

  @Test
  void refuses_what_is_no_position() {
    for (String other :
        List.of("not json", "", "7", "[]", "{}", "null", "{\"skip\":0,\"base\":7}")) {
      assertThatThrownBy(() -> Position.parse(other))
          .as(other)
          .isInstanceOf(DatabricksException.class)
          .hasMessage(
              "The position in the cursor store is not one of a snapshot import. Reset the cursor"
                  + " to begin anew.");
    }
  }
}
