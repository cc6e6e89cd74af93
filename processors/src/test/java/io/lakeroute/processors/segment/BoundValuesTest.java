// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.sql.ColumnKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** In Cairo clocks change at midnight: the day begins at one o'clock. */
  @ParameterizedTest
  @CsvSource({
    "2026-04-23T22:00:00Z, 2026-04-24",
    "2026-04-23T21:59:59Z, 2026-04-24",
    "2026-04-23T22:00:01Z, 2026-04-25",
    "2026-04-24T21:00:00Z, 2026-04-25"
  })
  void a_date_is_that_of_the_day_that_begins(Instant bound, LocalDate day) {
    assertThat(BoundValue.of(bound, ZoneId.of("Africa/Cairo"), ColumnKind.DATE)).isEqualTo(day);
  }

  @ParameterizedTest
  @CsvSource({
    "CHAR(4), ab, 'ab  '",
    "char(4), abcd, abcd",
    "CHAR(4), abcde, abcde",
    "CHAR(3) COLLATE UTF8_LCASE, 😀, '😀  '",
    "VARCHAR(4), ab, ab",
    "STRING, ab, ab"
  })
  void a_text_is_as_long_as_the_column_reads_it(String type, String value, String read) {
    assertThat(DataType.of(type).padded(value)).isEqualTo(read);
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
