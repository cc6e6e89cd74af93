package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the JSON text of an ARRAY, MAP or STRUCT into lists and maps whose values have the types of
 * their own. Stateless.
 *
 * <p>JSON does not tell a date from a number: the driver writes days since 1970 for DATE,
 * microseconds for TIMESTAMP, an array of parts for TIMESTAMP_NTZ, leaves the keys of maps
 * unquoted, and writes maps inside of structs as a list of their entries.
 */
public final class NestedValue {

  private static final int MICROS_PER_SECOND = 1_000_000;

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build()
          .readerFor(Object.class);

  private NestedValue() {}

  /** Lists and maps, or the text itself where it is not JSON after all. */
  public static Object parse(String text, SqlType type) {
    try {
      return typed(JSON.readValue(text), type);
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  private static Object typed(Object json, SqlType type) {
    if (type instanceof SqlType.ArrayOf array && json instanceof List<?> list) {
      List<Object> values = new ArrayList<>(list.size());
      list.forEach(element -> values.add(typed(element, array.element())));
      return values;
    }
    if (type instanceof SqlType.MapOf map && json instanceof Map<?, ?> entries) {
      Map<String, Object> values = new LinkedHashMap<>();
      entries.forEach((key, value) -> values.put(key(key, map.key()), typed(value, map.value())));
      return values;
    }
    if (type instanceof SqlType.MapOf map && json instanceof List<?> entries) {
      Map<String, Object> values = new LinkedHashMap<>();
      entries.forEach(
          entry -> {
            Map<?, ?> pair = (Map<?, ?>) entry;
            values.put(key(pair.get("key"), map.key()), typed(pair.get("value"), map.value()));
          });
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
    return type instanceof SqlType.Simple simple ? simple(json, simple) : untyped(json);
  }

  /** What no type is known of; a whole number is a Long wherever it fits. */
  private static Object untyped(Object json) {
    if (json instanceof Integer number) {
      return number.longValue();
    }
    if (json instanceof List<?> list) {
      List<Object> values = new ArrayList<>(list.size());
      list.forEach(element -> values.add(untyped(element)));
      return values;
    }
    if (json instanceof Map<?, ?> map) {
      Map<String, Object> values = new LinkedHashMap<>();
      map.forEach((key, value) -> values.put(String.valueOf(key), untyped(value)));
      return values;
    }
    return json instanceof BigInteger number ? new BigDecimal(number) : json;
  }

  /** As the keys of maps are written everywhere; they come as text whatever their type. */
  private static String key(Object json, SqlType type) {
    String text = String.valueOf(json);
    boolean number = text.matches("-?\\d{1,18}");
    return ValueText.of(typed(number ? Long.valueOf(text) : text, type));
  }

  private static Object simple(Object json, SqlType.Simple type) {
    if (json == null) {
      return null;
    }
    try {
      return switch (type.name()) {
        case "FLOAT", "DOUBLE" -> Double.valueOf(json.toString());
        case "DECIMAL" -> decimal(new BigDecimal(json.toString()), type.precision());
        case "DATE" ->
            json instanceof Number days
                ? LocalDate.ofEpochDay(days.longValue())
                : LocalDate.parse(json.toString());
        case "TIMESTAMP" ->
            json instanceof Number micros
                ? wallClock(micros.longValue()).toInstant(ZoneOffset.UTC)
                : Instant.parse(json.toString());
        case "TIMESTAMP_NTZ" -> dateTime(json);
        case "BINARY" -> Base64.getDecoder().decode(json.toString());
        case "STRING", "VARCHAR", "CHAR" -> json.toString();
        default -> untyped(json);
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      return json; // Written in another way than any that is known.
    }
  }

  /** The driver drops zeros at the end. */
  private static BigDecimal decimal(BigDecimal number, String precision) {
    int comma = precision.indexOf(',');
    int scale =
        comma < 0 ? 0 : Integer.parseInt(precision.substring(comma + 1, precision.length() - 1));
    return number.scale() < scale ? number.setScale(scale) : number;
  }

  private static LocalDateTime dateTime(Object json) {
    if (json instanceof Number micros) {
      return wallClock(micros.longValue());
    }
    if (json instanceof List<?> parts && parts.size() >= 5) {
      int[] part = new int[7];
      for (int i = 0; i < parts.size() && i < part.length; i++) {
        part[i] = ((Number) parts.get(i)).intValue();
      }
      return LocalDateTime.of(part[0], part[1], part[2], part[3], part[4], part[5], part[6]);
    }
    return LocalDateTime.parse(json.toString());
  }

  private static LocalDateTime wallClock(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        Math.floorMod(micros, MICROS_PER_SECOND) * 1_000,
        ZoneOffset.UTC);
  }
}
