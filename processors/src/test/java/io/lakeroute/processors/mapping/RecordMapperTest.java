// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lakeroute.processors.mapping.RecordMapper.Mapped;
import io.lakeroute.processors.mapping.RecordMapper.Reject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordMapperTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final RecordMapper mapper =
      new RecordMapper(
          SyncMappingReaderTest.read(
              """
              identifier: {column: id, type: string}
              attributes:
                age: {column: age, type: integer}
                source: {constant: databricks}
              events:
                - type: {constant: signed_up}
                  timestamp: {column: signed_up_at}
                  attributes:
                    plan: {column: plan}
              """));

  /** A row of all columns; null for those that are not given. */
  private static Map<String, Object> row(Map<String, Object> values) {
    Map<String, Object> row = new HashMap<>();
    for (String column : List.of("id", "age", "signed_up_at", "plan", "_record_id")) {
      row.put(column, values.get(column));
    }
    return row;
  }

  @Test
  void makes_a_record_of_identifier_attributes_events_and_the_id_of_the_delivery() {
    Mapped mapped =
        mapper.map(
            List.of(
                row(
                    Map.of(
                        "id",
                        7L,
                        "age",
                        "40",
                        "signed_up_at",
                        NOON,
                        "plan",
                        "gold",
                        "_record_id",
                        "ab"))));

    assertThat(mapped.rejects()).isEmpty();
    assertThat(mapped.records())
        .containsExactly(
            Map.of(
                "identifier",
                "7",
                "attributes",
                Map.of("age", 40L, "source", "databricks"),
                "events",
                List.of(
                    Map.of(
                        "type",
                        "signed_up",
                        "timestamp",
                        NOON,
                        "attributes",
                        Map.of("plan", "gold"))),
                "_record_id",
                "ab"));
  }

  @Test
  void keeps_a_row_whose_attributes_are_null_and_leaves_out_events_that_did_not_happen() {
    Mapped mapped = mapper.map(List.of(row(Map.of("id", "a"))));

    assertThat(mapped.rejects()).isEmpty();
    assertThat(mapped.records())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record).containsEntry("events", List.of());
              assertThat(record.get("attributes"))
                  .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                  .containsEntry("age", null);
            });
  }

  @Test
  void rejects_a_row_that_does_not_fit_tells_no_value_and_maps_the_others() {
    Map<String, Object> misfit = row(Map.of("id", "a", "age", "forty"));
    Map<String, Object> nobody = row(Map.of("age", 40L));

    Mapped mapped = mapper.map(List.of(misfit, row(Map.of("id", "b")), nobody));

    assertThat(mapped.records())
        .extracting(record -> record.get("identifier"))
        .containsExactly("b");
    assertThat(mapped.rejects())
        .extracting(Reject::row, Reject::first)
        .containsExactly(
            tuple(
                misfit, new Misfit("attributes.age", "is a text in column age that is no integer")),
            tuple(nobody, new Misfit("identifier", "is NULL")));
  }

  @Test
  void fails_where_a_column_is_not_there_at_all_instead_of_rejecting_every_row() {
    Map<String, Object> row = row(Map.of("id", "a"));
    row.keySet().removeAll(List.of("plan", "signed_up_at", "_record_id"));

    assertThatThrownBy(() -> mapper.map(List.of(row)))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "Mapping file leads.yaml: reads the column signed_up_at, plan, and the rows have "
                + String.join(", ", row.keySet())
                + ". Change the mapping, or the columns that are read");
  }
}
