// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.util.LinkedHashMap;
import java.util.Map;

/** How many of the rows of a key have to match. */
public enum MatchMode {
  SOME("some", false),
  NONE("none", false),
  ALL("all", false),
  AT_LEAST("atLeast", true),
  AT_MOST("atMost", true),
  EXACTLY("exactly", true);

  private final String text;
  private final boolean threshold;

  MatchMode(String text, boolean threshold) {
    this.text = text;
    this.threshold = threshold;
  }

  static Map<String, MatchMode> byName() {
    Map<String, MatchMode> names = new LinkedHashMap<>();
    for (MatchMode each : values()) {
      names.put(each.text, each);
    }
    return names;
  }

  /** As definitions write it. */
  String text() {
    return text;
  }

  /** Whether it needs a number of rows. */
  boolean hasThreshold() {
    return threshold;
  }
}
