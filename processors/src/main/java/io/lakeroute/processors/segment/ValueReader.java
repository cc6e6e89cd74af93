// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.definition.Node;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Reads values as the type of what they are compared with. Immutable.
 *
 * @param zone of the segment's calendar; empty if nobody named one
 */
record ValueReader(Optional<ZoneId> zone) {

  private static final int LONGEST_NUMBER = 100;
  private static final int MOST_DIGITS = 38;

  /** More than a DOUBLE has before or after its point. */
  private static final int MOST_ZEROS = 400;

  /**
   * A value.
   *
   * @param wallClock of columns without a zone
   * @throws DefinitionException when the type has no such value; it does not show it
   */
  BoundValue read(Node node, DataType type, ZoneId wallClock) {
    JsonNode json = node.json();
    return switch (type.kind()) {
      case TEXT, COLLATED_TEXT -> new BoundValue.Constant(text(node));
      case INTEGER -> new BoundValue.Constant(whole(node));
      case DECIMAL -> new BoundValue.Constant(decimal(node, type));
      case FLOATING -> new BoundValue.Constant(floating(node));
      case BOOLEAN -> new BoundValue.Constant(truth(node));
      case DATE ->
          day(json)
              .<BoundValue>map(BoundValue.Constant::new)
              .orElseGet(() -> time(node, type, wallClock));
      case TIMESTAMP_NTZ ->
          local(json)
              .<BoundValue>map(BoundValue.Constant::new)
              .orElseGet(() -> time(node, type, wallClock));
      case TIMESTAMP -> time(node, type, wallClock);
      case VARIANT, OTHER -> throw node.wrong("has no value of type " + type.text());
    };
  }

  private BoundValue time(Node node, DataType type, ZoneId wallClock) {
    Moment moment = Moment.read(node);
    return new BoundValue.Time(
        moment, zoneOf(node.path(), moment.needsZone()), wallClock, type.kind());
  }

  /** The zone, which has to be known where it matters. */
  ZoneId zoneOf(String path, boolean needed) {
    if (needed && zone.isEmpty()) {
      throw new DefinitionException(
          path, "needs a time zone; set zone in the model or in the segment");
    }
    return zone.orElse(ZoneOffset.UTC);
  }

  private static String text(Node node) {
    if (!node.json().isTextual()) {
      throw node.wrong("must be a text, as the column is");
    }
    String text = node.json().textValue();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw node.wrong("has half of a surrogate pair, which is no character");
    }
    return text;
  }

  private static Long whole(Node node) {
    JsonNode json = node.json();
    if (json.isIntegralNumber() && json.canConvertToLong()) {
      return json.longValue();
    }
    if (json.isTextual() && json.textValue().matches("-?[0-9]{1,19}")) {
      try {
        return Long.valueOf(json.textValue());
      } catch (NumberFormatException e) {
        throw node.wrong("must be a whole number of 64 bits");
      }
    }
    throw node.wrong("must be a whole number of 64 bits");
  }

  private static BigDecimal decimal(Node node, DataType type) {
    BigDecimal number = number(node, type);
    if (number.scale() > MOST_DIGITS || number.precision() - number.scale() > MOST_DIGITS) {
      throw node.wrong("has more than 38 digits before or after the point");
    }
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  private static Double floating(Node node) {
    double number = number(node, DataType.DOUBLE).doubleValue();
    if (Double.isInfinite(number)) {
      throw node.wrong("is too large for a DOUBLE");
    }
    return number;
  }

  private static BigDecimal number(Node node, DataType type) {
    JsonNode json = node.json();
    if (json.isNumber()) {
      BigDecimal number = json.decimalValue();
      if (Math.abs((long) number.scale()) > MOST_ZEROS) {
        throw node.wrong("has an exponent that no column holds");
      }
      return number;
    }
    if (json.isTextual()
        && json.textValue().length() <= LONGEST_NUMBER
        && json.textValue().matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")) {
      return new BigDecimal(json.textValue());
    }
    throw node.wrong("must be a number, as the column of type " + type.text() + " has");
  }

  private static Boolean truth(Node node) {
    if (node.json().isBoolean()) {
      return node.json().booleanValue();
    }
    String text = node.json().isTextual() ? node.json().textValue() : "";
    if (!text.equals("true") && !text.equals("false")) {
      throw node.wrong("must be true or false");
    }
    return Boolean.valueOf(text);
  }

  private static Optional<LocalDate> day(JsonNode json) {
    try {
      return json.isTextual() && json.textValue().length() == 10
          ? Optional.of(LocalDate.parse(json.textValue()))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<LocalDateTime> local(JsonNode json) {
    try {
      return json.isTextual()
          ? Optional.of(LocalDateTime.parse(json.textValue()).truncatedTo(ChronoUnit.MICROS))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
