// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncMappingReaderTest {

  private static final String GOOD =
      """
      identifier: {column: customer_id, type: string}
      attributes:
        email: {column: email}
        source: {constant: databricks}
        since: {constant: '2026-01-01', type: date}
        weight: {constant: 0.25}
      events:
        - type: {constant: signed_up}
          timestamp: {column: signed_up_at}
          attributes:
            plan: {column: plan, type: string}
      """;

  static SyncMapping read(String yaml) {
    return read(yaml, Undeclared.FAIL);
  }

  static SyncMapping read(String yaml, Undeclared undeclared) {
    return SyncMappingReader.read(
        "leads.yaml",
        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)),
        undeclared,
        SyncMappingReaderTest::open);
  }

  private static InputStream open(String location) throws IOException {
    InputStream file =
        SyncMappingReaderTest.class.getResourceAsStream(location.replaceFirst("^classpath:", "/"));
    if (file == null) {
      throw new FileNotFoundException("no such resource");
    }
    return file;
  }

  private static MappedField column(String name, FieldType type) {
    return new MappedField.Column(name, Optional.of(type));
  }

  @Test
  void reads_every_field() {
    assertThat(read(GOOD))
        .isEqualTo(
            new SyncMapping(
                "leads.yaml",
                column("customer_id", FieldType.STRING),
                Map.of(
                    "email",
                    new MappedField.Column("email", Optional.empty()),
                    "source",
                    new MappedField.Constant("databricks"),
                    "since",
                    new MappedField.Constant(LocalDate.parse("2026-01-01")),
                    "weight",
                    new MappedField.Constant(new BigDecimal("0.25"))),
                List.of(
                    new SyncMapping.Event(
                        new MappedField.Constant("signed_up"),
                        column("signed_up_at", FieldType.TIMESTAMP),
                        Map.of("plan", column("plan", FieldType.STRING)),
                        Optional.empty())),
                Optional.empty()));
  }

  @Test
  void reads_json_as_well() {
    assertThat(
            read(
                """
                {"identifier": {"column": "id"}, "attributes": {"n": {"constant": 7}}}
                """))
        .isEqualTo(
            new SyncMapping(
                "leads.yaml",
                new MappedField.Column("id", Optional.empty()),
                Map.of("n", new MappedField.Constant(7L)),
                List.of(),
                Optional.empty()));
  }

  @Test
  void refuses_unknown_fields_at_every_depth_and_says_where() {
    refuses(
        GOOD + "identifer: {}\n",
        "unknown field 'identifer' (allowed: schema, identifier, declared, attributes, events)");
    refuses(
        GOOD.replace("{column: email}", "{column: email, typ: string}"),
        "unknown field 'attributes.email.typ' (allowed: column, constant, type)");
    refuses(
        GOOD.replace("timestamp:", "time:"),
        "unknown field 'events[0].time' (allowed: type, timestamp, attributes, parameters)");
  }

  @Test
  void refuses_what_is_missing() {
    refuses("attributes: {a: {column: b}}", "field 'identifier' is missing");
    refuses("identifier: {column: id}", "field 'attributes' or 'events' is missing");
    refuses(GOOD.replaceAll(" {4}timestamp:.*\n", ""), "field 'events[0].timestamp' is missing");
  }

  @Test
  void refuses_a_field_that_is_neither_or_both_column_and_constant() {
    for (String field : List.of("email", "{}", "{column: a, constant: b}", "[a]")) {
      refuses(
          GOOD.replace("{column: email}", field),
          "field 'attributes.email' must be {column: ...} or {constant: ...}");
    }
    refuses(
        GOOD.replace("{column: email}", "{column: 5}"),
        "field 'attributes.email.column' must be the name of a column");
    refuses(
        GOOD.replace("{constant: databricks}", "{constant: [a]}"),
        "field 'attributes.source.constant' must be a text, number or boolean");
  }

  @Test
  void refuses_types_that_there_are_not_and_constants_that_do_not_fit_theirs() {
    refuses(
        GOOD.replace("{column: email}", "{column: email, type: text}"),
        "field 'attributes.email.type' is 'text' (allowed: string, integer, decimal, double,"
            + " number, boolean, date, timestamp, datetime, array)");
    refuses(
        GOOD.replace("'2026-01-01'", "yesterday"), "field 'attributes.since.constant' is no date");
    refuses(
        GOOD.replace("{column: signed_up_at}", "{column: signed_up_at, type: date}"),
        "field 'events[0].timestamp.type' can only be timestamp");
  }

  @Test
  void refuses_what_is_written_twice_or_has_the_wrong_form() {
    refuses(
        "identifier: {column: a}\nidentifier: {column: b}\n",
        "not valid YAML at line 2: Duplicate field 'identifier'");
    refuses("- a\n", "expected fields schema, identifier, declared, attributes, events");
    refuses(
        "identifier: {column: a}\nattributes: []\n",
        "field 'attributes' must be a map of names to fields");
    refuses("identifier: {column: a}\nevents: {}\n", "field 'events' must be a list of events");
    refuses(
        "identifier: {column: a}\nevents: [a]\n",
        "field 'events[0]' must have type, timestamp, attributes");
  }

  private static void refuses(String yaml, String problem) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(MappingException.class)
        .hasMessage("Mapping file leads.yaml: " + problem);
  }
}
