// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of a CHAR column are read with blanks behind them, whatever they are compared with. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaddedTextTest {

  private static final String MORE =
      IntStream.range(0, 60).mapToObj(i -> "other" + i).collect(Collectors.joining(", "));

  private final LocalWorkspace workspace;
  private SegmentQuery query;

  PaddedTextTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() {
    String table = workspace.name("padded");
    workspace
        .statements()
        .run(
            "CREATE TABLE "
                + table
                + " (id BIGINT, tier CHAR(10), at TIMESTAMP, tags ARRAY<CHAR(10)>) USING delta");
    workspace
        .statements()
        .run(
            "INSERT INTO "
                + table
                + " VALUES (1, 'gold', current_timestamp(), array('new')), (2, 'silver',"
                + " current_timestamp(), array('old'))");
    query = SegmentQuery.on(workspace.access());
  }

  @AfterAll
  void stop() {
    query.close();
  }

  @ParameterizedTest
  @CsvSource({
    "people.tier, =, gold, 1",
    "people.tier, in, '[gold, bronze]', 1",
    "people.tags, contains, new, 1",
    "people.tags, doesNotContain, new, 2",
    "newest.tier, =, gold, 1",
    "newest.tier, '!=', gold, 2",
    "newest.tier, between, '[gold, gold]', 1"
  })
  void a_value_is_found(String field, String operator, String value, long member) {
    assertMembers(
        "{field: %s, operator: '%s', value: %s}".formatted(field, operator, value), member);
  }

  @Test
  void a_long_list_finds_what_a_short_one_finds() {
    assertMembers("{field: people.tier, operator: in, value: [gold, " + MORE + "]}", 1);
    assertMembers("{field: people.tier, operator: notIn, value: [gold, " + MORE + "]}", 2);
  }

  @Test
  void the_last_of_many_rows_is_found() {
    assertMembers("{field: visits, aggregate: last, of: tier, operator: '=', value: gold}", 1);
  }

  @Test
  void a_part_of_a_text_stays_as_it_is() {
    assertMembers("{field: people.tier, operator: beginsWith, value: go}", 1);
  }

  private void assertMembers(String rule, long member) {
    String table = workspace.name("padded");
    assertThat(
            query.keys(
                WorkspaceModel.of(
                        workspace.access(),
                        """
                        model: padded
                        population: people
                        sources:
                          people: {table: %s, key: id, fields: {tier: tier, tags: tags}}
                          newest: {table: %s, key: id, latest: at, fields: {tier: tier}}
                          visits: {table: %s, key: id, many: true, time: at, fields: {tier: tier}}
                        """
                            .formatted(table, table, table))
                    .statements(
                        WorkspaceModel.segment(
                            """
                            segment: gold
                            model: padded
                            rules: {combinator: and, rules: [%s]}
                            """
                                .formatted(rule)),
                        Instant.parse("2026-11-28T12:00:00Z"))
                    .members()))
        .extracting(String::valueOf)
        .containsExactly(String.valueOf(member));
  }
}
