// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of rows as JSON has them: texts, numbers, truth values, lists and objects; stateless. */
final class PlainValue {

  private static final int DEEPEST = 64;
  private static final Object NULL = new Object();

  private PlainValue() {}

  /** The value, which JSON shows in full; empty for a value that JSON would alter. */
  static Optional<Object> of(Object value) {
    return of(value, 0).filter(plain -> plain != NULL);
  }

  private static Optional<Object> of(Object value, int depth) {
    if (value == null) {
      return Optional.of(NULL);
    } else if (value instanceof String text) {
      return Optional.<Object>of(text).filter(each -> isText(text));
    } else if (value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof BigDecimal
        || value instanceof BigInteger) {
      return Optional.of(value);
    } else if (value instanceof Short || value instanceof Byte) {
      return Optional.of(((Number) value).intValue());
    } else if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue())
          ? Optional.of(new BigDecimal(value.toString()))
          : Optional.empty();
    } else if (value instanceof LocalDateTime local) {
      return Optional.of(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local));
    } else if (value instanceof Instant || value instanceof LocalDate) {
      return Optional.of(value.toString());
    } else if (depth < DEEPEST && value instanceof Collection<?> values) {
      return list(values, depth);
    } else if (depth < DEEPEST && value instanceof Map<?, ?> fields) {
      return object(fields, depth);
    }
    return Optional.empty();
  }

  private static Optional<Object> list(Collection<?> values, int depth) {
    List<Object> plain = new ArrayList<>();
    for (Object each : values) {
      Optional<Object> element = of(each, depth + 1);
      if (element.isEmpty()) {
        return Optional.empty();
      }
      plain.add(element.get() == NULL ? null : element.get());
    }
    return Optional.of(plain);
  }

  private static Optional<Object> object(Map<?, ?> fields, int depth) {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (Map.Entry<?, ?> each : fields.entrySet()) {
      Optional<Object> value = of(each.getValue(), depth + 1);
      if (value.isEmpty() || !(each.getKey() instanceof String name) || !isText(name)) {
        return Optional.empty();
      }
      plain.put(name, value.get() == NULL ? null : value.get());
    }
    return Optional.of(plain);
  }

  /** The text of a plain value; empty for lists and objects. */
  static Optional<String> text(Object plain) {
    if (plain instanceof BigDecimal number) {
      return Optional.of(number.toPlainString());
    }
    return plain instanceof Collection || plain instanceof Map
        ? Optional.empty()
        : Optional.of(plain.toString());
  }

  /** Whether UTF-8 can hold it: half of a surrogate pair would become a question mark. */
  private static boolean isText(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
