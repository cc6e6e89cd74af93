// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.json.JsonValues;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/mapping.md} to what the code does. */
class MappingPageTest {

  private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

  private final String page;

  MappingPageTest() throws IOException {
    page = Files.readString(Path.of("../docs/mapping.md"));
  }

  private String example(String language, int index) {
    return Pattern.compile("(?s)```" + language + "\n(.*?)```")
        .matcher(page)
        .results()
        .map(match -> match.group(1))
        .toList()
        .get(index);
  }

  /** Name, type and check of the lines below a heading. */
  private Map<String, List<String>> table(String heading) {
    String from = page.substring(page.indexOf("| " + heading + " | type | check |"));
    Map<String, List<String>> rows = new TreeMap<>();
    from.substring(0, from.indexOf("\n\n"))
        .lines()
        .skip(2)
        .map(line -> line.split("\\|", -1))
        .forEach(
            cells ->
                NAME.matcher(cells[1])
                    .results()
                    .map(match -> match.group(1))
                    .forEach(name -> rows.put(name, List.of(cells[2].strip(), cells[3]))));
    return rows;
  }

  private static RecordSchema shipped() {
    return SyncMappingReaderTest.read(
            "schema: classpath:lakeroute/customer.schema.yaml\n"
                + "identifier: {column: a}\nattributes: {age: {column: b}}\n")
        .rules()
        .orElseThrow()
        .schema();
  }

  @Test
  void lists_names_and_types_of_the_schema_that_ships() {
    assertThat(types(table("attributes"))).isEqualTo(types(shipped().attributes()));
    assertThat(types(table("event parameters"))).isEqualTo(types(shipped().events()));
  }

  private static Map<String, String> types(Map<String, List<String>> table) {
    return table.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, row -> row.getValue().get(0)));
  }

  private static Map<String, String> types(RecordSchema.Section section) {
    return section.fields().values().stream()
        .collect(Collectors.toMap(SchemaField::name, field -> field.type().lowerCase()));
  }

  @Test
  void lists_what_is_required_checked_and_personal() {
    for (RecordSchema.Section section : List.of(shipped().attributes(), shipped().events())) {
      Map<String, List<String>> table =
          section.prefix().equals("a_") ? table("attributes") : table("event parameters");
      for (SchemaField field : section.fields().values()) {
        String check = table.get(field.name()).get(1);
        assertThat(Stream.of("purchase", "cart_page_view").filter(check::contains))
            .as(field.name())
            .containsExactlyInAnyOrderElementsOf(field.requiredWhen());
        field
            .format()
            .ifPresent(
                format -> assertThat(check).contains(format.description().split(" (phone|c)")[0]));
      }
    }
    String personal = page.substring(page.indexOf("Rejects mask "));
    assertThat(
            NAME.matcher(personal.substring(0, personal.indexOf("\n")))
                .results()
                .map((MatchResult match) -> match.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            shipped().attributes().fields().values().stream()
                .filter(SchemaField::personal)
                .map(SchemaField::name)
                .toList());
  }

  @Test
  void shows_a_mapping_and_its_record() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("mail", "a@b.c");
    row.put("phone", "+491701234567");
    row.put("age", "45-54");
    row.put("event_name", "viewed");
    row.put("ts", "2026-01-02 03:04:05");
    row.put("params", "{\"e_color\": \"red\", \"currency\": \"EUR\"}");

    RecordMapper.Mapped mapped =
        new RecordMapper(SyncMappingReaderTest.read(example("yaml", 0))).map(List.of(row));

    assertThat(mapped.records()).map(JsonValues::text).containsExactly(example("json", 0).strip());
  }

  @Test
  void shows_a_schema_and_the_line_of_a_reject() {
    RecordSchema own =
        RecordSchemaReader.read(
            "own.yaml",
            new ByteArrayInputStream(example("yaml", 1).getBytes(StandardCharsets.UTF_8)));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("mail", "a@b.c");
    row.put("country", "Italy");
    row.put("note", "not mapped");
    row.put("_record_id", "9f");
    row.put("_change_type", "update");
    row.put("_commit_version", 7L);
    SyncMapping mapping =
        SyncMappingReaderTest.read(
            "schema: classpath:lakeroute/customer.schema.yaml\n"
                + "identifier: {column: mail, is: email}\nattributes: {country: {column: country}}\n");

    RecordMapper.Mapped mapped = new RecordMapper(mapping).map(List.of(row));

    assertThat(own.identifiers()).containsExactly("card");
    assertThat(mapped.rejects())
        .map(new RejectLines(mapping, RejectValues.MASK, true)::line)
        .map(JsonValues::text)
        .containsExactly(example("json", 1).strip());
  }
}
