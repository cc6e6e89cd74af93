// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.definition.DefinitionException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values compare as those of the columns do. */
class BoundValuesTest {

  private static final BoundModel MODEL =
      ModelBinder.bind(
          Models.model(
              """
              model: people
              population: people
              sources:
                people: {table: main.crm.people, key: id, fields: {name: name, city: city, rate: rate}}
              """),
          table ->
              new TableColumns(
                  Map.of(
                      "id", "BIGINT",
                      "name", "STRING",
                      "city", "STRING COLLATE UTF8_LCASE",
                      "rate", "DECIMAL(10,4)")));

  /** Halves of surrogate pairs come before the last characters of a single one. */
  @Test
  void ranges_of_text_are_ordered_as_in_the_warehouse() {
    assertThatCode(() -> sql("{field: people.name, operator: between, value: ['～', '😀']}"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> sql("{field: people.name, operator: between, value: ['😀', '～']}"))
        .isInstanceOf(DefinitionException.class)
        .hasMessage("/rules/rules/0/value: has a lower bound above the upper one");
  }

  @Test
  void ranges_of_text_with_a_collation_are_left_to_the_warehouse() {
    assertThatCode(() -> sql("{field: people.city, operator: between, value: [a, B]}"))
        .doesNotThrowAnyException();
  }

  /** A DECIMAL(38,2) beside the column's DECIMAL(10,4) would round 1.2345 to 1.23. */
  @Test
  void long_lists_of_decimals_are_no_wider_than_their_values() {
    assertThat(
            sql(
                "{field: people.rate, operator: in, value: [12.5, 100.25"
                    + ", 7".repeat(50)
                    + "]}"))
        .contains("from_json(:p1, 'ARRAY<DECIMAL(5,2)>')");
    assertThat(sql("{field: people.rate, operator: in, value: [0.001" + ", 0.01".repeat(50) + "]}"))
        .contains("from_json(:p1, 'ARRAY<DECIMAL(3,3)>')");
  }

  private static String sql(String rule) {
    Segment segment =
        Models.segment(
            """
            segment: some
            model: people
            rules: {combinator: and, rules: [%s]}
            """
                .formatted(rule));
    BoundSegment bound = new SegmentBinder(MODEL, name -> Optional.empty()).bind(segment);
    return new SegmentStatements(bound, new Pin(Models.AS_OF, Map.of())).members().sql();
  }
}
