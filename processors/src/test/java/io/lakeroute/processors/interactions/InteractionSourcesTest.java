// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.mapping.MappingException;
import io.lakeroute.processors.sql.ColumnKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InteractionSourcesTest {

  private static final String COLUMNS =
      """
      id STRING
      at TIMESTAMP
      k BIGINT
      v DECIMAL(10,2)
      tags ARRAY<STRING>
      """;

  @Test
  void takes_the_catalogs_spelling_of_a_column() {
    InteractionSource source =
        Sources.bind(yaml("a").replace("timestamp: at", "timestamp: AT"), COLUMNS);

    assertThat(source.timestamp().name()).isEqualTo("at");
  }

  @Test
  void refuses_a_missing_column_naming_the_file_the_field_and_the_columns_there_are() {
    refuses(
        yaml("a").replace("amount: v", "amount: vv"),
        "field 'attributes.amount' names column 'vv', which main.s.a does not have"
            + " (columns: id, at, k, v, tags)");
  }

  @Test
  void refuses_columns_whose_type_cannot_serve() {
    refuses(
        yaml("a").replace("timestamp: at", "timestamp: k\nsort: k"),
        "field 'timestamp' names column 'k' of type BIGINT; allowed types: DATE, TIMESTAMP,"
            + " TIMESTAMP_NTZ");
    refuses(
        yaml("a").replace("crosswalk: id", "crosswalk: at"),
        "field 'crosswalk' names column 'at' of type TIMESTAMP; allowed types: BIGINT and smaller"
            + " integers, DECIMAL, STRING");
    refuses(
        yaml("a").replace("key: [k]", "key: [tags]"),
        "field 'key' names column 'tags' of type ARRAY<STRING>, which cannot be ordered by");
    refuses(
        yaml("a").replace("type: t", "type: {column: k}"),
        "field 'type' names column 'k' of type BIGINT; allowed types: STRING");
  }

  @Test
  void refuses_two_mappings_of_one_name() {
    InteractionMapping one = Sources.mapping("one.yaml", yaml("a"));
    InteractionMapping two = Sources.mapping("two.yaml", yaml("a"));

    assertThatThrownBy(
            () -> InteractionSources.bind(List.of(one, two), any -> Sources.columns(COLUMNS)))
        .hasMessage("Mapping file two.yaml: name 'a' is already used by one.yaml");
  }

  @Test
  void refuses_sort_columns_that_cannot_be_merged() {
    InteractionMapping one = Sources.mapping("one.yaml", yaml("a"));
    InteractionMapping two = Sources.mapping("two.yaml", yaml("b") + "sort: k\n");

    assertThatThrownBy(
            () -> InteractionSources.bind(List.of(one, two), any -> Sources.columns(COLUMNS)))
        .hasMessage(
            "Mapping file two.yaml: sort column 'k' of type BIGINT cannot be compared with sort"
                + " column 'at' of type TIMESTAMP in one.yaml; merged sources need sort columns"
                + " that are all times, all numbers or all text without a collation");
  }

  @Test
  void merges_times_of_different_types() {
    Map<InteractionMapping, List<SourceColumn>> columns = new LinkedHashMap<>();
    columns.put(Sources.mapping(yaml("b")), Sources.columns(COLUMNS));
    columns.put(
        Sources.mapping(yaml("a")), Sources.columns(COLUMNS.replace("at TIMESTAMP", "at DATE")));

    InteractionSources sources = Sources.bind(columns);

    assertThat(sources.all()).extracting(InteractionSource::name).containsExactly("a", "b");
    assertThat(sources.types().orElseThrow()).containsExactly("t");
  }

  @Test
  void knows_the_kinds_of_the_types_that_unity_catalog_writes() {
    assertThat(ColumnKind.of("int")).isEqualTo(ColumnKind.INTEGER);
    assertThat(ColumnKind.of("decimal(10,2)")).isEqualTo(ColumnKind.DECIMAL);
    assertThat(ColumnKind.of("DECIMAL (10, 2)")).isEqualTo(ColumnKind.DECIMAL);
    assertThat(ColumnKind.of("varchar(20)")).isEqualTo(ColumnKind.TEXT);
    assertThat(ColumnKind.of("STRING COLLATE UTF8_BINARY")).isEqualTo(ColumnKind.TEXT);
    assertThat(ColumnKind.of("STRING COLLATE UTF8_LCASE")).isEqualTo(ColumnKind.COLLATED_TEXT);
    assertThat(ColumnKind.of("timestamp_ntz")).isEqualTo(ColumnKind.TIMESTAMP_NTZ);
    assertThat(ColumnKind.of("array<int>")).isEqualTo(ColumnKind.OTHER);
    assertThat(ColumnKind.of("struct<a:int>")).isEqualTo(ColumnKind.OTHER);
    assertThat(ColumnKind.of("binary")).isEqualTo(ColumnKind.OTHER);
  }

  private static void refuses(String yaml, String problem) {
    InteractionMapping mapping = Sources.mapping("a.yaml", yaml);
    assertThatThrownBy(
            () -> InteractionSources.bind(List.of(mapping), any -> Sources.columns(COLUMNS)))
        .isInstanceOf(MappingException.class)
        .hasMessage("Mapping file a.yaml: " + problem);
  }

  private static String yaml(String name) {
    return """
    name: %s
    connection: c
    source: main.s.%s
    crosswalk: id
    type: t
    timestamp: at
    key: [k]
    attributes:
      amount: v
    """
        .formatted(name, name);
  }
}
