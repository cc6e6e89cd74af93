// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.journey.BoundJourney;
import io.lakeroute.processors.journey.Journeys;
import io.lakeroute.processors.segment.request.SegmentQuestions;
import io.lakeroute.processors.sql.SqlName;
import java.util.LinkedHashMap;
import java.util.Map;

/** Segments and journeys, and what knows their tables. Thread-safe. */
record BoundSegments(SegmentQuestions questions, Journeys journeys, TableCatalog catalog) {

  /**
   * A journey that has a file.
   *
   * @throws IllegalArgumentException where there is none of that name
   */
  BoundJourney journey(String name) {
    return journeys
        .named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no journey named "
                        + name
                        + " (journeys: "
                        + String.join(", ", journeys.names())
                        + "). Name one that has a file in journeys."));
  }

  /** The latest versions of the tables that have one. */
  Map<String, Long> versions(Map<String, SqlName> tables, String connection) throws Exception {
    Map<String, Long> versions = new LinkedHashMap<>();
    for (Map.Entry<String, SqlName> table : tables.entrySet()) {
      if (version(table.getValue(), connection).get("version") instanceof Number version) {
        versions.put(table.getKey(), version.longValue());
      }
    }
    return versions;
  }

  /** What is known of the versions of one. */
  Map<?, ?> version(SqlName table, String connection) throws Exception {
    try {
      return catalog.version(table, connection);
    } catch (TableCatalog.UnreadableException e) {
      throw e.failure();
    }
  }
}
