// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The statements that messages brought last, cut up and judged once each: a route sends the same
 * few texts over and over, with other values. Thread-safe.
 */
final class RecentStatements {

  private static final int MOST = 64;

  /** Longer texts, in characters, are not kept. */
  private static final int LONGEST = 16_384;

  private final Function<String, NamedStatement> read;
  private final Map<String, NamedStatement> recent =
      Collections.synchronizedMap(
          new LinkedHashMap<>(MOST, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, NamedStatement> eldest) {
              return size() > MOST;
            }
          });

  /**
   * None yet.
   *
   * @param read cuts up and judges a text; what it refuses is not kept
   */
  RecentStatements(Function<String, NamedStatement> read) {
    this.read = read;
  }

  NamedStatement of(String sql) {
    if (sql.length() > LONGEST) {
      return read.apply(sql);
    }
    NamedStatement known = recent.get(sql);
    if (known == null) {
      known = read.apply(sql);
      recent.put(sql, known);
    }
    return known;
  }
}
