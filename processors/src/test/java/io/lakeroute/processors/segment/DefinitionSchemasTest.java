// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.definition.PublishedSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published schemas are those of the readers, and refuse what the readers refuse. */
class DefinitionSchemasTest {

  private static final PublishedSchema SEGMENT = new PublishedSchema(DefinitionSchemas.segment());
  private static final PublishedSchema MODEL = new PublishedSchema(DefinitionSchemas.model());

  @Test
  void the_published_schemas_are_made_from_the_readers() throws Exception {
    SEGMENT.isPublishedAs("segment");
    MODEL.isPublishedAs("model");
  }

  @Test
  void the_page_names_every_key_of_a_source() throws Exception {
    String page = Files.readString(Path.of("../docs/segments.md"));

    assertThat(ModelReader.SOURCE_FIELDS)
        .allSatisfy(name -> assertThat(page).containsPattern("\\b" + name + "\\b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          true  | {field: customers.tier, operator: "=", value: gold}
          true  | {field: customers.tier, operator: "null"}
          true  | {id: r1, path: [0], disabled: false, field: customers.tier, operator: "=", value: gold}
          true  | {field: purchases, match: {mode: atLeast, threshold: 3}, window: {last: 90, unit: day}, value: {combinator: and, rules: [{field: category, operator: "=", value: A}]}}
          true  | {field: purchases, match: {mode: none}, operator: "="}
          true  | {field: purchases, aggregate: sum, of: value, operator: between, value: [1, 2], window: {from: "2026-01-01"}}
          true  | {combinator: or, not: true, rules: [{field: customers.tier, operator: "null"}]}
          true  | {field: segment, operator: "=", value: emailable}
          true  | {field: customers.seen, operator: "<", value: {ago: 1, unit: year}}
          false | {field: customers.tier, operator: like, value: gold}
          false | {field: customers.tier, operator: "=", value: gold, vallue: x}
          false | {field: customers.tier, value: gold}
          false | {field: purchases, match: {mode: many}}
          false | {field: purchases, match: {mode: atLeast, threshold: -1}}
          false | {field: purchases, match: {mode: some}, window: {last: 0, unit: day}}
          false | {field: purchases, match: {mode: some}, window: {unit: day}}
          false | {field: purchases, match: {mode: some}, window: {last: 1, unit: decade}}
          false | {field: purchases, match: {mode: some}, value: {combinator: and, rules: []}}
          false | {field: purchases, match: {mode: some}, value: {combinator: and, rules: [{field: purchases, match: {mode: some}}]}}
          false | {combinator: xor, rules: [{field: customers.tier, operator: "null"}]}
          false | {combinator: and, rules: []}
          false | {combinator: and, rules: [{field: customers.tier, operator: "null"}, or]}
          false | {rules: [{field: customers.tier, operator: "null"}]}
          """)
  void schema_and_reader_agree_on_a_rule(boolean accepted, String rule) throws Exception {
    String yaml = "segment: s\nmodel: retail\nrules: {combinator: and, rules: [" + rule + "]}\n";

    SEGMENT.agrees(accepted, yaml, () -> Models.segment(yaml));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          true  | returns: [customers.email, {name: spent, field: purchases, aggregate: sum, of: value}]
          true  | sample: {percent: 12.5, salt: s1}
          true  | limit: 10
          false | limit: 0
          false | sample: {percent: 0}
          false | sample: {percent: 10, part: 1}
          false | generation: 0
          false | profile: 1
          false | returns: []
          false | nonsense: 1
          """)
  void schema_and_reader_agree_on_a_field(boolean accepted, String field) throws Exception {
    String yaml =
        "segment: s\nmodel: retail\n"
            + field
            + "\nrules: {combinator: and, rules: [{field: customers.tier, operator: 'null'}]}\n";

    SEGMENT.agrees(accepted, yaml, () -> Models.segment(yaml));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          true  | model: retail | model: shop
          false | model: retail | model: Re tail
          false | zone: Europe/Berlin | zoon: UTC
          false | many: true | many: 1
          false | {tier: tier, | {1tier: tier,
          false | key: household_id | kee: household_id
          false | {product_id: product_id} | {}
          """)
  void schema_and_reader_agree_on_a_model(boolean accepted, String there, String instead)
      throws Exception {
    String yaml =
        Files.readString(Models.FOLDER.resolve("retail.model.yaml")).replace(there, instead);

    MODEL.agrees(accepted, yaml, () -> Models.model(yaml));
  }

  @Test
  void the_segments_of_the_golden_files_are_valid() throws Exception {
    try (var files = Files.list(Models.FOLDER.resolve("golden"))) {
      for (Path file : files.toList()) {
        String yaml = Files.readString(file).split("(?m)^== sql\n")[0];
        assertThat(SEGMENT.accepts(yaml)).as("%s", file).isTrue();
      }
    }
  }
}
