// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.request.Materialization;
import io.lakeroute.processors.segment.request.Replacement;
import io.lakeroute.processors.segment.request.WriteBack;
import io.lakeroute.processors.sql.SqlName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is said of a table whose rows were replaced. */
class ReplacementTest {

  private final Replacement replacement =
      new Materialization(
              new MemberTable(
                  SqlName.object("main.segments.gold"),
                  Models.bound(
                      """
                      segment: gold
                      model: retail
                      rules: {combinator: and, rules: [{field: customers.tier, operator: "=", value: gold}]}
                      """)),
              "default",
              Optional.of(new Pin(Models.AS_OF, Map.of("customers", 12L))),
              Models.AS_OF)
          .plan(Map.of());

  @Test
  void the_answer_counts_the_rows_and_names_the_versions() {
    assertThat(answer(OptionalLong.of(7)))
        .isEqualTo(
            "{\"rows\":7,\"entered\":2,\"left\":1,\"version\":4,\"asOf\":\"2026-11-28T12:00:00Z\","
                + "\"pin\":{\"asOf\":\"2026-11-28T12:00:00Z\",\"versions\":{\"customers\":12}},\"unpinned\":[]}");
    assertThat(answer(OptionalLong.empty())).startsWith("{\"rows\":7,");
  }

  @Test
  void other_rows_than_were_written_are_those_of_another_writer() {
    assertThatThrownBy(() -> answer(OptionalLong.of(8)))
        .isInstanceOf(RequestException.class)
        .hasMessage("the table was written by another at the same time, and has other rows now");
  }

  @Test
  void a_schema_for_tables_has_two_parts() {
    assertThatThrownBy(() -> WriteBack.of(true, "segments"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "materializeIn 'segments' must be catalog.schema: expected a two-part name catalog.schema, got 1 part(s)");
    assertThat(WriteBack.of(false, " ").schema()).isEmpty();
  }

  private String answer(OptionalLong written) {
    return new String(
        replacement
            .difference(3, 4, written)
            .answer(List.of(List.of(Map.of("rows", 7L, "entered", 2L, "left", 1L)))),
        StandardCharsets.UTF_8);
  }
}
