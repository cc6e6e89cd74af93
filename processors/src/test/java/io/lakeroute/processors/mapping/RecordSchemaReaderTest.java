// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordSchemaReaderTest {

  private static final String SCHEMA =
      """
      identifiers: [card]
      prefixes: {attributes: p_}
      attributes:
        card: {type: string}
        score: {type: number, default: 0.5}
      events:
        place: {type: string, format: iso3166, personal: true, requiredWhen: [visit], aliases: [where]}
      """;

  private static RecordSchema read(String yaml) {
    return RecordSchemaReader.read(
        "own.yaml", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void reads_a_schema_of_the_users_own() {
    RecordSchema schema = read(SCHEMA);

    assertThat(schema.identifiers()).containsExactly("card");
    assertThat(schema.attributes().find("p_score"))
        .contains(
            new SchemaField(
                "score",
                FieldType.NUMBER,
                Optional.empty(),
                false,
                Optional.of(new BigDecimal("0.5")),
                Set.of(),
                List.of()));
    assertThat(schema.events().find("where"))
        .contains(
            new SchemaField(
                "place",
                FieldType.STRING,
                Optional.of(ValueFormat.ISO3166),
                true,
                Optional.empty(),
                Set.of("visit"),
                List.of("where")));
    assertThat(schema.events().find("p_place")).isEmpty();
    assertThat(schema.attributes().find("p_")).isEmpty();
  }

  @Test
  void reads_one_without_prefixes_identifiers_and_events() {
    RecordSchema schema = read("attributes: {a: {type: array}}");

    assertThat(schema.identifiers()).isEmpty();
    assertThat(schema.events().fields()).isEmpty();
    assertThat(schema.attributes().find("a")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[card] | [name] | field 'identifiers' has 'name', which is no attribute",
        "[card] | card | field 'identifiers' must be a list of texts",
        "[card] | [card, card] | field 'identifiers' must be a list of texts, each of them once",
        "identifiers | ids | unknown field 'ids' (allowed: identifiers, prefixes, attributes, events)",
        "{attributes: p_} | {attribute: p_} | unknown field 'prefixes.attribute' (allowed: attributes, events)",
        "{attributes: p_} | {attributes: 5} | field 'prefixes.attributes' must be a text",
        "{attributes: p_} | p_ | field 'prefixes' must be a map of names",
        "card: {type: string} | card: string | field 'attributes.card' must be a map of names",
        "card: {type: string} | card: {} | field 'attributes.card.type' is missing",
        "card: {type: string} | card: {type: text} | field 'attributes.card.type' is 'text' (allowed: string, integer, decimal, double, number, boolean, date, timestamp, datetime, array)",
        "iso3166 | iso | field 'events.place.format' is 'iso' (allowed: e164, iso3166, iso4217)",
        "number, default: 0.5 | number, format: e164 | field 'attributes.score.format' needs the type string",
        "default: 0.5 | default: none | field 'attributes.score.default' is no number",
        "default: 0.5 | default: [1] | field 'attributes.score.default' is no number",
        "personal: true | personal: maybe | field 'events.place.personal' must be true or false",
        "default: 0.5 | requiredWhen: [visit] | field 'attributes.score.requiredWhen' is for events only",
        "aliases: [where] | aliases: [place] | field 'events.place.aliases' has 'place', which is taken",
        "aliases: [where] | alias: [where] | unknown field 'events.place.alias' (allowed: type, format, personal, default, requiredWhen, aliases)"
      })
  void refuses_what_it_does_not_know(String part, String other, String problem) {
    assertThat(SCHEMA).contains(part);
    assertThatThrownBy(() -> read(SCHEMA.replace(part, other)))
        .isInstanceOf(MappingException.class)
        .hasMessage("Mapping file own.yaml: " + problem);
  }
}
