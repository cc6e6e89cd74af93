// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mapping files that name a schema. */
class SchemaMappingTest {

  private static final String SCHEMA = "schema: classpath:lakeroute/customer.schema.yaml\n";
  private static final String MAPPING =
      SCHEMA
          + """
          identifier: {column: mail, is: email}
          declared:
            attributes: {age_band: {type: string, personal: true}}
            events: {channel: {type: string, requiredWhen: [viewed]}}
          attributes:
            age_band: {column: age}
            a_country: {constant: DE}
          events:
            - type: {constant: viewed}
              timestamp: {column: at}
              attributes:
                e_guid: {column: visit}
                channel: {constant: web}
          """;

  @Test
  void reads_types_from_the_schema_and_names_by_prefix_alias_and_declaration() {
    SyncMapping mapping = SyncMappingReaderTest.read(MAPPING);

    assertThat(mapping.identifier())
        .isEqualTo(new MappedField.Column("mail", Optional.of(FieldType.STRING)));
    assertThat(mapping.attributes())
        .isEqualTo(
            Map.of(
                "age_band",
                new MappedField.Column("age", Optional.of(FieldType.STRING)),
                "country",
                new MappedField.Constant("DE")));
    assertThat(mapping.events())
        .containsExactly(
            new SyncMapping.Event(
                new MappedField.Constant("viewed"),
                new MappedField.Column("at", Optional.of(FieldType.DATETIME)),
                Map.of(
                    "event_group_id",
                    new MappedField.Column("visit", Optional.of(FieldType.STRING)),
                    "channel",
                    new MappedField.Constant("web")),
                Optional.empty()));
    assertThat(mapping.rules().orElseThrow().identifier().orElseThrow().name()).isEqualTo("email");
    assertThat(mapping.rules().orElseThrow().schema().attributes().find("age_band"))
        .get()
        .matches(SchemaField::personal);
  }

  @Test
  void refuses_all_undeclared_names_at_once_or_drops_them() {
    String mapping =
        MAPPING
            .replace("a_country: {constant: DE}", "nickname: {column: nick}")
            .replace("e_guid: {column: visit}", "shelf: {column: shelf}");

    refuses(
        mapping,
        "the schema classpath:lakeroute/customer.schema.yaml does not have attributes.nickname,"
            + " events[0].attributes.shelf. Add them to the field 'declared', or set"
            + " undeclared=drop");
    SyncMapping dropped = SyncMappingReaderTest.read(mapping, Undeclared.DROP);
    assertThat(dropped.rules().orElseThrow().dropped())
        .containsExactly("attributes.nickname", "events[0].attributes.shelf");
    assertThat(dropped.attributes()).containsOnlyKeys("age_band");
    assertThat(
            new RecordMapper(dropped)
                .map(List.of(Map.of("mail", "a", "age", "65+", "at", Instant.EPOCH)))
                .records())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "is: email | is: mail | field 'identifier.is' is 'mail' (allowed: email, phone_number, uuid, custom)",
        "is: email | is: email, type: integer | field 'identifier.type' can only be string",
        "{constant: DE} | {constant: Germany} | field 'attributes.a_country.constant' is no ISO 3166-1 alpha-2 country code",
        "{column: age} | {column: age, type: number} | field 'attributes.age_band.type' can only be string",
        "a_country: | country: {column: c}\\n  a_country: | field 'attributes.a_country' is country, which is mapped twice",
        "age_band: {type | age: {type | field 'declared.attributes.age' is age of the schema",
        "age_band: {type | a_age: {type | field 'declared.attributes.a_age' is age of the schema",
        "channel: {constant: web} | color: {constant: web} | field 'events[0]' is a viewed without channel: map them",
        "{constant: viewed} | {constant: purchase} | field 'events[0]' is a purchase without currency, quantity, unit_sale_price: map them",
        "timestamp: {column: at} | timestamp: {constant: soon} | field 'events[0].timestamp.constant' is no datetime",
        "timestamp: {column: at} | timestamp: {column: at}\\n    parameters: {constant: a} | field 'events[0].parameters' must be {column: ...}",
        "timestamp: {column: at} | timestamp: {column: at}\\n    parameters: {column: a, type: map} | unknown field 'events[0].parameters.type' (allowed: column)",
        "declared: | declares: | unknown field 'declares' (allowed: schema, identifier, declared, attributes, events)"
      })
  void refuses_what_the_schema_does_not_allow(String part, String other, String problem) {
    assertThat(MAPPING).contains(part);
    refuses(MAPPING.replace(part, other.replace("\\n", "\n")), problem);
  }

  @Test
  void leaves_what_events_need_to_the_rows_where_parameters_may_have_it() {
    assertThat(
            SyncMappingReaderTest.read(
                    MAPPING.replace(
                        "attributes:\n      e_guid: {column: visit}\n      channel: {constant: web}",
                        "parameters: {column: params}"))
                .events()
                .get(0)
                .parameters())
        .contains("params");
  }

  @Test
  void refuses_what_needs_a_schema_without_one() {
    refuses(MAPPING.replace(SCHEMA, ""), "field 'declared' needs the field 'schema'");
    refuses(
        "identifier: {column: a, is: email}\nattributes: {a: {column: b}}\n",
        "field 'identifier.is' needs the field 'schema'");
  }

  @Test
  void refuses_a_schema_that_is_not_there() {
    refuses(
        MAPPING.replace("customer.schema", "none"),
        "field 'schema': classpath:lakeroute/none.yaml cannot be read: no such resource");
    refuses(
        MAPPING.replace("classpath:lakeroute/customer.schema.yaml", "''"),
        "field 'schema' must be the place of a schema: file:<path> or classpath:<path>");
  }

  private static void refuses(String yaml, String problem) {
    assertThatThrownBy(() -> SyncMappingReaderTest.read(yaml))
        .isInstanceOf(MappingException.class)
        .hasMessage("Mapping file leads.yaml: " + problem);
  }
}
