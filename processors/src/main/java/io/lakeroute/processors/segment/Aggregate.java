// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is made of the many rows of a key. */
public enum Aggregate {
  COUNT("count"),
  COUNT_DISTINCT("countDistinct"),
  SUM("sum"),
  AVERAGE("avg"),
  MIN("min"),
  MAX("max"),
  /** The value of the earliest row that has one. */
  FIRST("first"),
  /** The value of the latest row that has one. */
  LAST("last");

  private final String text;

  Aggregate(String text) {
    this.text = text;
  }

  /** As definitions write it. */
  public String text() {
    return text;
  }

  static Map<String, Aggregate> byName() {
    Map<String, Aggregate> names = new LinkedHashMap<>();
    for (Aggregate each : values()) {
      names.put(each.text, each);
    }
    return names;
  }

  /** Whether no rows make 0; for the others they make NULL. */
  public boolean zeroWithoutRows() {
    return this == COUNT || this == COUNT_DISTINCT || this == SUM;
  }

  boolean byTime() {
    return this == FIRST || this == LAST;
  }

  boolean ofNumbers() {
    return this == SUM || this == AVERAGE;
  }
}
