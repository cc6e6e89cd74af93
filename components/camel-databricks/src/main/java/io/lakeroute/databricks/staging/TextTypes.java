// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeroute.databricks.result.JsonText;
import io.lakeroute.databricks.result.PlainDecimal;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Types of texts, bytes and JSON. Stateless. */
public final class TextTypes {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private TextTypes() {}

  public static ColumnType string() {
    return new Scalar("STRING", TextTypes::string, Scalar.Form.STRING, text -> text);
  }

  /** A STRING that takes lists and maps, too, as JSON. */
  static ColumnType stringOrJson() {
    return new Scalar(
        "STRING",
        value -> {
          if (value instanceof Collection<?> values) {
            return json(new ArrayList<>(values));
          }
          return value instanceof Map ? json(value) : string(value);
        },
        Scalar.Form.STRING,
        text -> text);
  }

  private static String json(Object value) throws Misfit {
    try {
      return JsonText.of(value);
    } catch (ArithmeticException e) {
      throw Misfit.because("holds a number that " + e.getMessage());
    }
  }

  /** CHAR and VARCHAR; the table itself checks them again. */
  public static ColumnType string(String sql, int longest) {
    return new Scalar(
        sql,
        value -> {
          String text = string(value);
          if (text.codePointCount(0, text.length()) > longest) {
            throw Misfit.because("is longer than " + longest + " characters");
          }
          return text;
        },
        Scalar.Form.STRING,
        text -> text);
  }

  /** Base64, as JSON has no bytes. */
  public static ColumnType binary() {
    return new Scalar(
        "BINARY", TextTypes::base64, Scalar.Form.STRING, text -> "unbase64(" + text + ")");
  }

  static ColumnType variant() {
    return new Scalar(
        "VARIANT", TextTypes::variant, Scalar.Form.JSON, text -> "parse_json(" + text + ")");
  }

  /** Texts, and what has one text only. */
  private static String string(Object value) throws Misfit {
    if (value instanceof CharSequence
        || value instanceof Character
        || value instanceof UUID
        || value instanceof Enum<?>) {
      return wellFormed(value.toString());
    }
    if (value instanceof BigDecimal number) {
      try {
        return PlainDecimal.text(number);
      } catch (ArithmeticException e) {
        throw Misfit.because("is a number that " + e.getMessage());
      }
    }
    if (value instanceof Number
        || value instanceof Boolean
        || value instanceof Instant
        || value instanceof LocalDateTime
        || value instanceof LocalDate) {
      return value.toString();
    }
    throw Misfit.ofClass(value, "text");
  }

  private static String wellFormed(String text) throws Misfit {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isHighSurrogate(text.charAt(i))
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw Misfit.because("holds half of a surrogate pair");
        }
        i++;
      }
    }
    return text;
  }

  private static String base64(Object value) throws Misfit {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof CharSequence text) {
      try {
        return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text.toString()));
      } catch (IllegalArgumentException e) {
        throw Misfit.because("is a text that is no Base64");
      }
    }
    throw Misfit.ofClass(value, "BINARY");
  }

  /** A text is JSON already, as a query returns it. */
  private static String variant(Object value) throws Misfit {
    try {
      if (value instanceof CharSequence text) {
        return JSON.writeValueAsString(JSON.readTree(text.toString()));
      }
      if (value instanceof Map
          || value instanceof List
          || value instanceof Number
          || value instanceof Boolean) {
        return JSON.writeValueAsString(value);
      }
    } catch (JsonProcessingException e) {
      throw Misfit.because(
          value instanceof CharSequence
              ? "is a text that is no JSON"
              : "cannot be written as JSON");
    }
    throw Misfit.ofClass(value, "VARIANT");
  }
}
