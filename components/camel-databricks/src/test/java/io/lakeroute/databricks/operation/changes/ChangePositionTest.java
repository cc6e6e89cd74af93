// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangePositionTest {

  private static final Part PART = new Part(Part.Kind.CHANGES, 5, 7, 9);

  @Test
  void is_read_as_it_was_written() {
    ChangePosition halfway =
        ChangePosition.start(PART, 3, true, "SELECT 1", Optional.of(Gap.FEED_OFF)).after(12, 4);

    assertThat(ChangePosition.parse(halfway.json())).isEqualTo(halfway);
    assertThat(halfway.json())
        .isEqualTo(
            "{\"kind\":\"CHANGES\",\"from\":5,\"to\":7,\"until\":9,\"skip\":12,\"rows\":7,\"net\":true,\"statement\":\""
                + halfway.statement()
                + "\",\"gap\":\"FEED_OFF\"}");
    assertThat(ChangePosition.parse(halfway.finished().json())).isEqualTo(halfway.finished());
  }

  @Test
  void is_complete_where_no_other_part_follows() {
    ChangePosition part =
        ChangePosition.start(PART, 3, true, "SELECT 1", Optional.of(Gap.FEED_OFF));
    ChangePosition last =
        ChangePosition.start(
            new Part(Part.Kind.CHANGES, 8, 9, 9), 3, true, "SELECT 1", Optional.of(Gap.FEED_OFF));

    assertThat(part.behind()).isFalse();
    assertThat(part.finished().behind()).isTrue();
    assertThat(part.finished().complete()).isFalse();
    assertThat(part.finished().rows()).as("the run goes on").isEqualTo(3);
    assertThat(last.finished().complete()).isTrue();
    assertThat(last.finished().rows()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"skip\":0}",
        "{\"kind\":\"OTHER\",\"from\":1,\"to\":1,\"skip\":0}"
      })
  void of_another_operation_is_refused(String json) {
    assertThatThrownBy(() -> ChangePosition.parse(json))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "The position in the cursor store is not one of a sync. Reset the cursor to begin anew.");
  }
}
