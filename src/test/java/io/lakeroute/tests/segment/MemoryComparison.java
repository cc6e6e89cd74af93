// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.segment.Operator;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The truth table of the definitions; immutable.
 *
 * @param kind of the values
 * @param wallClock of times without a zone
 */
record MemoryComparison(Kind kind, MemoryTime time, ZoneId wallClock) {

  private static final MemoryOrder ORDER = new MemoryOrder();

  /** Whether a comparison of a value, which may be null, is true. */
  boolean holds(Operator operator, Object value, JsonNode wanted) {
    if (operator.test() == Operator.Test.NULL) {
      return (value == null) != operator.negated();
    }
    if (value == null) {
      return operator.negated() && !operator.strict();
    }
    return matches(operator.test(), MemoryTime.ofColumn(value), wanted) != operator.negated();
  }

  private boolean matches(Operator.Test test, Object value, JsonNode wanted) {
    return switch (test) {
      case EQUAL -> compare(value, wanted) == 0;
      case LESS -> compare(value, wanted) < 0;
      case AT_MOST -> compare(value, wanted) <= 0;
      case GREATER -> compare(value, wanted) > 0;
      case AT_LEAST -> compare(value, wanted) >= 0;
      case BETWEEN -> compare(value, wanted.get(0)) >= 0 && compare(value, wanted.get(1)) <= 0;
      case IN ->
          StreamSupport.stream(wanted.spliterator(), false)
              .anyMatch(each -> compare(value, each) == 0);
      case CONTAINS ->
          value instanceof List<?> list
              ? list.contains(read(wanted))
              : ((String) value).contains(wanted.textValue());
      case BEGINS_WITH -> ((String) value).startsWith(wanted.textValue());
      case ENDS_WITH -> ((String) value).endsWith(wanted.textValue());
      case NULL -> throw new IllegalStateException();
    };
  }

  private int compare(Object value, JsonNode wanted) {
    return ORDER.compare(value, read(wanted));
  }

  private Object read(JsonNode json) {
    return switch (kind.element()) {
      case TEXT -> json.textValue();
      case SMALL, BIG -> new BigDecimal(json.asText()).longValueExact();
      case MONEY -> new BigDecimal(json.asText());
      case TWICE -> Double.parseDouble(json.asText());
      case SINGLE -> (float) Double.parseDouble(json.asText());
      case FLAG -> Boolean.parseBoolean(json.asText());
      case DAY, AT, WALL -> time.read(json, kind, wallClock);
      case WORDS, NUMBERS -> throw new IllegalStateException();
    };
  }
}
