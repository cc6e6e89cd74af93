// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.SegmentBinder;
import io.lakeroute.processors.segment.SegmentReader;
import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.processors.segment.TruthStatements;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What other tools for segments are known to get wrong, with members counted by hand. */
@Tag("matrix")
class SegmentFaultsTest extends SegmentFixture {

  /** After midnight in UTC, and still the evening of November 27 in New York. */
  private static final Instant AS_OF = Instant.parse("2026-11-28T00:30:00Z");

  private final FaultsModel model;

  SegmentFaultsTest(LocalWorkspace workspace) {
    super(workspace);
    this.model = new FaultsModel(workspace);
  }

  @Override
  @BeforeAll
  void createTables() {
    model.create();
  }

  @Test
  void performed_zero_times_is_true_of_those_without_any_row() {
    String yesterday = "%s, window: {last: 1, unit: day, whole: true}";
    Map<String, List<Long>> expected = new LinkedHashMap<>();
    for (String zero :
        List.of(
            "field: orders, match: {mode: none}",
            "field: orders, match: {mode: atMost, threshold: 0}",
            "field: orders, match: {mode: exactly, threshold: 0}",
            "field: orders, aggregate: count, operator: '=', value: 0",
            "field: orders, aggregate: countDistinct, of: amount, operator: '<', value: 1",
            "field: orders, aggregate: sum, of: amount, operator: '=', value: 0")) {
      expected.put("{" + zero + "}", List.of(4L, 5L));
      expected.put("{" + yesterday.formatted(zero) + "}", List.of(3L, 4L, 5L));
    }

    assertMembers(expected);
  }

  @Test
  void all_is_true_of_nobody_without_rows() {
    String all =
        "{field: orders, match: {mode: all}, value: {combinator: and, rules: [{field: amount, operator: '%s', value: 20}]}}";

    assertMembers(
        Map.of(
            all.formatted(">="), List.of(2L, 3L),
            all.formatted("notNull"), List.of(1L, 2L, 3L)));
  }

  @Test
  void is_not_is_true_where_the_value_is_unknown_or_the_row_is_missing() {
    assertMembers(
        Map.of(
            "{field: members.tier, operator: '!=', value: staff}", List.of(1L, 3L, 4L, 5L),
            "{field: members.tier, operator: notIn, value: [staff, x]}", List.of(1L, 3L, 4L, 5L),
            "{field: members.tier, operator: 'strict:!=', value: staff}", List.of(1L, 4L),
            "{field: states.mood, operator: '!=', value: b}", List.of(2L, 3L, 4L, 5L),
            "{field: states.mood, operator: doesNotContain, value: b}", List.of(2L, 3L, 4L, 5L)));
  }

  @Test
  void not_in_a_segment_is_everybody_else_even_where_its_rules_are_unknown() {
    assertMembers(
        Map.of(
            "{field: segment, operator: '=', value: staff}", List.of(2L),
            "{field: segment, operator: '!=', value: staff}", List.of(1L, 3L, 4L, 5L),
            "{combinator: or, not: true, rules: [{field: segment, operator: '=', value: staff}]}",
                List.of(1L, 3L, 4L, 5L)));
  }

  @Test
  void days_are_those_of_the_zone_also_after_midnight_in_utc() {
    String yesterday = "window: {last: 1, unit: day, whole: true}";

    assertMembers(
        Map.of(
            "{field: orders, match: {mode: some}, %s}".formatted(yesterday),
            List.of(1L, 2L),
            "{field: orders, aggregate: sum, of: amount, %s, operator: '=', value: 20}"
                .formatted(yesterday),
            List.of(1L),
            "{field: members.seen, operator: '>=', value: '2026-11-27'}",
            List.of(4L),
            "{field: members.seen, operator: '<', value: {ago: 1, unit: day}}",
            List.of(1L, 2L)));
  }

  @Test
  void two_sources_with_many_rows_do_not_multiply_each_other() {
    assertMembers(
        Map.of(
            "{field: orders, aggregate: sum, of: amount, operator: '=', value: 30},"
                + "{field: visits, aggregate: sum, of: amount, operator: '=', value: 3},"
                + "{field: orders, aggregate: count, operator: '=', value: 2},"
                + "{field: visits, match: {mode: exactly, threshold: 3}}",
            List.of(1L)));
  }

  @Test
  void a_name_may_be_used_again_in_another_source_a_lookup_or_a_segment() {
    assertMembers(
        Map.of(
            "{field: members.tier, operator: '=', value: gold},"
                + "{field: states.tier, operator: '=', value: y},"
                + "{field: orders, match: {mode: some}, value: {combinator: and, rules: ["
                + "{field: tier, operator: '=', value: gold}, {field: limit, operator: '=', value: 1000}]}},"
                + "{field: visits, aggregate: max, of: amount, operator: '=', value: 1},"
                + "{field: segment, operator: '!=', value: staff},"
                + "{combinator: or, rules: [{field: segment, operator: '=', value: not-staff},"
                + " {field: segment, operator: '=', value: staff}]}",
            List.of(1L),
            "{combinator: or, rules: [{field: segment, operator: '=', value: staff},"
                + " {field: segment, operator: '=', value: staff}]}",
            List.of(2L)));
  }

  @Test
  void of_equally_late_rows_the_count_and_the_members_take_the_same() {
    for (String mood : List.of("a", "b")) {
      String rules = "{field: states.mood, operator: '=', value: %s}".formatted(mood);
      BoundSegment segment = bound("returns: [states.tier]", rules);
      SegmentStatements statements = new SegmentStatements(segment, new Pin(AS_OF, Map.of()));

      List<Map<String, Object>> members =
          query(statements.members().sql(), statements.members().parameters());
      assertThat(query(statements.count().sql(), statements.count().parameters()))
          .containsExactly(Map.of("population", 5L, "count", (long) members.size()));
      assertThat(members)
          .containsExactly(
              mood.equals("a") ? Map.of("id", 2L, "tier", "z") : Map.of("id", 1L, "tier", "y"));
    }
  }

  /** Each of these rules has these members, in one statement. */
  private void assertMembers(Map<String, List<Long>> expected) {
    List<String> rules = List.copyOf(expected.keySet());
    Statement statement =
        TruthStatements.truths(
            rules.stream().map(each -> bound("", each)).toList(), new Pin(AS_OF, Map.of()));
    List<Map<String, Object>> rows = query(statement.sql(), statement.parameters());
    Map<String, List<Object>> found = new LinkedHashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      String column = TruthStatements.column(i);
      found.put(
          rules.get(i),
          rows.stream()
              .filter(row -> (boolean) row.get(column))
              .map(row -> row.get(TruthStatements.KEY))
              .sorted()
              .toList());
    }
    assertThat(found).isEqualTo(expected);
  }

  private BoundSegment bound(String more, String rules) {
    return new SegmentBinder(model.bound(), SegmentFaultsTest::named)
        .bind(segment("some", more, rules));
  }

  private static Optional<Segment> named(String name) {
    return switch (name) {
      case "staff" ->
          Optional.of(segment(name, "", "{field: members.tier, operator: '=', value: staff}"));
      case "not-staff" ->
          Optional.of(segment(name, "", "{field: segment, operator: '!=', value: staff}"));
      default -> Optional.empty();
    };
  }

  private static Segment segment(String name, String more, String rules) {
    String yaml =
        """
        segment: %s
        model: shop
        %s
        rules: {combinator: and, rules: [%s]}
        """
            .formatted(name, more, rules);
    try {
      return SegmentReader.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
