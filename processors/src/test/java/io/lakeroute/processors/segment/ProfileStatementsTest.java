// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The one statement of a profile. */
class ProfileStatementsTest {

  private static final Pin PIN = new Pin(Models.AS_OF, Map.of());

  private static final BoundModel SMALL =
      small("BIGINT", "people: {table: main.crm.people, key: id, fields: {tier: tier}}");

  @Test
  void every_source_is_read_for_the_key() {
    Statement statement =
        new ProfileStatements(
                SMALL,
                List.of(
                    segment(
                        "sample: {percent: 50, salt: s}\nlimit: 10",
                        "{field: people.tier, operator: '!=', value: gold}")))
            .of(List.of(7L), PIN);

    // A sample is decided by the key; a limit is not looked at.
    assertThat(statement.sql())
        .isEqualTo(
            """
            WITH s1 AS (SELECT t.`id` AS `k`, IF(count(*) = 1, named_struct('f1', any_value(t.`tier`), 'c1', any_value(NOT (t.`tier` <=> :p1))), raise_error('LAKEROUTE_DUPLICATE_KEY people')) AS `v`
            FROM `main`.`crm`.`people` AS t
            WHERE t.`id` IS NOT NULL AND t.`id` = :p4
            GROUP BY t.`id`
            HAVING IF(count(*) = 1, TRUE, CAST(raise_error('LAKEROUTE_DUPLICATE_KEY people') AS BOOLEAN)))
            SELECT s1.k AS `k`, s1.v.f1 AS `a0`, coalesce(s1.v.c1 AND CAST(conv(substring(sha2(concat(:p2, '|', CAST(s1.k AS STRING)), 256), 1, 8), 16, 10) AS BIGINT) < :p3, FALSE) AS `m0`
            FROM s1"""
                .stripIndent());
    assertThat(statement.parameters()).containsEntry("p4", 7L).containsEntry("p1", "gold");
  }

  @Test
  void several_keys_are_one_value_for_each_source() {
    Statement statement = new ProfileStatements(SMALL, List.of()).of(List.of(7L, 8L), PIN);

    assertThat(statement.sql())
        .contains(
            "LEFT JOIN (SELECT DISTINCT explode(from_json(:p1, 'ARRAY<BIGINT>')) AS `v`) AS v1 ON v1.v = t.`id`",
            "WHERE t.`id` IS NOT NULL AND v1.v IS NOT NULL");
    assertThat(statement.parameters()).containsExactly(Map.entry("p1", "[7,8]"));
  }

  @Test
  void the_latest_row_and_the_rows_of_a_key_are_read_for_the_key_too() {
    BoundModel model =
        small(
            "STRING",
            """
            people: {table: main.crm.people, key: id, latest: at, fields: {tier: tier}}
              visits: {table: main.crm.visits, key: id, many: true, time: at, fields: {tier: tier}}
            """);
    Statement statement =
        new ProfileStatements(
                model,
                List.of(
                    new SegmentBinder(model, name -> Optional.empty())
                        .bind(
                            Models.segment(
                                """
                                segment: some
                                model: small
                                rules: {combinator: and, rules: [{field: visits, match: {mode: none}}]}
                                """))))
            .of(List.of("a", "b"), PIN);

    assertThat(statement.sql().split("v\\d\\.v IS NOT NULL", -1)).hasSize(3);
    assertThat(statement.sql())
        .contains("ARRAY<STRING>", "coalesce(coalesce(s2.a1, 0) = 0, FALSE)");
    assertThat(statement.parameters().values()).containsExactly("[\"a\",\"b\"]", "[\"a\",\"b\"]");
  }

  @Test
  void attributes_are_the_fields_of_sources_with_one_row() {
    assertThat(new ProfileStatements(Models.retail(), List.of()).attributes())
        .contains("customers.tier", "scores.bread")
        .noneMatch(name -> name.startsWith("purchases"));
  }

  @Test
  void keys_that_can_be_written_in_several_ways_are_refused() {
    for (String type : List.of("STRING COLLATE UTF8_LCASE", "CHAR(5)")) {
      BoundModel model =
          small(type, "people: {table: main.crm.people, key: id, fields: {tier: tier}}");

      assertThatThrownBy(() -> new ProfileStatements(model, List.of()))
          .as(type)
          .hasMessageContaining("can be written in several ways");
    }
  }

  private static BoundSegment segment(String options, String rule) {
    return new SegmentBinder(SMALL, name -> Optional.empty())
        .bind(
            Models.segment(
                """
                segment: some
                model: small
                rules: {combinator: and, rules: [%s]}
                %s
                """
                    .formatted(rule, options)));
  }

  private static BoundModel small(String keyType, String sources) {
    return ModelBinder.bind(
        Models.model(
            """
            model: small
            zone: UTC
            population: people
            sources:
              %s
            """
                .formatted(sources.strip())),
        table -> new TableColumns(Map.of("id", keyType, "tier", "STRING", "at", "TIMESTAMP")));
  }
}
