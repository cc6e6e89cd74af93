// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a rule compares; immutable.
 *
 * @param test what it asks
 * @param negated whether it asks for the opposite, which NULL fulfils unless strict
 * @param strict whether NULL fulfils not even the opposite
 */
public record Operator(Test test, boolean negated, boolean strict) {

  /** What can be asked of a value. */
  public enum Test {
    EQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST,
    BETWEEN,
    IN,
    CONTAINS,
    BEGINS_WITH,
    ENDS_WITH,
    NULL;

    /** Whether values have to have an order. */
    boolean ordered() {
      return this == LESS
          || this == AT_MOST
          || this == GREATER
          || this == AT_LEAST
          || this == BETWEEN;
    }

    /** Whether it is about texts, or the elements of an array. */
    boolean partial() {
      return this == CONTAINS || this == BEGINS_WITH || this == ENDS_WITH;
    }
  }

  /** Whether NULL, or a row that is missing, fulfils it. */
  boolean holdsForNull() {
    return test == Test.NULL ? !negated : negated && !strict;
  }

  private static final Map<String, Operator> NAMES = new LinkedHashMap<>();

  static {
    both("=", "!=", Test.EQUAL);
    NAMES.put("<", new Operator(Test.LESS, false, false));
    NAMES.put("<=", new Operator(Test.AT_MOST, false, false));
    NAMES.put(">", new Operator(Test.GREATER, false, false));
    NAMES.put(">=", new Operator(Test.AT_LEAST, false, false));
    both("between", "notBetween", Test.BETWEEN);
    both("in", "notIn", Test.IN);
    both("contains", "doesNotContain", Test.CONTAINS);
    both("beginsWith", "doesNotBeginWith", Test.BEGINS_WITH);
    both("endsWith", "doesNotEndWith", Test.ENDS_WITH);
    NAMES.put("null", new Operator(Test.NULL, false, false));
    NAMES.put("notNull", new Operator(Test.NULL, true, false));
  }

  private static void both(String name, String opposite, Test test) {
    NAMES.put(name, new Operator(test, false, false));
    NAMES.put(opposite, new Operator(test, true, false));
    NAMES.put("strict:" + opposite, new Operator(test, true, true));
  }

  /** All of them by the names that definitions use. */
  public static Map<String, Operator> byName() {
    return NAMES;
  }
}
