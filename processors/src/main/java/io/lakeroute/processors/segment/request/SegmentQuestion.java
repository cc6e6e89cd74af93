// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.sql.SqlName;
import io.lakeroute.processors.sql.StatementPlan;
import java.util.Map;

/** What a caller asks, once it is known which tables that reads. Immutable. */
public interface SegmentQuestion {

  /** The connection of the tables. */
  String connection();

  /** The tables whose versions have to be known, by {@code source} or {@code source.lookup}. */
  Map<String, SqlName> tables();

  /** Whether the caller named the versions. */
  default boolean pinned() {
    return false;
  }

  /**
   * What answers it.
   *
   * @param versions of the tables that have one
   */
  StatementPlan plan(Map<String, Long> versions);

  /** A question that needs no versions. */
  record Ready(String connection, StatementPlan plan) implements SegmentQuestion {
    @Override
    public Map<String, SqlName> tables() {
      return Map.of();
    }

    @Override
    public StatementPlan plan(Map<String, Long> versions) {
      return plan;
    }
  }
}
