// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A key with two rows where one should be: the statement fails whatever the rules say of the rows.
 * Engines test the rules first where they can, so a row that they reject could hide the second.
 */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DuplicateKeysTest {

  private final LocalWorkspace workspace;
  private SegmentQuery query;

  DuplicateKeysTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() {
    table("single", "(1, 'gold'), (2, 'gold')");
    table("unknown_first", "(1, NULL), (1, 'gold'), (2, 'gold')");
    table("other_first", "(1, 'staff'), (1, 'gold'), (2, 'gold')");
    table("known_first", "(1, 'gold'), (1, NULL), (2, 'gold')");
    query = SegmentQuery.on(workspace.access());
  }

  private void table(String name, String rows) {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s AS SELECT /*+ COALESCE(1) */ CAST(col1 AS BIGINT) AS id, col2 AS tier FROM VALUES %s"
                .formatted(workspace.name(name), rows));
  }

  @AfterAll
  void stop() {
    query.close();
  }

  @Test
  void a_second_row_is_found_behind_one_that_no_rule_wants() {
    assertFound("visits_shop", "single", "single", "unknown_first");
  }

  @Tag("matrix")
  @ParameterizedTest
  @CsvSource({
    "people, unknown_first, single, single",
    "people, other_first, single, single",
    "people, known_first, single, single",
    "scores, single, unknown_first, single",
    "scores, single, other_first, single",
    "visits_shop, single, single, other_first"
  })
  void a_second_row_is_found_whatever_the_first_holds(
      String source, String people, String scores, String shops) {
    assertFound(source, people, scores, shops);
  }

  private void assertFound(String source, String people, String scores, String shops) {
    SegmentStatements segment = segment(people, scores, shops);

    assertThatThrownBy(() -> query.keys(segment.members()))
        .hasStackTraceContaining("LAKEROUTE_DUPLICATE_KEY " + source);
    assertThatThrownBy(() -> query.count(segment))
        .hasStackTraceContaining("LAKEROUTE_DUPLICATE_KEY " + source);
  }

  private SegmentStatements segment(String people, String scores, String shops) {
    return WorkspaceModel.of(
            workspace.access(),
            """
            model: twice
            population: people
            sources:
              people: {table: %s, key: id, fields: {tier: tier}}
              scores: {table: %s, key: id, fields: {tier: tier}}
              visits:
                table: %s
                key: id
                many: true
                fields: {tier: tier, shop: shop.tier}
                lookups: {shop: {table: %s, on: {id: id}}}
            """
                .formatted(
                    workspace.name(people),
                    workspace.name(scores),
                    workspace.name("single"),
                    workspace.name(shops)))
        .statements(
            WorkspaceModel.segment(
                """
                segment: gold
                model: twice
                rules:
                  combinator: and
                  rules:
                  - {field: people.tier, operator: "=", value: gold}
                  - {field: scores.tier, operator: "=", value: gold}
                  - field: visits
                    match: {mode: some}
                    value: {combinator: and, rules: [{field: shop, operator: "=", value: gold}]}
                """),
            Instant.parse("2026-11-28T12:00:00Z"));
  }
}
