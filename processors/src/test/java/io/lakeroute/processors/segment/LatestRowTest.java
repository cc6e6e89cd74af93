// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The newest of several rows of a key. */
class LatestRowTest {

  private static final BoundModel MODEL =
      ModelBinder.bind(
          Models.model(
              """
              model: people
              population: people
              sources:
                people: {table: main.crm.people, key: id, latest: changed, fields: {tier: tier, city: city}}
              """),
          table ->
              new TableColumns(
                  Map.of(
                      "id", "BIGINT", "changed", "TIMESTAMP", "tier", "STRING", "city", "STRING")));

  /** What a key has must not depend on which fields a statement reads, or in which order. */
  @Test
  void of_two_equally_late_rows_the_same_counts_in_every_statement() {
    String struct = "max(named_struct('l', t.`changed`, 'f1', t.`tier`, 'f2', t.`city`)) AS `v`";

    assertThat(statements("people.city", "").members().sql()).contains(struct, "s1.v.f2 = :p1");
    assertThat(statements("people.tier", "").count().sql()).contains(struct, "s1.v.f1 = :p1");
    assertThat(statements("people.tier", "returns: [people.city]").members().sql())
        .contains(struct);
  }

  private static SegmentStatements statements(String field, String returns) {
    String yaml =
        """
        segment: some
        model: people
        rules: {combinator: and, rules: [{field: %s, operator: "=", value: x}]}
        %s
        """
            .formatted(field, returns);
    BoundSegment bound =
        new SegmentBinder(MODEL, name -> Optional.empty()).bind(Models.segment(yaml));
    return new SegmentStatements(bound, new Pin(Models.AS_OF, Map.of()));
  }
}
