package io.lakeroute.databricks.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.DatabricksException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PositionTest {

  private static final Optional<String> MORNING = Optional.of("2026-01-01T08:00:00Z");
  private static final Optional<String> NOON = Optional.of("2026-01-01T12:00:00Z");

  private final Position start = Position.start(OptionalLong.of(7), Optional.empty());

  @Test
  void counts_the_rows_at_its_watermark_only() {
    Position at = start.after(MORNING).after(MORNING).after(NOON);

    assertThat(at.watermark()).isEqualTo(NOON);
    assertThat(at.skip()).isEqualTo(1);
    assertThat(at.after(NOON).skip()).isEqualTo(2);
  }

  @Test
  void keeps_its_watermark_among_rows_without_a_timestamp() {
    Position at = start.after(NOON).after(Optional.empty()).after(Optional.empty());

    assertThat(at.watermark()).isEqualTo(NOON);
    assertThat(at.withoutTimestamp()).isTrue();
    assertThat(at.skip()).isEqualTo(2);
  }

  @Test
  void starts_its_count_where_rows_without_a_timestamp_are_all_there_is() {
    assertThat(start.after(Optional.empty()).skip()).isEqualTo(1);
  }

  @Test
  void is_the_same_after_it_was_stored() {
    Position halfway =
        Position.start(
                OptionalLong.of(9), Optional.of(new Position.Base(OptionalLong.of(7), MORNING)))
            .after(NOON)
            .after(Optional.empty());
    Position ofView = Position.start(OptionalLong.empty(), Optional.empty()).finished(NOON);

    assertThat(Position.parse(halfway.json())).isEqualTo(halfway);
    assertThat(Position.parse(ofView.json())).isEqualTo(ofView);
    assertThat(ofView.json())
        .isEqualTo("{\"watermark\":\"2026-01-01T12:00:00Z\",\"skip\":0,\"complete\":true}");
  }

  @Test
  void refuses_what_is_no_position() {
    assertThatThrownBy(() -> Position.parse("not json"))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "The position in the cursor store is not one of a snapshot import. Reset the cursor to begin anew.");
  }
}
