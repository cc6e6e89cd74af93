// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import io.lakeroute.processors.mapping.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A type that a field of a mapping asks for; converts only what loses nothing. Immutable. */
public enum FieldType {
  STRING(FieldType::toText, Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE, Kind.TIMESTAMP),
  INTEGER(value -> toDecimal(value).flatMap(FieldType::toLong), Kind.NUMBER, Kind.TEXT),
  DECIMAL(FieldType::toDecimal, Kind.NUMBER, Kind.TEXT),
  DOUBLE(FieldType::toDouble, Kind.NUMBER, Kind.TEXT),
  /** An exact number: a decimal, in the words of schemas. */
  NUMBER(FieldType::toDecimal, Kind.NUMBER, Kind.TEXT),
  BOOLEAN(FieldType::toBoolean, Kind.BOOLEAN, Kind.TEXT),
  DATE(FieldType::toDate, Kind.DATE, Kind.TEXT),
  TIMESTAMP(FieldType::toTimestamp, Kind.TIMESTAMP, Kind.DATE, Kind.TEXT),
  /** A timestamp that RFC 3339 can write, also of the texts that Databricks casts to one. */
  DATETIME(FieldType::toDateTime, Kind.TIMESTAMP, Kind.DATE, Kind.TEXT),
  /** Texts in an order, none of them NULL. */
  ARRAY(FieldType::toTexts, Kind.TEXTS);

  /** No exponents: a short text could stand for a number of any length. */
  private static final Pattern DIGITS = Pattern.compile("[+-]?\\d{1,60}(\\.\\d{1,60})?");

  /**
   * That of every DOUBLE; a number of JSON could be longer than memory when it is written plain.
   */
  private static final int LONGEST_SCALE = 1_100;

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final Function<Object, Optional<?>> conversion;
  private final Set<Kind> columns;

  FieldType(Function<Object, Optional<?>> conversion, Kind... columns) {
    this.conversion = conversion;
    this.columns = Set.of(columns);
  }

  /** The type of that name in a mapping file. */
  static Optional<FieldType> of(String name) {
    return Arrays.stream(values()).filter(type -> type.lowerCase().equals(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(FieldType::lowerCase).toList();
  }

  String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether values of such columns can have this type at all. */
  boolean takes(ColumnType column) {
    return columns.contains(column.kind());
  }

  /**
   * The value in this type: {@code String}, {@code Long}, {@code BigDecimal}, {@code Double},
   * {@code Boolean}, {@code LocalDate}, {@code Instant} or a list of texts; empty when it cannot be
   * without loss.
   */
  Optional<Object> convert(Object value) {
    return conversion.apply(value).map(Object.class::cast);
  }

  /** What a value of a row is, for messages, which never show the value. */
  static String describe(Object value) {
    if (value instanceof String) {
      return "a text";
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      return "a number that is not finite";
    } else if (value instanceof Number) {
      return "a number";
    } else if (value instanceof Boolean) {
      return "a boolean";
    } else if (value instanceof LocalDate) {
      return "a date";
    } else if (value instanceof Instant || value instanceof LocalDateTime) {
      return "a timestamp";
    } else if (value instanceof byte[]) {
      return "a binary";
    } else if (value instanceof List) {
      return "an array";
    }
    return value instanceof Map ? "a struct or map" : "a value";
  }

  private static Optional<String> toText(Object value) {
    if (value instanceof BigDecimal) {
      return toDecimal(value).map(BigDecimal::toPlainString);
    }
    return value instanceof byte[] || value instanceof List || value instanceof Map
        ? Optional.empty()
        : Optional.of(value.toString());
  }

  private static Optional<BigDecimal> toDecimal(Object value) {
    if (value instanceof BigDecimal number) {
      return Math.abs(number.scale()) <= LONGEST_SCALE ? Optional.of(number) : Optional.empty();
    } else if (value instanceof Long number) {
      return Optional.of(BigDecimal.valueOf(number));
    } else if (value instanceof Double number) {
      return Double.isFinite(number) ? Optional.of(BigDecimal.valueOf(number)) : Optional.empty();
    }
    return value instanceof String text && DIGITS.matcher(text).matches()
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  private static Optional<Long> toLong(BigDecimal number) {
    try {
      return Optional.of(number.setScale(0, RoundingMode.UNNECESSARY).longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Digits that a binary fraction cannot hold are nobody's loss; those of an integer are. */
  private static Optional<Double> toDouble(Object value) {
    if (value instanceof Double number) {
      return Optional.of(number);
    }
    return toDecimal(value)
        .filter(number -> Double.isFinite(number.doubleValue()))
        .filter(
            number ->
                number.stripTrailingZeros().scale() > 0
                    || new BigDecimal(number.doubleValue()).compareTo(number) == 0)
        .map(BigDecimal::doubleValue);
  }

  private static Optional<Boolean> toBoolean(Object value) {
    if (value instanceof Boolean flag) {
      return Optional.of(flag);
    }
    return value instanceof String text
            && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))
        ? Optional.of(Boolean.valueOf(text))
        : Optional.empty();
  }

  private static Optional<LocalDate> toDate(Object value) {
    if (value instanceof LocalDate date) {
      return Optional.of(date);
    }
    return value instanceof String text ? parsed(text, LocalDate::parse) : Optional.empty();
  }

  /** A wall clock without a zone is UTC, a date its midnight. */
  private static Optional<Instant> toTimestamp(Object value) {
    if (value instanceof Instant instant) {
      return Optional.of(instant);
    } else if (value instanceof LocalDateTime local) {
      return Optional.of(local.toInstant(ZoneOffset.UTC));
    } else if (value instanceof LocalDate date) {
      return Optional.of(date.atStartOfDay().toInstant(ZoneOffset.UTC));
    }
    return value instanceof String text
        ? parsed(text, it -> OffsetDateTime.parse(it).toInstant())
        : Optional.empty();
  }

  private static Optional<Instant> toDateTime(Object value) {
    Optional<Instant> instant =
        value instanceof String text ? DateTimeText.parse(text) : toTimestamp(value);
    return instant.filter(each -> !each.isBefore(FIRST) && !each.isAfter(LAST));
  }

  private static Optional<List<?>> toTexts(Object value) {
    return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)
        ? Optional.of(List.copyOf(list))
        : Optional.empty();
  }

  private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
