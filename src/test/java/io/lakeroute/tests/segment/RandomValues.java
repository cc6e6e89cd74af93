// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Draws the values that rules compare with, in every form that the reader takes. For one thread.
 */
final class RandomValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> RANGES = Set.of("between", "notBetween", "strict:notBetween");
  private static final Set<String> LISTS = Set.of("in", "notIn", "strict:notIn");
  private static final List<String> UNITS = List.of("hour", "day", "week", "month", "year");
  private static final List<Integer> OFFSETS = List.of(0, 60, -300, 330, 630);

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  /** Gives a rule an operator and what it compares with. */
  void compare(ObjectNode rule, String operator, Kind kind) {
    Kind element = kind.element();
    compare(
        rule,
        operator,
        () -> value(element, operator),
        () -> element.time() ? times(element) : sorted(element));
  }

  /** The same for a result that need not be a value of a column, such as a sum. */
  void compare(ObjectNode rule, String operator, Supplier<BigDecimal> number) {
    compare(
        rule,
        operator,
        () -> number(number.get()),
        () -> Stream.of(number.get(), number.get()).sorted().map(this::number).toList());
  }

  private void compare(
      ObjectNode rule, String operator, Supplier<JsonNode> one, Supplier<List<JsonNode>> range) {
    rule.put("operator", operator);
    if (operator.equals("null") || operator.equals("notNull")) {
      if (random.nextInt(3) == 0) {
        rule.put("value", "zq, left by a form");
      }
    } else if (RANGES.contains(operator)) {
      rule.set("value", array(range.get().stream()));
    } else if (LISTS.contains(operator)) {
      rule.set("value", array(Stream.generate(one).limit(length())));
    } else {
      rule.set("value", one.get());
    }
  }

  /** Long lists travel otherwise than short ones, and hold values twice. */
  private int length() {
    int length = random.nextInt(10);
    return length < 5 ? 1 + random.nextInt(3) : length < 7 ? 3 + random.nextInt(12) : 51 + length;
  }

  private static ArrayNode array(Stream<JsonNode> values) {
    ArrayNode array = JSON.arrayNode();
    values.forEach(array::add);
    return array;
  }

  private JsonNode value(Kind kind, String operator) {
    boolean ordered = operator.startsWith("<") || operator.startsWith(">");
    return switch (kind) {
      case TEXT -> JSON.textNode(operator.matches(".*(With|ontains?)") ? part() : text());
      case FLAG ->
          random.nextInt(4) == 0
              ? JSON.textNode(String.valueOf(random.nextBoolean()))
              : JSON.booleanNode(random.nextBoolean());
      case DAY, AT, WALL -> ordered && random.nextBoolean() ? ago() : fixed(kind, ordered);
      default -> number(near(kind));
    };
  }

  private String text() {
    return (String) Pools.draw(random, Kind.TEXT);
  }

  /** The beginning, the end or all of a text, or what would match as a pattern. */
  private String part() {
    if (random.nextInt(3) == 0) {
      return Pools.pick(random, Pools.PARTS);
    }
    String text = text();
    int length = text.codePointCount(0, text.length());
    int part = Math.min(3, length);
    return switch (random.nextInt(3)) {
      case 0 -> text;
      case 1 -> text.substring(0, text.offsetByCodePoints(0, part));
      default -> text.substring(text.offsetByCodePoints(0, length - part));
    };
  }

  /** A number of the pool, or one right beside it. */
  private BigDecimal near(Kind kind) {
    BigDecimal number = new BigDecimal(Pools.draw(random, kind).toString());
    return switch (random.nextInt(6)) {
      case 0 -> number.add(BigDecimal.ONE);
      case 1 -> kind == Kind.MONEY ? number.add(new BigDecimal("0.005")) : number;
      default -> number;
    };
  }

  private JsonNode number(BigDecimal number) {
    if (random.nextInt(5) == 0) {
      return JSON.textNode(number.toPlainString());
    }
    BigDecimal plain = number.stripTrailingZeros();
    return plain.scale() <= 0
        ? JSON.numberNode(plain.longValueExact())
        : JSON.numberNode(number.doubleValue());
  }

  private List<JsonNode> sorted(Kind kind) {
    if (kind == Kind.TEXT) {
      return Stream.of(text(), text())
          .sorted(new MemoryOrder())
          .<JsonNode>map(JSON::textNode)
          .toList();
    }
    return Stream.of(near(kind), near(kind)).sorted().map(this::number).toList();
  }

  /** Two times of one form, the lower one first. */
  private List<JsonNode> times(Kind kind) {
    int form = random.nextInt(4);
    if (form == 0) {
      String unit = Pools.pick(random, UNITS);
      int later = random.nextInt(20);
      return List.of(ago(later + random.nextInt(60), unit), ago(later, unit));
    }
    if (form == 1) {
      return List.of(JSON.textNode("2025-12-01"), ago(random.nextInt(60), "day"));
    }
    return Stream.generate(
            () -> Pools.draw(random, form == 2 ? Kind.DAY : kind == Kind.DAY ? Kind.AT : kind))
        .limit(2)
        .sorted(new MemoryOrder())
        .map(value -> written(value, ZoneOffset.UTC))
        .toList();
  }

  JsonNode ago() {
    return ago(random.nextInt(8) == 0 ? 90 : random.nextInt(20), Pools.pick(random, UNITS));
  }

  private static JsonNode ago(int count, String unit) {
    return JSON.objectNode().put("ago", count).put("unit", unit);
  }

  /** A time as a date, with an offset, or without. */
  private JsonNode fixed(Kind kind, boolean ordered) {
    int form = random.nextInt(4);
    Kind drawn =
        (kind == Kind.DAY && !ordered) || form == 0
            ? Kind.DAY
            : form == 1 || kind == Kind.DAY ? Kind.AT : kind;
    return written(
        Pools.draw(random, drawn), ZoneOffset.ofTotalSeconds(60 * Pools.pick(random, OFFSETS)));
  }

  /** A time with an offset. */
  JsonNode instant() {
    return written(Pools.draw(random, Kind.AT), ZoneOffset.UTC);
  }

  JsonNode date() {
    return written(Pools.draw(random, Kind.DAY), ZoneOffset.UTC);
  }

  private static JsonNode written(Object time, ZoneOffset offset) {
    return JSON.textNode(
        time instanceof Instant instant
            ? instant.atOffset(offset).toString()
            : time instanceof LocalDate day ? day.toString() : ((LocalDateTime) time).toString());
  }
}
