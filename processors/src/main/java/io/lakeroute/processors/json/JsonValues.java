// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;

/**
 * Writes the values of rows as JSON: decimals exact and plain, times as ISO text, binary as Base64,
 * NaN and infinities (which JSON lacks) as text; stateless.
 */
public final class JsonValues {

  /** The factory whose generators write what this class promises. */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private JsonValues() {}

  /** Writes one value; null becomes JSON's null. */
  public static void write(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Number number) {
      writeNumber(json, number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Instant instant) {
      json.writeString(instant.toString());
    } else if (value instanceof LocalDateTime local) {
      json.writeString(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local));
    } else if (value instanceof LocalDate date) {
      json.writeString(date.toString());
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (value instanceof Collection<?> values) {
      writeArray(json, values);
    } else if (value instanceof Map<?, ?> fields) {
      writeObject(json, fields);
    } else {
      throw new IllegalArgumentException("values of " + value.getClass() + " have no JSON form");
    }
  }

  /** One value as JSON text. */
  public static String text(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes a time as RFC 3339 in UTC; a time without a zone is UTC, a date is its midnight. */
  public static void writeTimestamp(JsonGenerator json, Object value) throws IOException {
    if (value instanceof LocalDateTime local) {
      json.writeString(local.toInstant(ZoneOffset.UTC).toString());
    } else if (value instanceof LocalDate date) {
      json.writeString(date.atStartOfDay().toInstant(ZoneOffset.UTC).toString());
    } else {
      write(json, value);
    }
  }

  /**
   * Writes text that is JSON itself, as VARIANT values are, as the value it stands for.
   *
   * <p>Text that is not JSON is written as a JSON string: an answer is never broken by a value.
   */
  public static void writeJson(JsonGenerator json, String text) throws IOException {
    if (isJson(text)) {
      json.writeRawValue(text);
    } else {
      json.writeString(text);
    }
  }

  private static boolean isJson(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static void writeNumber(JsonGenerator json, Number number) throws IOException {
    if (number instanceof Long value) {
      json.writeNumber(value);
    } else if (number instanceof BigDecimal value) {
      json.writeNumber(value);
    } else if (number instanceof Double value) {
      json.writeNumber(value);
    } else if (number instanceof Integer value) {
      json.writeNumber(value);
    } else {
      throw new IllegalArgumentException("numbers of " + number.getClass() + " are no row values");
    }
  }

  private static void writeArray(JsonGenerator json, Collection<?> values) throws IOException {
    json.writeStartArray();
    for (Object each : values) {
      write(json, each);
    }
    json.writeEndArray();
  }

  private static void writeObject(JsonGenerator json, Map<?, ?> fields) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> each : fields.entrySet()) {
      json.writeFieldName(String.valueOf(each.getKey()));
      write(json, each.getValue());
    }
    json.writeEndObject();
  }
}
