// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The SQL types that segments compare, and the column of each in every sample table. */
enum Kind {
  TEXT("STRING"),
  SMALL("INT"),
  BIG("BIGINT"),
  MONEY("DECIMAL(10,2)"),
  TWICE("DOUBLE"),
  SINGLE("FLOAT"),
  FLAG("BOOLEAN"),
  DAY("DATE"),
  AT("TIMESTAMP"),
  WALL("TIMESTAMP_NTZ"),
  WORDS("ARRAY<STRING>"),
  NUMBERS("ARRAY<BIGINT>");

  private static final List<String> EQUALITY =
      List.of("=", "!=", "strict:!=", "in", "notIn", "strict:notIn");
  private static final List<String> ORDER =
      List.of("<", "<=", ">", ">=", "between", "notBetween", "strict:notBetween");
  private static final List<String> CONTAINS =
      List.of("contains", "doesNotContain", "strict:doesNotContain");
  private static final List<String> ENDS =
      List.of(
          "beginsWith",
          "doesNotBeginWith",
          "strict:doesNotBeginWith",
          "endsWith",
          "doesNotEndWith",
          "strict:doesNotEndWith");

  private final String sql;

  Kind(String sql) {
    this.sql = sql;
  }

  String sql() {
    return sql;
  }

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Kind ofColumn(String column) {
    return Arrays.stream(values())
        .filter(each -> each.column().equals(column))
        .findFirst()
        .orElse(BIG);
  }

  boolean number() {
    return this == SMALL || this == BIG || this == MONEY || this == TWICE || this == SINGLE;
  }

  boolean time() {
    return this == DAY || this == AT || this == WALL;
  }

  boolean array() {
    return this == WORDS || this == NUMBERS;
  }

  /** What a value of an array is. */
  Kind element() {
    return this == WORDS ? TEXT : this == NUMBERS ? BIG : this;
  }

  /** The operators that the type has, without those of NULL. */
  List<String> comparing() {
    return array()
        ? CONTAINS
        : this == FLAG
            ? EQUALITY
            : this == TEXT ? joined(EQUALITY, ORDER, CONTAINS, ENDS) : joined(EQUALITY, ORDER);
  }

  /** All the operators that the type has. */
  List<String> operators() {
    return joined(comparing(), List.of("null", "notNull"));
  }

  @SafeVarargs
  private static List<String> joined(List<String>... lists) {
    return Arrays.stream(lists).flatMap(List::stream).toList();
  }
}
