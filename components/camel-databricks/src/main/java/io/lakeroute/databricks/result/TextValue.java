// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that come as text, as in results in JSON: their types say how to read them. ARRAY, MAP and
 * STRUCT are JSON. Stateless.
 *
 * <p>What is not written as its type is written is an error, never another value.
 */
public final class TextValue {

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readerFor(Object.class);

  private TextValue() {}

  /**
   * The value of a column.
   *
   * @param raw text, or a number, boolean or bytes where the result has these itself; null for NULL
   * @throws DatabricksException INVALID when it cannot be read as that type
   */
  public static Object of(Object raw, SqlType type) {
    if (raw == null) {
      return null;
    }
    try {
      return type.nested() ? typed(JSON.readValue(raw.toString()), type) : typed(raw, type);
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      // Its text and those of its causes show the value.
      throw unreadable(type);
    }
  }

  private static Object typed(Object json, SqlType type) {
    if (json == null) {
      return null;
    }
    if (type instanceof SqlType.ArrayOf array && json instanceof List<?> list) {
      List<Object> values = new ArrayList<>(list.size());
      list.forEach(element -> values.add(typed(element, array.element())));
      return values;
    }
    if (type instanceof SqlType.MapOf map && json instanceof Map<?, ?> entries) {
      Map<String, Object> values = new LinkedHashMap<>();
      entries.forEach(
          (key, value) ->
              values.put(ValueText.of(typed(key, map.key())), typed(value, map.value())));
      return values;
    }
    if (type instanceof SqlType.StructOf struct && json instanceof Map<?, ?> fields) {
      Map<String, Object> values = new LinkedHashMap<>();
      struct
          .fields()
          .forEach(
              field -> values.put(field.name(), typed(fields.get(field.name()), field.type())));
      return values;
    }
    if (type instanceof SqlType.Simple simple && !type.nested()) {
      return simple(json, simple.name());
    }
    throw new IllegalArgumentException();
  }

  private static Object simple(Object json, String type) {
    return switch (type) {
      case "TINYINT", "BYTE", "SMALLINT", "SHORT", "INT", "INTEGER", "BIGINT", "LONG" ->
          Long.valueOf(json.toString());
      case "FLOAT", "REAL", "DOUBLE" -> Double.valueOf(json.toString());
      case "DECIMAL" -> new BigDecimal(json.toString());
      case "BOOLEAN" -> flag(json.toString());
      case "BINARY" ->
          json instanceof byte[] bytes ? bytes : Base64.getDecoder().decode(json.toString());
      case "DATE" -> LocalDate.parse(json.toString());
      case "TIMESTAMP" -> instant(iso(json));
      case "TIMESTAMP_NTZ" -> LocalDateTime.parse(iso(json));
      default -> json instanceof String text ? text : JsonText.of(json);
    };
  }

  private static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException();
    }
    return text.equals("true");
  }

  /** Some results have a blank between day and time. */
  private static String iso(Object moment) {
    return moment.toString().replace(' ', 'T');
  }

  /** Without an offset it is the clock of the session, which is in UTC. */
  private static Instant instant(String text) {
    boolean local = text.matches("[^T]+T[^Z+-]+");
    return local
        ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
        : OffsetDateTime.parse(text).toInstant();
  }

  private static DatabricksException unreadable(SqlType type) {
    String name = type instanceof SqlType.Simple simple ? simple.name() : "ARRAY, MAP or STRUCT";
    return new DatabricksException(
        Reason.INVALID,
        "A value of the type "
            + name
            + " came in a form that cannot be read. Cast the column to STRING in the statement.");
  }
}
