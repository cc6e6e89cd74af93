// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import io.lakeroute.processors.json.JsonValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of rows in the forms that {@link JsonValues} writes; stateless. */
final class FileValue {

  /** Digits before or behind the point; the writer of JSON has the same limit. */
  private static final int MOST_DIGITS = 9_999;

  private FileValue() {}

  /** Why a value has no text that reads back as the same. */
  static final class NoText extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason the end of a sentence whose subject is a column
     */
    NoText(String reason) {
      super(reason);
    }
  }

  /**
   * The same value, of a type that {@link JsonValues} writes.
   *
   * @param value null for NULL
   */
  static Object of(Object value) throws NoText {
    if (value instanceof String text) {
      return wellFormed(text);
    }
    if (value == null
        || value instanceof Long
        || value instanceof Integer
        || value instanceof Double
        || value instanceof Boolean
        || value instanceof Instant
        || value instanceof LocalDateTime
        || value instanceof LocalDate
        || value instanceof byte[]) {
      return value;
    }
    if (value instanceof BigDecimal decimal) {
      return writable(decimal);
    }
    if (value instanceof BigInteger integer) {
      return writable(new BigDecimal(integer));
    }
    if (value instanceof Short || value instanceof Byte) {
      return ((Number) value).intValue();
    }
    if (value instanceof Float real) {
      return Double.valueOf(real.toString()); // The same text, not the same bits with more digits.
    }
    if (value instanceof Collection<?> values) {
      return list(values);
    }
    if (value instanceof Map<?, ?> fields) {
      return map(fields);
    }
    throw new NoText("has a value of " + value.getClass().getName() + ", which has no form there");
  }

  /** The text of a value that {@link #of} returned, without quotes; empty for NULL. */
  static Optional<String> text(Object value) {
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    if (value instanceof byte[] bytes) {
      return Optional.of(Base64.getEncoder().encodeToString(bytes));
    }
    String json = JsonValues.text(value);
    // Only texts without escapes are left: times, NaN and infinities.
    return Optional.of(json.startsWith("\"") ? json.substring(1, json.length() - 1) : json);
  }

  private static BigDecimal writable(BigDecimal decimal) throws NoText {
    if (Math.abs((long) decimal.scale()) > MOST_DIGITS) {
      throw new NoText("has a number of more than " + MOST_DIGITS + " digits");
    }
    return decimal;
  }

  /** Half of a surrogate pair has no bytes in UTF-8, and would become a question mark. */
  private static String wellFormed(String text) throws NoText {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          throw new NoText("has a text with half of a surrogate pair, which is not Unicode");
        }
        i++;
      }
    }
    return text;
  }

  private static List<Object> list(Collection<?> values) throws NoText {
    List<Object> list = new ArrayList<>(values.size());
    for (Object each : values) {
      list.add(of(each));
    }
    return list;
  }

  private static Map<String, Object> map(Map<?, ?> fields) throws NoText {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Map.Entry<?, ?> each : fields.entrySet()) {
      String name = wellFormed(text(of(each.getKey())).orElse("null"));
      if (map.containsKey(name)) {
        throw new NoText("has a map with two keys of the same text");
      }
      map.put(name, of(each.getValue()));
    }
    return map;
  }
}
