// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventParametersTest {

  private static final String EVENTS =
      """
      identifier: {column: id}
      events:
        - type: {constant: viewed}
          timestamp: {column: at}
          attributes: {currency: {constant: USD}}
          parameters: {column: params}
      """;
  private static final String WITH_SCHEMA =
      "schema: classpath:lakeroute/customer.schema.yaml\n" + EVENTS;

  private static RecordMapper.Mapped map(String mapping, Undeclared undeclared, Object params) {
    Map<String, Object> row = new HashMap<>(Map.of("id", "a", "at", Instant.EPOCH));
    row.put("params", params);
    return new RecordMapper(SyncMappingReaderTest.read(mapping, undeclared)).map(List.of(row));
  }

  private static Object attributes(RecordMapper.Mapped mapped) {
    assertThat(mapped.rejects()).isEmpty();
    return ((Map<?, ?>) ((List<?>) mapped.records().get(0).get("events")).get(0)).get("attributes");
  }

  @Test
  void reads_a_map_or_struct_a_json_object_or_nothing() {
    Map<String, Object> expected =
        Map.of(
            "quantity",
            2L,
            "unit_price",
            new BigDecimal("0.10"),
            "taxonomy",
            List.of("a", "b"),
            "currency",
            "USD");

    assertThat(
            attributes(
                map(
                    WITH_SCHEMA,
                    Undeclared.FAIL,
                    Map.of("quantity", "2", "unit_price", "0.10", "taxonomy", List.of("a", "b")))))
        .isEqualTo(expected);
    assertThat(
            attributes(
                map(
                    WITH_SCHEMA,
                    Undeclared.FAIL,
                    "{\"quantity\": 2, \"unit_price\": 0.10, \"taxonomy\": [\"a\", \"b\"]}")))
        .isEqualTo(expected);
    for (Object nothing : new Object[] {null, "null", "{}", Map.of()}) {
      assertThat(attributes(map(WITH_SCHEMA, Undeclared.FAIL, nothing)))
          .isEqualTo(Map.of("currency", "USD"));
    }
  }

  @Test
  void lets_attributes_win_and_knows_prefixes_and_aliases() {
    assertThat(
            attributes(
                map(
                    WITH_SCHEMA,
                    Undeclared.FAIL,
                    Map.of("e_currency", "EUR", "e_guid", "g", "e_color", "red"))))
        .isEqualTo(Map.of("currency", "USD", "event_group_id", "g", "color", "red"));
  }

  @Test
  void rejects_a_parameter_that_is_there_under_two_names() {
    assertThat(
            map(WITH_SCHEMA, Undeclared.FAIL, Map.of("color", "red", "e_color", "red")).rejects())
        .extracting(RecordMapper.Reject::first)
        .containsExactly(
            new Misfit("events[0].parameters.color", "is there twice, under two names"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "red",
        "[1]",
        "{\"color\": \"red\"",
        "{\"color\": \"red\"} {}",
        "{\"color\": \"red\", \"color\": \"blue\"}",
        "{\"unit_price\": 1e999999999}"
      })
  void rejects_texts_that_are_no_json_object(String text) {
    assertThat(map(WITH_SCHEMA, Undeclared.FAIL, text).rejects())
        .extracting(RecordMapper.Reject::first)
        .containsExactly(
            new Misfit(
                "events[0].parameters",
                "is a text in column params that is no MAP, STRUCT or JSON object"));
  }

  @Test
  void rejects_names_that_the_schema_lacks_without_telling_them_or_drops_and_reports_them() {
    Map<String, Object> parameters = Map.of("shelf", 7L, "color", "red");

    assertThat(map(WITH_SCHEMA, Undeclared.FAIL, parameters).rejects())
        .extracting(RecordMapper.Reject::first)
        .containsExactly(
            new Misfit("events[0].parameters", "has a name that the schema does not have"));
    RecordMapper.Mapped dropped = map(WITH_SCHEMA, Undeclared.DROP, parameters);
    assertThat(attributes(dropped)).isEqualTo(Map.of("color", "red", "currency", "USD"));
    assertThat(dropped.dropped()).containsExactly("shelf");
  }

  @Test
  void takes_declared_names_in_their_types() {
    String declared = WITH_SCHEMA + "declared: {events: {shelf: {type: integer}}}\n";

    assertThat(attributes(map(declared, Undeclared.FAIL, Map.of("shelf", "7"))))
        .isEqualTo(Map.of("shelf", 7L, "currency", "USD"));
    assertThat(map(declared, Undeclared.FAIL, Map.of("shelf", "top")).rejects())
        .extracting(RecordMapper.Reject::first)
        .containsExactly(
            new Misfit(
                "events[0].parameters.shelf", "is a text in column params that is no integer"));
  }

  @Test
  void takes_every_name_as_it_is_without_a_schema() {
    assertThat(
            attributes(
                map(EVENTS, Undeclared.FAIL, "{\"currency\": \"EUR\", \"a\": {\"b\": [1, true]}}")))
        .isEqualTo(Map.of("currency", "USD", "a", Map.of("b", List.of(1L, true))));
  }
}
