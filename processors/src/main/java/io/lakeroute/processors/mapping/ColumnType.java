// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The type of a column of a table; immutable.
 *
 * @param kind what its values are
 * @param text for messages, as in SQL
 * @param fields of a STRUCT
 */
record ColumnType(Kind kind, String text, Map<String, ColumnType> fields) {

  private static final ObjectMapper JSON = new ObjectMapper();

  enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    DATE,
    TIMESTAMP,
    TEXTS,
    MAP,
    STRUCT,
    VARIANT,
    OTHER
  }

  /**
   * The columns of a table by name.
   *
   * @param structType Spark's StructType JSON, as batches carry it
   */
  static Map<String, ColumnType> columns(String structType) {
    try {
      return fieldsOf(JSON.readTree(structType));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The schema of the rows is no StructType in JSON.", e);
    }
  }

  private static Map<String, ColumnType> fieldsOf(JsonNode struct) {
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    for (JsonNode field : struct.path("fields")) {
      columns.put(field.path("name").asText(), of(field.path("type")));
    }
    return columns;
  }

  private static ColumnType of(JsonNode type) {
    if (type.isTextual()) {
      return simple(type.textValue());
    }
    return switch (type.path("type").asText()) {
      case "array" -> {
        ColumnType element = of(type.path("elementType"));
        yield new ColumnType(
            element.kind == Kind.TEXT ? Kind.TEXTS : Kind.OTHER,
            "ARRAY<" + element.text + ">",
            Map.of());
      }
      case "map" -> {
        // A VARIANT in a map arrives as JSON text, which is not its value.
        ColumnType value = of(type.path("valueType"));
        yield new ColumnType(
            value.kind == Kind.VARIANT ? Kind.OTHER : Kind.MAP,
            "MAP<" + of(type.path("keyType")).text + ", " + value.text + ">",
            Map.of());
      }
      case "struct" -> new ColumnType(Kind.STRUCT, "STRUCT", fieldsOf(type));
      default -> new ColumnType(Kind.OTHER, "of an unknown type", Map.of());
    };
  }

  private static ColumnType simple(String type) {
    String text = type.toUpperCase(Locale.ROOT);
    return switch (text.split("[\\s(]", 2)[0]) {
      case "STRING", "VARCHAR", "CHAR" -> new ColumnType(Kind.TEXT, text, Map.of());
      case "LONG" -> new ColumnType(Kind.NUMBER, "BIGINT", Map.of());
      case "INTEGER" -> new ColumnType(Kind.NUMBER, "INT", Map.of());
      case "SHORT" -> new ColumnType(Kind.NUMBER, "SMALLINT", Map.of());
      case "BYTE" -> new ColumnType(Kind.NUMBER, "TINYINT", Map.of());
      case "DECIMAL", "FLOAT", "DOUBLE" -> new ColumnType(Kind.NUMBER, text, Map.of());
      case "BOOLEAN" -> new ColumnType(Kind.BOOLEAN, text, Map.of());
      case "DATE" -> new ColumnType(Kind.DATE, text, Map.of());
      case "TIMESTAMP", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ" ->
          new ColumnType(Kind.TIMESTAMP, text, Map.of());
      case "VARIANT" -> new ColumnType(Kind.VARIANT, text, Map.of());
      default -> new ColumnType(Kind.OTHER, text, Map.of());
    };
  }
}
