// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Works out which columns rows become that are exported: from a list of columns, from the schema of
 * a run, or from the rows themselves. Stateless.
 */
public final class ExportColumns {

  private static final JsonMapper JSON = new JsonMapper();

  /** What becomes a STRING: texts, JSON, and what no row has a value of. */
  private static final Set<String> TEXTS = Set.of("STRING", "JSON", "");

  private ExportColumns() {}

  /**
   * Reads {@code id BIGINT, `first name` STRING, tags ARRAY<STRING>}.
   *
   * @throws DatabricksException CONFIGURATION when it is no list of columns
   */
  public static List<TargetColumn> declared(String list) {
    List<TargetColumn> columns = new ArrayList<>();
    for (String column : new ColumnList(list).split()) {
      Map.Entry<String, String> parts = ColumnList.nameAndType(column);
      columns.add(column(parts.getKey(), ColumnTypeReader.ofSql(parts.getValue())));
    }
    return distinct(columns);
  }

  /**
   * Reads the header CamelDatabricksSchema: Spark's StructType as JSON.
   *
   * @throws DatabricksException INVALID when it is none
   */
  public static List<TargetColumn> ofSchema(String json) {
    List<TargetColumn> columns = new ArrayList<>();
    try {
      for (JsonNode field : JSON.readTree(json).path("fields")) {
        ColumnType type =
            ColumnTypeReader.read(field.toString(), field.path("type").asText("this type"));
        columns.add(column(field.path("name").asText(), type.writable() ? type : text()));
      }
    } catch (JsonProcessingException e) {
      throw BodyReader.invalid("The header CamelDatabricksSchema holds no schema.");
    }
    return distinct(columns);
  }

  /**
   * Looks at rows.
   *
   * @param known types of columns whose type is settled, such as those of the target
   * @throws DatabricksException INVALID when the values of a field are of types that do not go
   *     together
   */
  public static List<TargetColumn> ofRows(
      List<Map<String, Object>> rows, Function<String, Optional<ColumnType>> known) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Map<String, Object> row : rows) {
      row.forEach(
          (name, value) ->
              types.merge(
                  name,
                  known.apply(name).isPresent() ? "" : type(value),
                  (a, b) -> common(name, a, b)));
    }
    List<TargetColumn> columns = new ArrayList<>();
    types.forEach(
        (name, type) ->
            columns.add(
                column(
                    name,
                    known
                        .apply(name)
                        .orElseGet(
                            () -> TEXTS.contains(type) ? text() : ColumnTypeReader.ofSql(type)))));
    return distinct(columns);
  }

  /** Columns whose names differ in nothing but case cannot be told apart in SQL. */
  public static List<TargetColumn> distinct(List<TargetColumn> columns) {
    Map<String, String> names = new TreeMap<>();
    for (TargetColumn column : columns) {
      String other = names.put(column.name().toLowerCase(Locale.ROOT), column.name());
      if (other != null) {
        throw new DatabricksException(
            Reason.INVALID,
            other.equals(column.name())
                ? "There are two columns named '" + other + "'. Give one of them another name."
                : "The columns '%s' and '%s' differ in case only, so that a table cannot have both. Give one of them another name."
                    .formatted(other, column.name()));
      }
    }
    return List.copyOf(columns);
  }

  private static TargetColumn column(String name, ColumnType type) {
    return new TargetColumn(name, type.sql().equals("STRING") ? text() : type, true);
  }

  private static ColumnType text() {
    return TextTypes.stringOrJson();
  }

  /** The SQL type of a value; empty for null. */
  private static String type(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return "BIGINT";
    }
    if (value instanceof BigDecimal) {
      return "DECIMAL(38,18)";
    }
    if (value instanceof BigInteger) {
      return "DECIMAL(38,0)";
    }
    if (value instanceof Double || value instanceof Float) {
      return "DOUBLE";
    }
    if (value instanceof Boolean) {
      return "BOOLEAN";
    }
    if (value instanceof Instant
        || value instanceof OffsetDateTime
        || value instanceof Timestamp
        || value instanceof ZonedDateTime) {
      return "TIMESTAMP";
    }
    if (value instanceof LocalDateTime) {
      return "TIMESTAMP_NTZ";
    }
    if (value instanceof LocalDate || value instanceof Date) {
      return "DATE";
    }
    if (value instanceof java.util.Date) {
      return "TIMESTAMP";
    }
    if (value instanceof byte[] || value instanceof ByteBuffer) {
      return "BINARY";
    }
    return value instanceof Collection || value instanceof Map ? "JSON" : "STRING";
  }

  private static String common(String name, String one, String other) {
    if (one.isEmpty() || one.equals(other)) {
      return other;
    }
    if (other.isEmpty()) {
      return one;
    }
    List<String> both = List.of(one, other);
    if (both.contains("BIGINT")) {
      String wider = one.equals("BIGINT") ? other : one;
      if (wider.startsWith("DECIMAL")) {
        return wider;
      }
    }
    throw BodyReader.invalid(
        "The field '%s' holds a %s in one row and a %s in another. Declare its type in the option columns."
            .formatted(name, one, other));
  }
}
