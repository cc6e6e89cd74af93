// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.sql.SqlName;
import java.util.Map;
import java.util.Optional;

/** What is known of segments and tables without a statement, besides their files. Thread-safe. */
public interface KnownFacts {

  /**
   * The latest scheduled run that succeeded.
   *
   * @param connection of the segment's tables
   * @return {@code at}, when it ended, and {@code count}, the members that it delivered
   */
  Optional<Map<String, Object>> lastRun(String connection, String segment);

  /**
   * How many rows a table has, as its statistics say.
   *
   * @return empty if it has no statistics
   */
  Optional<Long> rows(String connection, SqlName table);
}
