// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappedColumnsTest {

  private static final String ADVICE = ". Change the mapping, or read a view that casts them";

  /** StructType JSON of pairs of names and types; a type is a name or JSON. */
  private static String table(String... namesAndTypes) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
    }
    return columns.entrySet().stream()
        .map(
            column ->
                "{\"name\":\"%s\",\"type\":%s,\"nullable\":true,\"metadata\":{}}"
                    .formatted(
                        column.getKey(),
                        column.getValue().startsWith("{")
                            ? column.getValue()
                            : "\"" + column.getValue() + "\""))
        .collect(Collectors.joining(",", "{\"type\":\"struct\",\"fields\":[", "]}"));
  }

  private static String array(String element) {
    return "{\"type\":\"array\",\"elementType\":\"%s\",\"containsNull\":true}".formatted(element);
  }

  private static final String MAP =
      "{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":\"string\",\"valueContainsNull\":true}";

  private static MappedColumns columns(String type, Undeclared undeclared) {
    return new MappedColumns(
        SyncMappingReaderTest.read(
            """
            schema: classpath:lakeroute/customer.schema.yaml
            identifier: {column: id, is: custom}
            declared: {attributes: {a: {type: %s}}}
            attributes: {a: {column: c}}
            events:
              - type: {column: kind}
                timestamp: {column: at}
                parameters: {column: params}
            """
                .formatted(type),
            undeclared));
  }

  private static void require(String type, String columnType) {
    columns(type, Undeclared.FAIL)
        .require(
            table("id", "long", "kind", "string", "at", "string", "params", MAP, "c", columnType));
  }

  static Stream<Arguments> types() {
    List<String> texts = List.of("string", "varchar(10)", "char(3)");
    List<String> numbers =
        List.of("byte", "short", "integer", "long", "decimal(10,2)", "float", "double");
    List<String> times = List.of("date", "timestamp", "timestamp_ntz");
    return Stream.of(
        Arguments.of("string", List.of(texts, numbers, times, List.of("boolean"))),
        Arguments.of("number", List.of(texts, numbers)),
        Arguments.of("integer", List.of(texts, numbers)),
        Arguments.of("decimal", List.of(texts, numbers)),
        Arguments.of("double", List.of(texts, numbers)),
        Arguments.of("boolean", List.of(texts, List.of("boolean"))),
        Arguments.of("date", List.of(texts, List.of("date"))),
        Arguments.of("timestamp", List.of(texts, times)),
        Arguments.of("datetime", List.of(texts, times)),
        Arguments.of("array", List.of(List.of(array("string"), array("varchar(3)")))));
  }

  private static final List<String> ALL =
      List.of(
          "string",
          "varchar(10)",
          "char(3)",
          "byte",
          "short",
          "integer",
          "long",
          "decimal(10,2)",
          "float",
          "double",
          "boolean",
          "date",
          "timestamp",
          "timestamp_ntz",
          "binary",
          "variant",
          "void",
          "interval day to second",
          "geometry(4326)",
          array("string"),
          array("varchar(3)"),
          array("long"),
          MAP,
          table("a", "string"));

  @ParameterizedTest
  @MethodSource("types")
  void takes_columns_whose_values_can_fit_and_refuses_all_others(
      String type, List<List<String>> taken) {
    List<String> fitting = taken.stream().flatMap(List::stream).toList();
    assertThat(ALL).containsAll(fitting);
    for (String each : ALL) {
      if (fitting.contains(each)) {
        assertThatCode(() -> require(type, each)).as(each).doesNotThrowAnyException();
      } else {
        assertThatThrownBy(() -> require(type, each))
            .as(each)
            .isInstanceOf(MappingException.class)
            .hasMessageStartingWith("Mapping file leads.yaml: the column c is ")
            .hasMessageEndingWith(
                ", which attributes.a of the type %s does not take%s".formatted(type, ADVICE));
      }
    }
  }

  @Test
  void names_all_that_does_not_fit_as_sql_has_it() {
    assertThatThrownBy(
            () ->
                columns("array", Undeclared.FAIL)
                    .require(
                        table(
                            "id",
                            "binary",
                            "kind",
                            MAP,
                            "at",
                            "long",
                            "params",
                            "long",
                            "c",
                            array("integer"))))
        .hasMessage(
            "Mapping file leads.yaml: the column id is BINARY, which identifier of the type string"
                + " does not take; the column c is ARRAY<INT>, which attributes.a of the type array"
                + " does not take; the column kind is MAP<STRING, STRING>, which events[0].type of the type string"
                + " does not take; the column at is BIGINT, which events[0].timestamp of the type"
                + " datetime does not take; the column params is BIGINT, and events[0].parameters"
                + " takes MAP, STRUCT or JSON text"
                + ADVICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"string", "variant", MAP})
  void takes_parameters_whose_names_are_known_with_the_rows_only(String type) {
    assertThatCode(() -> columns("string", Undeclared.FAIL).require(withParameters(type)))
        .doesNotThrowAnyException();
  }

  @Test
  void refuses_parameters_whose_values_are_json_texts() {
    assertThatThrownBy(
            () ->
                columns("string", Undeclared.FAIL)
                    .require(
                        withParameters(
                            MAP.replace(
                                "Type\":\"string\",\"valueC", "Type\":\"variant\",\"valueC"))))
        .hasMessage(
            "Mapping file leads.yaml: the column params is MAP<STRING, VARIANT>, and"
                + " events[0].parameters takes MAP, STRUCT or JSON text"
                + ADVICE);
  }

  @Test
  void looks_into_the_fields_of_a_struct() {
    String params = table("e_guid", "long", "quantity", "boolean", "shelf", "string");

    assertThatThrownBy(() -> columns("string", Undeclared.FAIL).require(withParameters(params)))
        .hasMessage(
            "Mapping file leads.yaml: the field quantity of the column params is BOOLEAN, which"
                + " events[0].parameters of the type integer does not take;"
                + " events[0].parameters.shelf of the column params is not in the schema: declare"
                + " it, or set undeclared=drop"
                + ADVICE);
    assertThatCode(
            () ->
                columns("string", Undeclared.DROP)
                    .require(withParameters(table("e_guid", "long", "shelf", "string"))))
        .doesNotThrowAnyException();
  }

  private static String withParameters(String type) {
    return table("id", "long", "kind", "string", "at", "timestamp", "params", type, "c", "string");
  }

  @Test
  void names_columns_that_are_gone() {
    assertThatThrownBy(() -> columns("string", Undeclared.FAIL).require(table("id", "long")))
        .hasMessage(
            "Mapping file leads.yaml: reads the column c, kind, at, params, and the rows have id."
                + " Change the mapping, or the columns that are read");
  }

  @Test
  void leaves_types_to_the_rows_without_a_schema() {
    assertThatCode(
            () ->
                new MappedColumns(
                        SyncMappingReaderTest.read(
                            "identifier: {column: id}\nattributes: {a: {column: c, type: integer}}"))
                    .require(table("id", "binary", "c", "binary")))
        .doesNotThrowAnyException();
  }
}
