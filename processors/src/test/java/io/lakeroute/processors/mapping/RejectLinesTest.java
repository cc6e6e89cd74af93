// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RejectLinesTest {

  private static final String FIELDS =
      """
      identifier: {column: mail}
      attributes:
        city: {column: city}
        country: {column: country}
        phone_number: {column: phone}
      events:
        - type: {constant: viewed}
          timestamp: {column: at}
          attributes: {product_id: {column: mail}, color: {column: color}}
          parameters: {column: params}
      """;

  private static final SyncMapping WITH_SCHEMA =
      SyncMappingReaderTest.read("schema: classpath:lakeroute/customer.schema.yaml\n" + FIELDS);

  private static Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("mail", "a@b.c");
    row.put("city", "Rome");
    row.put("country", "Italy");
    row.put("phone", null);
    row.put("at", Instant.EPOCH);
    row.put("color", "red");
    row.put("params", Map.of("size", "L", "quantity", "two"));
    row.put("note", "unmapped");
    row.put("_record_id", "r1");
    row.put("_change_type", "insert");
    row.put("_commit_version", 7L);
    row.put("_before", Map.of("mail", "old@b.c"));
    return row;
  }

  private static Map<String, Object> line(
      SyncMapping mapping, RejectValues values, boolean changes) {
    RecordMapper.Mapped mapped = new RecordMapper(mapping).map(List.of(row()));
    return new RejectLines(mapping, values, changes).line(mapped.rejects().get(0));
  }

  @Test
  void masks_the_identifier_what_is_personal_and_what_is_read_of_the_same_columns() {
    Map<String, Object> line = line(WITH_SCHEMA, RejectValues.MASK, true);

    assertThat(line)
        .containsOnlyKeys(
            "row",
            "field",
            "problem",
            "record",
            "others",
            "_record_id",
            "_change_type",
            "_commit_version")
        .containsEntry("field", "attributes.country")
        .containsEntry(
            "problem", "is a text in column country that is no ISO 3166-1 alpha-2 country code")
        .containsEntry(
            "others",
            List.of(
                Map.of(
                    "field",
                    "events[0].parameters.quantity",
                    "problem",
                    "is a text in column params that is no integer")))
        .containsEntry("_record_id", "r1")
        .containsEntry("_change_type", "insert")
        .containsEntry("_commit_version", 7L);
    Map<String, Object> shown = new HashMap<>();
    shown.put("mail", "***");
    shown.put("city", "***");
    shown.put("country", "Italy");
    shown.put("phone", null);
    shown.put("at", Instant.EPOCH);
    shown.put("color", "red");
    shown.put("params", "***");
    shown.put("_record_id", "r1");
    shown.put("_change_type", "insert");
    shown.put("_commit_version", 7L);
    assertThat(line.get("row")).isEqualTo(shown);
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("city", "***");
    attributes.put("country", null);
    attributes.put("phone_number", null);
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("size", "L");
    parameters.put("quantity", null);
    parameters.put("product_id", "***");
    parameters.put("color", "red");
    assertThat(line.get("record"))
        .isEqualTo(
            Map.of(
                "identifier",
                "***",
                "attributes",
                attributes,
                "events",
                List.of(
                    Map.of(
                        "type", "viewed", "timestamp", Instant.EPOCH, "attributes", parameters))));
  }

  @Test
  void hashes_so_that_equal_values_are_equal() {
    Map<String, Object> line = line(WITH_SCHEMA, RejectValues.HASH, true);

    // SHA-256 of the JSON text "a@b.c", quotes included.
    String hash = "sha256:a6aef3a5b0b7d07caa264745d57c30d117a6947537ff3ec7088f670679928d13";
    assertThat(((Map<?, ?>) line.get("row")).get("mail")).isEqualTo(hash);
    assertThat(((Map<?, ?>) line.get("record")).get("identifier")).isEqualTo(hash);
    assertThat(((Map<?, ?>) line.get("row")).get("phone")).isNull();
  }

  @Test
  void masks_everything_where_no_schema_says_what_is_personal() {
    SyncMapping mapping =
        SyncMappingReaderTest.read(
            """
            identifier: {column: mail}
            attributes: {country: {column: country, type: integer}}
            events:
              - type: {column: color}
                timestamp: {column: at}
                attributes: {place: {column: city}, source: {constant: shop}}
            """);

    Map<String, Object> line = line(mapping, RejectValues.MASK, true);

    assertThat(line.toString()).doesNotContain("a@b.c", "Italy", "Rome", "red", "unmapped", "1970");
    assertThat(((Map<?, ?>) line.get("row")).keySet())
        .map(Object::toString)
        .containsExactlyInAnyOrder(
            "mail",
            "country",
            "color",
            "at",
            "city",
            "_record_id",
            "_change_type",
            "_commit_version");
  }

  @Test
  void keeps_values_of_the_new_image_where_it_may() {
    Map<String, Object> line = line(WITH_SCHEMA, RejectValues.KEEP, true);

    Map<String, Object> shown = row();
    shown.remove("_before");
    assertThat(line.get("row")).isEqualTo(shown);
    assertThat(((Map<?, ?>) line.get("record")).get("identifier")).isEqualTo("a@b.c");
  }

  @Test
  void says_of_a_row_of_a_table_what_it_always_said() {
    assertThat(line(WITH_SCHEMA, RejectValues.KEEP, false))
        .isEqualTo(
            Map.of(
                "row",
                row(),
                "field",
                "attributes.country",
                "problem",
                "is a text in column country that is no ISO 3166-1 alpha-2 country code"));
  }
}
