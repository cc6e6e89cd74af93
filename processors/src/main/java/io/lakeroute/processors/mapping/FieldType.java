package io.lakeroute.processors.mapping;

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
import java.util.function.Function;
import java.util.regex.Pattern;

/** A type that a field of a mapping asks for; converts only what loses nothing. Immutable. */
public enum FieldType {
  STRING(FieldType::toText),
  INTEGER(value -> toDecimal(value).flatMap(FieldType::toLong)),
  DECIMAL(FieldType::toDecimal),
  DOUBLE(FieldType::toDouble),
  BOOLEAN(FieldType::toBoolean),
  DATE(FieldType::toDate),
  TIMESTAMP(FieldType::toTimestamp);

  /** No exponents: a short text could stand for a number of any length. */
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,60}(\\.\\d{1,60})?");

  private final Function<Object, Optional<?>> conversion;

  FieldType(Function<Object, Optional<?>> conversion) {
    this.conversion = conversion;
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

  /**
   * The value in this type: {@code String}, {@code Long}, {@code BigDecimal}, {@code Double},
   * {@code Boolean}, {@code LocalDate} or {@code Instant}; empty when it cannot be without loss.
   */
  Optional<Object> convert(Object value) {
    return conversion.apply(value).map(Object.class::cast);
  }

  /** What a value of a row is, for messages, which never show the value. */
  static String describe(Object value) {
    if (value instanceof String) {
      return "text";
    } else if (value instanceof Number) {
      return "number";
    } else if (value instanceof Boolean) {
      return "boolean";
    } else if (value instanceof LocalDate) {
      return "date";
    } else if (value instanceof Instant || value instanceof LocalDateTime) {
      return "timestamp";
    } else if (value instanceof byte[]) {
      return "binary";
    } else if (value instanceof List) {
      return "array";
    }
    return value instanceof Map ? "struct or map" : "value";
  }

  private static Optional<String> toText(Object value) {
    if (value instanceof BigDecimal number) {
      return Optional.of(number.toPlainString());
    }
    return value instanceof byte[] || value instanceof List || value instanceof Map
        ? Optional.empty()
        : Optional.of(value.toString());
  }

  private static Optional<BigDecimal> toDecimal(Object value) {
    if (value instanceof BigDecimal number) {
      return Optional.of(number);
    } else if (value instanceof Long number) {
      return Optional.of(BigDecimal.valueOf(number));
    } else if (value instanceof Double number) {
      return Double.isFinite(number) ? Optional.of(BigDecimal.valueOf(number)) : Optional.empty();
    }
    return value instanceof String text && NUMBER.matcher(text).matches()
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

  private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
